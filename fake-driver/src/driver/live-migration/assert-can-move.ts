import type { InstanceRecord } from "../../site/instance-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { notPossible } from "../moves/not-possible.ts";

/**
 * Makes sure that all devices of a guest can go with it, or can be taken from it for as long as it is on its way.
 *
 * Interfaces that are devices of their host are left behind and given back. Mediated devices travel. Of PCI devices those travel that say so.
 *
 * @throws `MIGRATION_NOT_POSSIBLE` with reason `device-cannot-move`, naming the first device that cannot.
 */
export function assertCanMove({ hypervisor }: DriverContext, attempt: string, record: InstanceRecord): void {
  const refuse = (problem: string): never => {
    throw notPossible(attempt, "device-cannot-move", problem);
  };
  const [accelerator] = record.accelerators;
  if (accelerator !== undefined) refuse(`accelerator "${accelerator.device}" holds state that cannot be taken along`);
  const devices = hypervisor.host.node(record.node)?.hardware.pciDevices ?? [];
  for (const { address } of record.pciDevices) {
    const device = devices.find((candidate) => candidate.address === address);
    if (device?.isLiveMigratable !== true) refuse(`PCI device "${address}" cannot be taken along`);
  }
  const encryption = record.hardware?.memoryEncryption;
  if (encryption !== undefined) refuse(`the guest's memory is encrypted ("${encryption}") with a key of its host's`);
}
