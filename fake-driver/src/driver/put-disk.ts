import type { StepContext } from "../hypervisor/backend-link.ts";
import type { Hypervisor } from "../hypervisor/hypervisor.ts";
import type { HypervisorStep } from "../hypervisor/steps.ts";
import type { DiskRecord } from "../site/disk-record.ts";
import type { Pool } from "../site/pool.ts";
import { assertRoom } from "./assert-room.ts";

/**
 * Puts a disk into a store, in place of one of the same name.
 *
 * @param during - The step that it takes.
 * @throws `BACKEND_FAILED` at that step if the store has no room for what the disk allocates; then nothing has changed.
 */
export function putDisk(
  hypervisor: Hypervisor,
  step: StepContext,
  pool: Pool,
  disk: DiskRecord,
  during: HypervisorStep = "createDisk",
): Promise<void> {
  return hypervisor.change(during, step, () => {
    assertRoom(step, pool, disk, during);
    pool.addDisk(disk);
  });
}
