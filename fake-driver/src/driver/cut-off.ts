import type { StepContext } from "../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import type { DriverContext } from "./driver-context.ts";

/**
 * Brings an instance to `shutdown` without asking its guest: cuts it off, or throws away the memory of one that is suspended.
 *
 * @param step - What for.
 * @param record - The instance, in any power state but `pending`.
 * @param onStop - As `Hypervisor.stop` has it.
 * @returns Whether there was anything to do.
 * @throws What the step throws; the instance is then as it was.
 */
export async function cutOff(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  onStop?: () => void,
): Promise<boolean> {
  if (record.powerState === "shutdown") return false;
  if (record.powerState !== "suspended") return hypervisor.stop(step, record, onStop);
  const pool = hypervisor.host.pool(record.node);
  await hypervisor.change("discardMemory", step, () => {
    for (const disk of pool.disks(record.uuid)) if (disk.use === "memory") pool.removeDisk(disk);
    record.savedRun = null;
    record.powerState = "shutdown";
    hypervisor.changed(record);
  });
  return true;
}
