// What came of trying a mutant.

/** That the kit found a wrong driver. */
export interface Killed {
  readonly isKilled: true;
  /** The surroundings in which it was found. */
  readonly where: string;
  /** The check that found it. */
  readonly by: string;
  /** The requirements that it found broken; empty if it could not be tried, which no conforming driver causes either. */
  readonly requirements: readonly string[];
}

/** That it did not. */
export interface Survived {
  readonly isKilled: false;
  /** How many checks could have seen it, in all surroundings; 0 if no check ever comes to where it is wrong. */
  readonly candidates: number;
  /** What went wrong with the kit itself meanwhile, or that the time was up. */
  readonly trouble?: string;
}

/** What came of trying a mutant. */
export type MutantVerdict = Killed | Survived;
