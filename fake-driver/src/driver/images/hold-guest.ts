/**
 * Holds a guest while its disk is copied, as hypervisors do that copy only disks that nobody writes to.
 *
 * @see Requirement `snapshot/returns-the-guest-to-its-state`
 */

import { pauseRun, resumeRun } from "../../guest/guest-run.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { Hypervisor } from "../../hypervisor/hypervisor.ts";
import { invalidState } from "../../hypervisor/invalid-state.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";

/** Pauses a running guest. Reads show it; no event tells of it. */
export async function holdGuest(hypervisor: Hypervisor, step: StepContext, record: InstanceRecord): Promise<void> {
  await hypervisor.change("pauseGuest", step, () => {
    hypervisor.settle(record);
    if (record.run === null || record.powerState !== "running") throw invalidState(step.attempt, record);
    pauseRun(record.run, hypervisor.site.clock.now());
    Object.assign(record, { powerState: "paused", isHeldForCopy: true });
    hypervisor.changed(record);
  });
}

/** Lets a guest go on that was held, at once. One that was not, or is off by now, stays as it is. */
export function releaseGuest(hypervisor: Hypervisor, record: InstanceRecord): void {
  if (!record.isHeldForCopy) return;
  record.isHeldForCopy = false;
  if (record.run !== null && record.powerState === "paused") {
    resumeRun(record.run, hypervisor.site.clock.now());
    record.powerState = "running";
  }
  hypervisor.changed(record);
}
