// A call in the middle of which the driver is killed, and started again.
import type { CheckContext } from "../../harness/check-context.ts";
import { durationOf, simulates } from "./guest-time.ts";

/** The moments at which a call is cut short, as parts of the time that it usually takes. */
const MOMENTS = [0.15, 0.5, 0.85];

/** What is called, and what it takes to call it. */
export interface Interruptible<T> {
  readonly operation: string;
  /** Makes what the call works on, before each try. */
  readonly prepare: () => Promise<T>;
  readonly call: (prepared: T) => Promise<unknown>;
  /** Judges what is there after the driver was started again. */
  readonly judge: (prepared: T, when: string) => Promise<void>;
}

/**
 * Kills the driver at several moments of a call and starts it again. On a simulator the clock is held, so that the call cannot end before.
 *
 * @throws Blocked if the call does not succeed when nobody kills the driver, or the driver does not come back.
 */
export async function killDuring<T>(
  t: CheckContext,
  { operation, prepare, call, judge }: Interruptible<T>,
): Promise<void> {
  const first = await prepare();
  const usualMs = await durationOf(t, () => t.given(operation, () => call(first)));
  for (const moment of MOMENTS) {
    const prepared = await prepare();
    if (simulates(t)) await t.simulation.hold();
    const answer = call(prepared);
    answer.catch(() => undefined);
    // The driver has read the call once it has answered a later one.
    await t.given("probe", () => t.driver.probe({}));
    await passTime(t, Math.round(moment * usualMs));
    await t.restartDriver("kill");
    // The new process does not know of the hold.
    if (simulates(t)) await t.simulation.release();
    await judge(prepared, `after the driver was killed in the middle of ${operation} and started again`);
  }
}

function passTime(t: CheckContext, durationMs: number): Promise<void> {
  return simulates(t) ? t.simulation.advance(durationMs) : t.elapse(durationMs);
}
