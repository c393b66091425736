// A spawn that is broken off half way, on a simulator.
import { systemClock } from "@virt-driver-kit/spec";
import type { DriverError, SpawnParams } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { cancelAt, startHeld } from "./cancelled-call.ts";

/** Breaks off a spawn, at a moment given in milliseconds from its beginning, and returns its refusal if it was refused. */
export type InterruptSpawn = (t: CheckContext, params: SpawnParams, atMs: number) => Promise<DriverError | undefined>;

/** Cancels a spawn. */
export const cancelSpawn: InterruptSpawn = (t, params, atMs) =>
  cancelAt(t, atMs, (options) => t.driver.spawn(params, options));

const DEADLINE_MS = 10;

/**
 * Lets the deadline of a spawn pass.
 *
 * @param marginMs - How long to wait after the deadline, in milliseconds of real time: a simulator may measure deadlines on either clock.
 */
export function overdueSpawn(marginMs: number): InterruptSpawn {
  return async (t, params, atMs) => {
    const { refusal } = await startHeld(t, Math.max(atMs, DEADLINE_MS), () =>
      t.driver.spawn(params, { deadlineMs: DEADLINE_MS }),
    );
    await systemClock.sleep(DEADLINE_MS + marginMs, t.signal);
    await t.simulation.release();
    return refusal;
  };
}
