// What must hold of a score for the kit to pass.
import { LEAST_SHARE, type Score, shareOf, sumOf, type Tally } from "./score.ts";

/** What a new score is held to. */
export interface Expected {
  /** The score that is kept; undefined if there is none yet. */
  readonly kept: Score | undefined;
  /** The sites that are known to survive, with the reason of each. */
  readonly survivors: ReadonlyMap<string, string>;
}

/** What was found out. */
export interface Measured {
  readonly score: Score;
  /** The sites of the sample that the kit does not find. */
  readonly survived: readonly string[];
  /** The checked requirements that found no wrong driver by their own id; undefined if not all mutants were tried. */
  readonly idle?: readonly string[];
}

/** Finds what is wrong with a score: sentences, none if nothing is. */
export function problemsOf({ score, survived, idle = [] }: Measured, { kept, survivors }: Expected): string[] {
  const generated = Object.values(score.generated);
  const unlisted = survived.filter((id) => !survivors.has(id));
  const found = [...survivors.keys()].filter((id) => id in score.killed);
  const tooLow = shareOf(sumOf(generated)) < LEAST_SHARE;
  return [
    ...(tooLow
      ? [`The kit finds ${percent(sumOf(generated))} of the sample, and has to find ${LEAST_SHARE * 100} %`]
      : []),
    ...fallen("the sample", sumOf(generated), kept && sumOf(Object.values(kept.generated))),
    ...fallen("the hand-written mutants", score.handWritten, kept?.handWritten),
    ...fallen("the bugs of real drivers", score.historical, kept?.historical),
    ...unlisted.map((id) => `"${id}" survives, and survivors.txt gives no reason`),
    ...found.map((id) => `"${id}" is found, and survivors.txt still lists it`),
    ...idle.map((id) => `No wrong driver is found by "${id}"`),
  ];
}

/** What was not tried this time says nothing. */
function fallen(what: string, now: Tally, kept: Tally | undefined): string[] {
  if (kept === undefined || now.tried === 0 || shareOf(now) >= shareOf(kept)) return [];
  return [`The kit finds ${percent(now)} of ${what}, and found ${percent(kept)}`];
}

/** Writes a share for people. */
export function percent(tally: Tally): string {
  return `${(shareOf(tally) * 100).toFixed(1)} %`;
}
