import type { GuestDevices } from "@virt-driver-kit/spec";
import type { InstanceRecord } from "../../site/instance-record.ts";

/**
 * Tells whether a volume is the root disk of an instance.
 *
 * @param devices - What the request says.
 * @param record - The instance as it is, for what the request does not say; null for a new one.
 * @see Requirement `block-devices/boots-from-the-root-volume`
 */
export function hasRootVolume(devices: GuestDevices | undefined, record: InstanceRecord | null): boolean {
  const volumes = devices?.blockDevices?.volumes ?? record?.volumes.map(({ attachment }) => attachment) ?? [];
  return volumes.some(({ bootIndex }) => bootIndex === 0);
}
