import type { DiskBus, TaggedDevice } from "@virt-driver-kit/spec";

/** Where a guest finds a device. */
export type GuestAddress = Pick<TaggedDevice, "bus" | "address">;

/** PCI buses of the guest up to this one are for other devices than disks. */
const FIRST_DISK_BUS = 1;
const SLOTS_PER_BUS = 32;
const LETTERS = 26;

/**
 * Tells where a guest finds a disk. The name decides it, so a disk keeps its address for as long as it keeps its name.
 *
 * @param bus - How it is connected.
 * @param deviceName - What it is called, such as `/dev/vdb`.
 */
export function diskAddress(bus: DiskBus, deviceName: string): GuestAddress {
  const index = placeOf(deviceName);
  switch (bus) {
    case "virtio":
    case "nvme":
      return { bus: "pci", address: pciAddress(index) };
    case "scsi":
      return { bus: "scsi", address: `0:0:0:${index}` };
    case "sata":
    case "ide":
      return { bus: "ide", address: `${index >> 1}:${index & 1}` };
    case "usb":
      return { bus: "usb", address: `0:${index}` };
    case "xen":
      return { bus: "xen", address: String(index) };
    default:
      return { bus: "other" };
  }
}

function pciAddress(index: number): string {
  const bus = FIRST_DISK_BUS + Math.floor(index / SLOTS_PER_BUS);
  return `0000:${hex(bus)}:${hex(index % SLOTS_PER_BUS)}.0`;
}

const hex = (number: number): string => number.toString(16).padStart(2, "0");

/** The place that the letters at the end of a name stand for: 0 for `vda`, 26 for `vdaa`. */
function placeOf(deviceName: string): number {
  const letters = /^\/dev\/(?:xv|[a-z])d([a-z]+)/.exec(deviceName)?.[1] ?? "a";
  let place = -1;
  for (let index = 0; index < letters.length; index += 1) {
    place = (place + 1) * LETTERS + letters.charCodeAt(index) - "a".charCodeAt(0);
  }
  return place;
}
