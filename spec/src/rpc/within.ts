// Waits in real time, for what must not wait for ever even where the clock of the calls is virtual.
import { systemClock } from "../driver/clock.ts";

/**
 * Waits for something, but not too long.
 *
 * @param ms - How long at most, in real milliseconds.
 * @param done - What to wait for. Must not reject.
 * @returns Whether it happened in time.
 */
export async function within(ms: number, done: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  // A turn later, so that what happened while this process was busy counts as in time.
  const timer = systemClock.setTimer(ms, () => setImmediate(() => resolve(false)));
  const inTime = await Promise.race([done.then(() => true), late]);
  timer.cancel();
  return inTime;
}
