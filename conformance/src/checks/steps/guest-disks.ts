// The block devices of a guest, by its driver's counters.
import type { CheckContext } from "../../harness/check-context.ts";
import type { Named } from "./guest-devices.ts";

/** How many block devices a guest has, local disks, drives and volumes alike. It runs or is paused. */
export async function diskCount(t: CheckContext, { target }: Named): Promise<number> {
  const { diagnostics } = await t.given("getInstanceDiagnostics", () => t.driver.getInstanceDiagnostics(target));
  return diagnostics.disks.length;
}
