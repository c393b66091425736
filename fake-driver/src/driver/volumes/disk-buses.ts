/** How the simulated hypervisor can connect block devices to a guest. */

import type { DeviceType, DiskBus } from "@virt-driver-kit/spec";

/** A bus for block devices. */
export interface DiskBusTraits {
  /** What names on it begin with, after `/dev/`. Letters follow. */
  readonly prefix: string;
  /** How many devices a guest can have on it. */
  readonly limit: number;
  /** What its devices can look like. */
  readonly deviceTypes: readonly DeviceType[];
}

/** The buses that there are; all others are answered NOT_SUPPORTED. */
export const DISK_BUSES: Readonly<Partial<Record<DiskBus, DiskBusTraits>>> = {
  virtio: { prefix: "vd", limit: 64, deviceTypes: ["disk", "lun"] },
  scsi: { prefix: "sd", limit: 256, deviceTypes: ["disk", "cdrom", "lun"] },
  sata: { prefix: "sd", limit: 6, deviceTypes: ["disk", "cdrom"] },
  ide: { prefix: "hd", limit: 4, deviceTypes: ["disk", "cdrom"] },
  usb: { prefix: "sd", limit: 8, deviceTypes: ["disk", "cdrom"] },
  fdc: { prefix: "fd", limit: 2, deviceTypes: ["floppy"] },
};

/** The bus of a device of which only the name is known, such as `scsi` for `/dev/sdb`; undefined if the name tells nothing. */
export function busOfName(deviceName: string): DiskBus | undefined {
  const buses = Object.entries(DISK_BUSES) as [DiskBus, DiskBusTraits][];
  return buses.find(([, { prefix }]) => deviceName.startsWith(`/dev/${prefix}`))?.[0];
}
