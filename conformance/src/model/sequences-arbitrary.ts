// Sequences for fast-check: drawn by walking the model, and shrunk to those of which no step can be left out and none be simpler.
import { Arbitrary, type Random, Stream, Value } from "fast-check";

import { type DrawOptions, drawSequence } from "./draw-sequence.ts";
import { simpler } from "./simplify.ts";
import type { Step } from "./site-model.ts";

/** Where the shrinking of a sequence goes on. */
interface Place {
  /** How many steps are left out at once. */
  readonly size: number;
  /** The steps before this one are still to be tried. */
  readonly end: number;
  /** Whether a step has been left out since the last time that all were tried. */
  readonly isAgain: boolean;
}

/** Tells how many steps of a sequence were taken when it was tried, the last of them being the one that failed. */
export type StepsTaken = (steps: readonly Step[]) => number | undefined;

/**
 * Any sequence with a step left out is one, too: the model says what comes of a step that makes no sense any more. So sequences are shrunk by
 * leaving out halves, quarters and so on, and in the end single steps, until none can be missed. What failed is the last step, and stays.
 */
class SequencesArbitrary extends Arbitrary<readonly Step[]> {
  readonly #options: DrawOptions;
  readonly #taken: StepsTaken;

  constructor(options: DrawOptions, taken: StepsTaken) {
    super();
    this.#options = options;
    this.#taken = taken;
  }

  override generate(random: Random): Value<readonly Step[]> {
    const steps = drawSequence(this.#options, { integer: (min, max) => random.nextInt(min, max) });
    return new Value(steps, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is readonly Step[] {
    return Array.isArray(value);
  }

  override shrink(value: readonly Step[], context: unknown): Stream<Value<readonly Step[]>> {
    const steps = value.slice(0, this.#taken(value) ?? value.length);
    return new Stream(candidates(steps, context as Place | undefined));
  }
}

function* candidates(steps: readonly Step[], place: Place | undefined): Generator<Value<readonly Step[]>> {
  yield* shorter(steps, place);
  // With a simpler step there may be others that can be left out.
  for (const said of simpler(steps)) yield new Value(said, { size: 1, end: steps.length - 1, isAgain: false });
}

function* shorter(steps: readonly Step[], place: Place | undefined): Generator<Value<readonly Step[]>> {
  const last = steps.length - 1;
  let { size, end, isAgain } = place ?? { size: Math.max(1, Math.floor(last / 2)), end: last, isAgain: false };
  for (;;) {
    for (; end > 0; end -= size) {
      const start = Math.max(0, end - size);
      const rest = [...steps.slice(0, start), ...steps.slice(end)];
      yield new Value(rest, { size, end: start, isAgain: true } satisfies Place);
    }
    if (size === 1 && !isAgain) return;
    if (size === 1) isAgain = false;
    size = Math.max(1, Math.floor(size / 2));
    end = last;
  }
}

/** Sequences of steps. */
export function sequences(options: DrawOptions, taken: StepsTaken): Arbitrary<readonly Step[]> {
  return new SequencesArbitrary(options, taken);
}
