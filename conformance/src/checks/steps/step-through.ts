// Watching a call of a simulator go on, step by step: the clock is held and moved a little between two looks.
import type { CheckContext } from "../../harness/check-context.ts";

/** More steps than any call takes that ends at all. */
const MOST_STEPS = 1_000;

/** The situation at one look. */
export interface Look {
  /** How much time has passed since the call, in milliseconds. */
  readonly atMs: number;
  /** Whether the call has been answered. */
  readonly answered: boolean;
}

/**
 * Makes a call and looks at what has become of it after each step of time. Lets the clock go in the end.
 *
 * @param call - The call.
 * @param stepMs - How far to move the clock between two looks, in milliseconds.
 * @param look - Called before the first step and after each one; answers true when it has seen enough.
 * @throws DriverError if the call is refused.
 */
export async function stepThrough(
  t: CheckContext,
  call: () => Promise<unknown>,
  stepMs: number,
  look: (situation: Look) => Promise<boolean>,
): Promise<void> {
  await t.simulation.hold();
  let answered = false;
  const answer = call().finally(() => {
    answered = true;
  });
  answer.catch(() => undefined);
  let isEnough = false;
  for (let step = 0; step < MOST_STEPS && !isEnough; step++) {
    if (step > 0) await t.simulation.advance(stepMs);
    isEnough = await look({ atMs: step * stepMs, answered });
  }
  await t.simulation.release();
  await answer;
}
