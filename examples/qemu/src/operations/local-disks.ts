// The local disks of an instance beside its root disk, as a request describes them.
import {
  type BlockDevices,
  DriverError,
  type EphemeralDisk,
  type GuestDevices,
  type SwapDisk,
} from "@virt-driver-kit/spec";

import type { InstanceRecord, LocalDisk } from "../store/instance-record.ts";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
/** How many fit beside the root disk, each on a PCI slot of its own. */
const MOST_DISKS = 16;
const PATH = "params.devices.blockDevices";

/**
 * Reads which local disks a new instance is to have.
 *
 * @param operation - What is called, for errors.
 * @returns The ephemeral disks in the order of the request, and the swap disk behind them.
 * @throws {@link DriverError} `NOT_SUPPORTED` for a disk that this driver cannot make, `TOO_MANY_DEVICES` for more than there is room for.
 */
export function localDisksOf(operation: string, devices: GuestDevices | undefined): LocalDisk[] {
  const { ephemerals = [], swap }: BlockDevices = devices?.blockDevices ?? {};
  ephemerals.forEach((disk, index) => refuseWishes(operation, disk, `${PATH}.ephemerals.${index}`));
  if (swap !== undefined) refuseWishes(operation, swap, `${PATH}.swap`);
  const disks = ephemerals.map(({ sizeGib }, index) => ({
    file: `ephemeral-${index + 1}.raw`,
    sizeBytes: sizeGib * GIB,
  }));
  if (swap !== undefined) disks.push({ file: "swap.raw", sizeBytes: swap.sizeMib * MIB });
  if (disks.length <= MOST_DISKS) return disks;
  throw new DriverError("TOO_MANY_DEVICES", `Cannot ${operation}: ${disks.length} local disks, and ${MOST_DISKS} fit`, {
    effect: "none",
    details: { limit: MOST_DISKS },
  });
}

/**
 * Makes sure that a request which starts an instance describes the local disks that it has: this driver makes them at `spawn`.
 *
 * @throws {@link DriverError} `NOT_SUPPORTED` if it describes others.
 */
export function expectSameDisks(
  operation: string,
  { localDisks = [] }: InstanceRecord,
  devices: GuestDevices | undefined,
): void {
  const { ephemerals, swap }: BlockDevices = devices?.blockDevices ?? {};
  const described = localDisksOf(operation, devices).map(textOf);
  const meant = (file: string): boolean => (file === SWAP ? swap !== undefined : ephemerals !== undefined);
  const there = localDisks.filter(({ file }) => meant(file)).map(textOf);
  if (described.join() !== there.join()) throw notSupported(operation, PATH, "it has other local disks since spawn");
}

const SWAP = "swap.raw";
const textOf = ({ file, sizeBytes }: LocalDisk): string => `${file} ${sizeBytes}`;

function refuseWishes(operation: string, disk: EphemeralDisk | SwapDisk, path: string): void {
  const { bus = "virtio", deviceType = "disk", guestFormat = "blank" }: Partial<EphemeralDisk> = disk;
  if (bus !== "virtio") throw notSupported(operation, `${path}.bus`, `disks are on bus "virtio"`);
  if (deviceType !== "disk") throw notSupported(operation, `${path}.deviceType`, `disks are of type "disk"`);
  if (guestFormat !== "blank") throw notSupported(operation, `${path}.guestFormat`, "disks begin blank");
  if (disk.deviceName !== undefined)
    throw notSupported(operation, `${path}.deviceName`, "names are the guest's affair");
}

function notSupported(operation: string, path: string, reason: string): DriverError {
  return new DriverError("NOT_SUPPORTED", `Cannot ${operation} as "${path}" says: ${reason}`, {
    effect: "none",
    details: { operation, path },
  });
}
