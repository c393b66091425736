import type { StepContext } from "../hypervisor/backend-link.ts";
import type { HypervisorStep } from "../hypervisor/steps.ts";
import type { DiskRecord } from "../site/disk-record.ts";
import type { Pool } from "../site/pool.ts";
import { stepFailed } from "./step-failed.ts";

/**
 * Makes sure that a store has room for something.
 *
 * @param wanted - What it is called, and how much room it takes.
 * @param during - The step that is to put it there.
 * @throws `BACKEND_FAILED` at that step if it has not.
 */
export function assertRoom(
  step: Pick<StepContext, "attempt">,
  pool: Pool,
  { name, allocatedBytes }: Pick<DiskRecord, "name" | "allocatedBytes">,
  during: HypervisorStep = "createDisk",
): void {
  if (allocatedBytes <= pool.freeBytes) return;
  const state = `store "${pool.id}" has ${pool.freeBytes} bytes free and "${name}" needs ${allocatedBytes}`;
  throw stepFailed(step, during, `${state}; remove disks or choose another node`);
}
