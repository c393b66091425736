/** The disks of a rescue system: its boot disk, and its config drive. All of use `rescue`. */

import type { ConfigDrive, ImageMeta } from "@virt-driver-kit/spec";
import { contentsFromImage } from "../../contents/contents.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { DiskPresentation, DiskRecord } from "../../site/disk-record.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { Attempted } from "../attempted.ts";
import type { DriverContext } from "../driver-context.ts";
import type { FetchedImage } from "../images/fetch-image.ts";
import { configDriveContents } from "../lifecycle/config-drive.ts";
import type { Undo } from "../undo-list.ts";
import { nameDevices, namedDevicesOf } from "../volumes/name-devices.ts";

/** The name of the disk that a rescued instance boots from. */
export const RESCUE = "rescue";

const RESCUE_CONFIG_DRIVE = "rescueConfigDrive";

/** Makes the boot disk of a rescue system, as large as its image. */
export function rescueDisk({ uuid }: InstanceRecord, image: FetchedImage): DiskRecord {
  return {
    instanceUuid: uuid,
    name: RESCUE,
    use: "rescue",
    format: "raw",
    contents: contentsFromImage(image.sha256, image.virtualSizeBytes),
    allocatedBytes: image.sizeBytes,
    imageId: image.imageId,
    isKept: false,
    keyDigest: null,
  };
}

/** Makes the config drive of a rescue system. */
export function rescueConfigDrive({ uuid }: InstanceRecord, drive: ConfigDrive): DiskRecord {
  const contents = configDriveContents(drive);
  return {
    instanceUuid: uuid,
    name: RESCUE_CONFIG_DRIVE,
    use: "rescue",
    format: "raw",
    contents,
    allocatedBytes: contents.sizeBytes,
    imageId: null,
    isKept: false,
    keyDigest: null,
  };
}

/**
 * Puts the rescue disk among those that the guest sees, after its own, on the bus that the rescue image asks for.
 *
 * @returns The local disks of the rescued instance. Nothing is changed.
 * @throws As `nameDevices` does: `NOT_SUPPORTED` for a bus or a type that there is not, `TOO_MANY_DEVICES` without room.
 */
export function presentRescueDisk(
  about: Attempted,
  record: InstanceRecord,
  { properties }: ImageMeta,
): DiskPresentation[] {
  const localDisks = record.localDisks.filter(({ name }) => name !== RESCUE);
  const taken = namedDevicesOf({ ...record, localDisks });
  const wish = { ...properties?.rescue, path: "params.image.properties.rescue" };
  const named = nameDevices(about, taken, [wish], properties?.disk);
  return [...localDisks, ...named.map(({ deviceName, bus }) => ({ name: RESCUE, deviceName, bus, tag: null }))];
}

/** Notes how an instance is, and makes what puts it back: as rescued as it is now, on the same rescue disk, or not at all. */
export function keepForUndo({ hypervisor }: DriverContext, step: StepContext, record: InstanceRecord): Undo {
  const pool = hypervisor.host.pool(record.node);
  const { rescue, localDisks } = record;
  const disks = rescueDisksOf(pool.disks(record.uuid));
  return () =>
    hypervisor.undo("deleteDisk", step, () => {
      for (const disk of rescueDisksOf(pool.disks(record.uuid))) pool.removeDisk(disk);
      for (const disk of disks) pool.addDisk(disk);
      Object.assign(record, { rescue, localDisks });
      hypervisor.changed(record);
    });
}

/** Finds the disks of a rescue system among those of an instance. */
export function rescueDisksOf(disks: readonly DiskRecord[]): readonly DiskRecord[] {
  return disks.filter(({ use }) => use === "rescue");
}
