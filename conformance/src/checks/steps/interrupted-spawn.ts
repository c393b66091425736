// A spawn that is broken off half way, on a simulator: the clock is held, moved to the moment wanted, and let go afterwards.
import { systemClock } from "@virt-driver-kit/spec";
import type { DriverError, SpawnParams } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { refusalOf } from "./refusal.ts";

/** Breaks off a spawn, at a moment given in milliseconds from its beginning, and returns its refusal if it was refused. */
export type InterruptSpawn = (t: CheckContext, params: SpawnParams, atMs: number) => Promise<DriverError | undefined>;

/** A spawn that stays half way as long as the clock is held. */
interface HeldSpawn {
  readonly refusal: Promise<DriverError | undefined>;
}

/** Starts a spawn and moves the held clock to a moment of it. */
async function startHeld(t: CheckContext, atMs: number, spawn: () => Promise<unknown>): Promise<HeldSpawn> {
  await t.simulation.hold();
  const refusal = refusalOf(spawn());
  refusal.catch(() => undefined);
  await t.simulation.advance(Math.round(atMs));
  return { refusal };
}

/** Cancels a spawn. */
export const cancelSpawn: InterruptSpawn = async (t, params, atMs) => {
  const operationId = t.uuid();
  const { refusal } = await startHeld(t, atMs, () => t.driver.spawn(params, { operationId }));
  t.connection.cancelOperation(operationId);
  await t.simulation.release();
  return refusal;
};

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
