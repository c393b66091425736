/**
 * Names the block devices of a guest.
 *
 * @see Requirements `getDeviceNames/each-device-gets-a-name`, `getDeviceNames/same-question-same-answer`
 */

import { type DeviceName, type DeviceType, type DiskBus, DriverError, type ImageMeta } from "@virt-driver-kit/spec";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { Attempted } from "../attempted.ts";
import { invalidRequest, notSupported } from "../refusals.ts";
import { busOfName, DISK_BUSES } from "./disk-buses.ts";

/** What a request says of a block device. */
export interface DeviceWish {
  readonly deviceName?: DeviceName;
  readonly bus?: DiskBus;
  readonly deviceType?: DeviceType;
  /** Where in the request it stands, for errors, such as `params.volume`. */
  readonly path: string;
}

/** A block device as its guest has it. */
export interface NamedDevice {
  readonly deviceName: DeviceName;
  readonly bus: DiskBus;
  readonly deviceType: DeviceType;
}

/** What an image says of block devices. */
export type ImageDisk = NonNullable<NonNullable<ImageMeta["properties"]>["disk"]>;

const LETTERS = 26;

/**
 * Gives each device a name, a bus and a type. A device that comes with a name keeps it; the others get the first free ones, in their order.
 *
 * @param about - What is attempted, for errors.
 * @param taken - The devices that the guest has already.
 * @param wishes - The devices to name.
 * @param image - What its image asks for; believed where the request says nothing.
 * @returns The devices in the order of the wishes.
 * @throws {@link DriverError} `NOT_SUPPORTED` for a bus or type that there is not, `INVALID_REQUEST` for a name that comes twice,
 *   `TOO_MANY_DEVICES` where a bus is full.
 */
export function nameDevices(
  about: Attempted,
  taken: readonly Pick<NamedDevice, "deviceName" | "bus">[],
  wishes: readonly DeviceWish[],
  image: ImageDisk = {},
): NamedDevice[] {
  const names = new Set(taken.map(({ deviceName }) => deviceName));
  for (const { deviceName, path } of wishes) {
    if (deviceName === undefined) continue;
    if (names.has(deviceName)) throw nameTwice(about, path, deviceName);
    names.add(deviceName);
  }
  const kinds = wishes.map((wish) => ({ ...wish, ...kindOf(about, wish, image) }));
  assertRoom(about, [...taken, ...kinds]);
  return kinds.map(({ prefix, bus, deviceType, ...wish }) => {
    const deviceName = wish.deviceName ?? firstFree(names, prefix);
    names.add(deviceName);
    return { deviceName, bus, deviceType };
  });
}

/** The block devices that an instance has, local disks and volumes. */
export function namedDevicesOf({
  localDisks,
  volumes,
}: Pick<InstanceRecord, "localDisks" | "volumes">): Pick<NamedDevice, "deviceName" | "bus">[] {
  return [
    ...localDisks.map(({ deviceName, bus }) => ({ deviceName, bus })),
    ...volumes.flatMap(({ attached: { deviceName, bus } }) =>
      deviceName === undefined || bus === undefined ? [] : [{ deviceName, bus }],
    ),
  ];
}

interface DeviceKind {
  readonly bus: DiskBus;
  readonly deviceType: DeviceType;
  readonly prefix: string;
}

function kindOf(about: Attempted, wish: DeviceWish, image: ImageDisk): DeviceKind {
  const { deviceType = "disk", deviceName = "", path } = wish;
  const bus = wish.bus ?? busOfName(deviceName) ?? usualBus(deviceType, image);
  const traits = DISK_BUSES[bus];
  if (traits === undefined) throw notOffered(about, `${path}.bus`, `there is no bus "${bus}" for block devices`);
  if (!traits.deviceTypes.includes(deviceType)) {
    throw notOffered(about, `${path}.deviceType`, `bus "${bus}" has no devices of type "${deviceType}"`);
  }
  return { bus, deviceType, prefix: traits.prefix };
}

function usualBus(
  deviceType: DeviceType,
  { bus = "virtio", cdromBus = "sata", floppyBus = "fdc" }: ImageDisk,
): DiskBus {
  if (deviceType === "cdrom") return cdromBus;
  if (deviceType === "floppy") return floppyBus;
  return deviceType === "lun" ? "scsi" : bus;
}

function assertRoom({ attempt }: Attempted, devices: readonly { readonly bus: DiskBus }[]): void {
  for (const [bus, limit] of Object.entries(DISK_BUSES).map(([name, traits]) => [name, traits.limit] as const)) {
    const count = devices.filter((device) => device.bus === bus).length;
    if (count <= limit) continue;
    const state = `${count} block devices would be on bus "${bus}", which takes ${limit}; use another bus`;
    throw new DriverError("TOO_MANY_DEVICES", `Cannot ${attempt}: ${state}`, { effect: "none", details: { limit } });
  }
}

function firstFree(names: ReadonlySet<string>, prefix: string): DeviceName {
  for (let index = 0; ; index += 1) {
    const name = `/dev/${prefix}${lettersOf(index)}`;
    if (!names.has(name)) return name;
  }
}

/** The letters of a number: `a` for 0, `z` for 25, `aa` for 26. */
function lettersOf(index: number): string {
  const last = String.fromCharCode("a".charCodeAt(0) + (index % LETTERS));
  return index < LETTERS ? last : lettersOf(Math.floor(index / LETTERS) - 1) + last;
}

function nameTwice(about: Attempted, path: string, deviceName: string): DriverError {
  const problem = `is "${deviceName}", which another block device is called already; give this one another name or none`;
  return invalidRequest(about, `${path}.deviceName`, problem);
}

function notOffered(about: Attempted, path: string, state: string): DriverError {
  const known = Object.keys(DISK_BUSES).join(", ");
  return notSupported(about, path, `${state}; the driver offers ${known}`);
}
