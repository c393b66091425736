/**
 * What an operation that builds or starts a guest answers about its devices. Read from the record alone, so that the answer is the same
 * however often it is asked for.
 *
 * @see Requirements `spawn/tells-where-tagged-devices-are`, `block-devices/guest-is-built-with-its-volumes`
 */

import type { AttachedVolume, TaggedDevice } from "@virt-driver-kit/spec";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { diskAddress } from "./disk-address.ts";

/** The PCI bus of the guest that host devices are on. */
const HOST_DEVICE_BUS = "10";

/** What is answered of the devices of a guest. */
export interface AnsweredDevices {
  readonly attachedVolumes: AttachedVolume[];
  readonly taggedDevices: TaggedDevice[];
}

/** Tells of all volumes of an instance, and of all its devices that have a tag. */
export function devicesOf(record: InstanceRecord): AnsweredDevices {
  return { attachedVolumes: record.volumes.map(({ attached }) => attached), taggedDevices: taggedDevicesOf(record) };
}

/** Tells where the guest finds each of its devices that has a tag: interfaces, local disks, volumes, host devices. */
export function taggedDevicesOf({ interfaces, localDisks, volumes, pciDevices }: InstanceRecord): TaggedDevice[] {
  return [
    ...interfaces.flatMap(({ networkInterface: { tag, portId }, address }) =>
      tag === undefined ? [] : [{ tag, deviceId: portId, bus: "pci" as const, address }],
    ),
    ...localDisks.flatMap(({ tag, deviceName, bus }) =>
      tag === null ? [] : [{ tag, deviceName, ...diskAddress(bus, deviceName) }],
    ),
    ...volumes.flatMap(({ volumeId, attachment: { tag }, attached: { deviceName, bus = "virtio" } }) =>
      tag === undefined || deviceName === undefined
        ? []
        : [{ tag, deviceId: volumeId, deviceName, ...diskAddress(bus, deviceName) }],
    ),
    ...pciDevices.flatMap(({ tag, address }, index) =>
      tag === undefined
        ? []
        : [
            {
              tag,
              hostAddress: address,
              bus: "pci" as const,
              address: `0000:${HOST_DEVICE_BUS}:${index.toString(16).padStart(2, "0")}.0`,
            },
          ],
    ),
  ];
}
