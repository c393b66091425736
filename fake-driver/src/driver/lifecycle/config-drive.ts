/**
 * The config drive of an instance: a small read-only disk with the caller's files.
 *
 * @see Requirements `spawn/attaches-the-config-drive`, `spawn/tells-the-guest-where-tagged-devices-are`
 */

import type { ConfigDrive, TaggedDevice } from "@virt-driver-kit/spec";
import { storedContents, type StoredContents } from "../../contents/contents.ts";
import { treeOf } from "../../contents/file-tree.ts";
import { iso9660 } from "../../contents/iso9660.ts";
import { vfat } from "../../contents/vfat.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { Attempted } from "../attempted.ts";
import type { DriverContext } from "../driver-context.ts";
import { invalidRequest } from "../refusals.ts";
import { assertRoom } from "../assert-room.ts";
import type { UndoList } from "../undo-list.ts";

/** The name of its disk. */
export const CONFIG_DRIVE = "configDrive";

const DEFAULTS = { format: "iso9660", label: "config-2" } as const;

/**
 * Refuses a config drive on which two files would have one path, or one file would be a folder of another's path.
 *
 * @param at - Where the request has it.
 * @throws {@link DriverError} `INVALID_REQUEST`.
 */
export function refuseConfigDrive(
  about: Pick<Attempted, "attempt">,
  drive: ConfigDrive | undefined,
  at = "params.instance.configDrive",
): void {
  const paths = [...(drive?.files ?? []).map(({ path }) => path), drive?.taggedDevicesPath];
  const clash = (path: string | undefined, place: number): boolean =>
    path !== undefined && paths.slice(0, place).some((earlier) => earlier !== undefined && meet(earlier, path));
  const index = paths.findIndex(clash);
  if (index === -1) return;
  const place = index === drive?.files.length ? "taggedDevicesPath" : `files.${index}.path`;
  throw invalidRequest(
    about,
    `${at}.${place}`,
    "is the path of an earlier file, or a folder of it, or has it for a folder",
  );
}

/** Whether two files cannot both be there. */
function meet(left: string, right: string): boolean {
  return left === right || left.startsWith(`${right}/`) || right.startsWith(`${left}/`);
}

/**
 * Makes the config drive and gives it to an instance, in place of one that it has.
 *
 * @param drive - What it is to hold; undefined for no drive, which takes no step.
 * @param taggedDevices - Where the guest finds its devices, for the file that the driver adds if the drive names a path for it.
 * @param undo - Is told how to take it back.
 */
export async function createConfigDrive(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  drive: ConfigDrive | undefined,
  taggedDevices: readonly TaggedDevice[],
  undo: UndoList,
): Promise<void> {
  if (drive === undefined) return;
  const pool = hypervisor.host.pool(record.node);
  const before = { disk: pool.disk(record.uuid, CONFIG_DRIVE), configDrive: record.configDrive };
  const configDrive = withTaggedDevices(drive, taggedDevices);
  const contents = configDriveContents(configDrive);
  const allocatedBytes = contents.sizeBytes;
  await hypervisor.change("createConfigDrive", step, () => {
    assertRoom(step, pool, { name: CONFIG_DRIVE, allocatedBytes }, "createConfigDrive");
    pool.addDisk({
      instanceUuid: record.uuid,
      name: CONFIG_DRIVE,
      use: "configDrive",
      format: "raw",
      contents,
      allocatedBytes,
      imageId: null,
      isKept: false,
      keyDigest: null,
    });
    record.configDrive = configDrive;
    hypervisor.host.changed(record);
  });
  undo.push(() =>
    hypervisor.undo("deleteDisk", step, () => {
      pool.removeDisk({ instanceUuid: record.uuid, name: CONFIG_DRIVE });
      if (before.disk !== undefined) pool.addDisk(before.disk);
      record.configDrive = before.configDrive;
      hypervisor.host.changed(record);
    }),
  );
}

/** Adds the one file that only the driver can write. */
export function withTaggedDevices(drive: ConfigDrive, devices: readonly TaggedDevice[]): ConfigDrive {
  const { taggedDevicesPath: path, files } = drive;
  if (path === undefined) return drive;
  const data = Buffer.from(JSON.stringify({ devices })).toString("base64");
  return { ...drive, files: [...files, { path, data }] };
}

/** What is on the disk that holds a config drive: its file system. */
export function configDriveContents({
  format = DEFAULTS.format,
  label = DEFAULTS.label,
  files,
}: ConfigDrive): StoredContents {
  const write = format === "vfat" ? vfat : iso9660;
  return storedContents(
    write(label, treeOf(files.map(({ path, data }) => ({ path, bytes: Buffer.from(data, "base64") })))),
  );
}
