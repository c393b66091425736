// The time that the driver's guests live in: virtual where the driver simulates, real otherwise.
import { systemClock, timestampMs } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";

/** Whether the driver simulates its hypervisor, so that times are exact. */
export function simulates(t: CheckContext): boolean {
  return t.session.capabilities.supportsSimulation === true;
}

/** The time, in milliseconds since 1970-01-01T00:00:00Z. */
export async function guestNow(t: CheckContext): Promise<number> {
  if (!simulates(t)) return systemClock.now();
  const { now } = await t.given("simulation/advance", () => t.driver["simulation/advance"]({ durationMs: 0 }));
  return timestampMs(now);
}

/** How long something takes, in milliseconds of guest time. */
export async function durationOf(t: CheckContext, work: () => Promise<unknown>): Promise<number> {
  const start = await guestNow(t);
  await work();
  return (await guestNow(t)) - start;
}
