// Draws a sequence, plays it, and if a step of it breaks a requirement, looks for the shortest sequence that shows the same.
import type { CheckContext } from "../../harness/check-context.ts";
import type { DrawOptions } from "../../model/draw-sequence.ts";
import type { Step } from "../../model/site-model.ts";
import { BrokenSequence, playSequence } from "./play.ts";
import type { Actor } from "./stage.ts";

/** The most tries to shorten a sequence. */
const MOST_TRIES = 100;
/** How long a sequence is played, and how long it is then shortened, in milliseconds of real time. */
const PATIENCE_MS = 120_000;
const LARGEST_SEED = 0x7fff_ffff;

/** Tells whether there is time left, from now on. */
function timeLimit(t: CheckContext): () => boolean {
  const begin = t.realTimeMs();
  return () => t.realTimeMs() - begin < PATIENCE_MS;
}

/** Tries sequences, and keeps the shortest that has failed. */
class Hunt {
  /** The shortest sequence that broke what the first one broke. */
  shortest: BrokenSequence | undefined;
  /** What else came of the first one, such as a driver that went away. */
  stopped: { readonly error: unknown } | undefined;
  readonly #t: CheckContext;
  readonly #hadWholeNodes: boolean;
  readonly #cast: Actor[] = [];
  #tries = 0;
  #goesOn: () => boolean;

  constructor(t: CheckContext) {
    this.#t = t;
    this.#hadWholeNodes = t.hasWholeNodes;
    this.#goesOn = timeLimit(t);
  }

  /** Plays a sequence, unless it has been tried long enough. Tells whether it breaks nothing new. */
  async passes(steps: readonly Step[]): Promise<boolean> {
    if (this.stopped !== undefined || this.#tries > MOST_TRIES) return true;
    if (this.shortest !== undefined && !this.#goesOn()) return true;
    this.#tries += 1;
    try {
      await playSequence(this.#t, steps, { goesOn: this.#goesOn, cast: this.#cast });
      return true;
    } catch (error) {
      return this.#isOther(error);
    }
  }

  #isOther(error: unknown): boolean {
    const isFirst = this.shortest === undefined;
    if (!(error instanceof BrokenSequence)) {
      if (isFirst) this.stopped = { error };
      return true;
    }
    if (this.shortest !== undefined && originOf(this.shortest) !== originOf(error)) return true;
    this.shortest = error;
    if (isFirst) this.#goesOn = timeLimit(this.#t);
    // What nodes hold was learnt by this very failure, and the check is run again.
    return this.#t.hasWholeNodes !== this.#hadWholeNodes;
  }
}

/** The operation or topic whose requirement a sequence has broken: another of its requirements is taken for the same breach. */
function originOf({ requirement }: BrokenSequence): string | undefined {
  return requirement?.split("/")[0];
}

/**
 * Plays one random sequence.
 *
 * @param options - What it is drawn from. The run's seed decides the rest.
 * @throws BrokenSequence with the shortest sequence that was found to break a requirement, if this one did.
 */
export async function huntForBreach(t: CheckContext, options: DrawOptions): Promise<void> {
  // It takes a while to load, and nothing else needs it.
  const { asyncProperty, check } = await import("fast-check");
  const { sequences } = await import("../../model/sequences-arbitrary.ts");
  const hunt = new Hunt(t);
  const property = asyncProperty(
    sequences(options, () => hunt.shortest?.steps.length),
    (steps) => hunt.passes(steps),
  );
  await check(property, { seed: t.random.integer(0, LARGEST_SEED), numRuns: 1 });
  if (hunt.stopped !== undefined) throw hunt.stopped.error;
  if (hunt.shortest !== undefined) throw hunt.shortest;
}
