import type { VolumeAttachment } from "@virt-driver-kit/spec";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { VolumeRecord } from "../../site/volume-record.ts";
import type { Attempted } from "../attempted.ts";
import { type DeviceWish, type NamedDevice, nameDevices, namedDevicesOf } from "./name-devices.ts";

/**
 * Names the device of a volume: as the request says, else as the instance has known it, else by the first free name.
 *
 * @param known - The volume as the instance has it already.
 * @throws As {@link nameDevices}.
 */
export function nameVolume(
  about: Attempted,
  record: InstanceRecord,
  attachment: VolumeAttachment,
  known?: VolumeRecord,
): NamedDevice | undefined {
  const others = namedDevicesOf({
    localDisks: record.localDisks,
    volumes: record.volumes.filter((has) => has !== known),
  });
  return nameDevices(about, others, [wishOf(attachment, known)], record.description.image.properties?.disk)[0];
}

/** What is wished for the device of a volume: what the request says, and else what it was before. */
export function wishOf(attachment: VolumeAttachment, known?: VolumeRecord, path = "params.volume"): DeviceWish {
  return { ...deviceOf(known?.attached ?? attachment.attached ?? {}), ...deviceOf(attachment), path };
}

function deviceOf({ deviceName, bus, deviceType }: Omit<DeviceWish, "path">): Omit<DeviceWish, "path"> {
  return {
    ...(deviceName === undefined ? {} : { deviceName }),
    ...(bus === undefined ? {} : { bus }),
    ...(deviceType === undefined ? {} : { deviceType }),
  };
}
