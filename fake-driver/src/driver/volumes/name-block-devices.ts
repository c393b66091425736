import type { BlockDevices, VolumeAttachment } from "@virt-driver-kit/spec";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { Attempted } from "../attempted.ts";
import { type DeviceWish, type ImageDisk, type NamedDevice, nameDevices, namedDevicesOf } from "./name-devices.ts";
import { wishOf } from "./name-volume.ts";

const BLOCKS = "params.devices.blockDevices";

/** The name of the record of an ephemeral disk, counted from 0. */
export const ephemeralName = (index: number): string => `ephemeral-${index + 1}`;

/**
 * Names all block devices that a request gives an instance at once, so that one without a name never gets that of one further down. The
 * root disk comes first.
 *
 * @param about - What is attempted, for errors.
 * @param record - The instance; null for a new one. What the request leaves out it has as it had it.
 * @param blockDevices - What the request says.
 * @param image - What the instance's image asks for.
 * @returns The devices of the request by what they are: `root`, `ephemeral-1`, `swap`, or the id of the volume.
 * @throws As {@link nameDevices}.
 */
export function nameBlockDevices(
  about: Attempted,
  record: InstanceRecord | null,
  blockDevices: BlockDevices,
  image: ImageDisk | undefined = record?.description.image.properties?.disk,
): ReadonlyMap<string, NamedDevice> {
  const wishes = [...localWishes(record, blockDevices), ...volumeWishes(record, blockDevices)];
  const ordered = wishes.toSorted((left, right) => Number(right.isRoot) - Number(left.isRoot));
  const taken = record === null ? [] : devicesLeftAlone(record, blockDevices);
  const named = nameDevices(about, taken, ordered, image);
  return new Map(named.map((device, index) => [ordered[index]?.key ?? "", device]));
}

/** A wish with what it is for. */
interface KeyedWish extends DeviceWish {
  readonly key: string;
  readonly isRoot: boolean;
}

function localWishes(record: InstanceRecord | null, blockDevices: BlockDevices): KeyedWish[] {
  const { root, ephemerals = [], swap } = blockDevices;
  return [
    ...(needsRoot(record, blockDevices) ? [{ ...root, key: "root", isRoot: true, path: `${BLOCKS}.root` }] : []),
    ...ephemerals.map((disk, index) => ({
      ...disk,
      key: ephemeralName(index),
      isRoot: false,
      path: `${BLOCKS}.ephemerals.${index}`,
    })),
    ...(swap === undefined ? [] : [{ ...swap, key: "swap", isRoot: false, path: `${BLOCKS}.swap` }]),
  ];
}

function volumeWishes(record: InstanceRecord | null, { volumes = [] }: BlockDevices): KeyedWish[] {
  return volumes.map((volume, index) => {
    const { volumeId: key, bootIndex } = volume;
    const known = record?.volumes.find(({ volumeId }) => volumeId === key);
    return { ...wishOf(volume, known, `${BLOCKS}.volumes.${index}`), key, isRoot: bootIndex === 0 };
  });
}

/** An instance that does not boot from a volume has a local root disk, whether the request describes it or not. */
function needsRoot(record: InstanceRecord | null, { root, volumes }: BlockDevices): boolean {
  if (volumes?.some(({ bootIndex }) => bootIndex === 0) === true) return false;
  if (root !== undefined || record === null) return true;
  if (record.localDisks.some(({ name }) => name === "root")) return false;
  return volumes !== undefined || record.volumes.every(({ attachment: { bootIndex } }) => bootIndex !== 0);
}

/** What of an instance's devices a request says nothing of. */
function devicesLeftAlone(
  record: InstanceRecord,
  { root, ephemerals, swap, volumes }: BlockDevices,
): Pick<NamedDevice, "deviceName" | "bus">[] {
  const isGiven = (name: string): boolean => {
    if (name === "root") return root !== undefined;
    return name === "swap" ? swap !== undefined : ephemerals !== undefined;
  };
  return namedDevicesOf({
    localDisks: record.localDisks.filter(({ name }) => !isGiven(name)),
    volumes: volumes === undefined ? record.volumes : [],
  });
}

/**
 * Gives the volumes that an instance is to have the names that {@link nameBlockDevices} chooses for all of them together.
 *
 * @throws As {@link nameDevices}.
 */
export function withNames(
  about: Attempted,
  record: InstanceRecord,
  volumes: readonly VolumeAttachment[],
): VolumeAttachment[] {
  const names = nameBlockDevices(about, record, { volumes: [...volumes] });
  return volumes.map((volume) => ({ ...volume, ...names.get(volume.volumeId) }));
}
