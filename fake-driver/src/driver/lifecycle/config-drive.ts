/**
 * The config drive of an instance: a small read-only disk with the caller's files.
 *
 * The simulated disk is blank, and what is on it is kept in the instance's record.
 *
 * @see Requirements `spawn/attaches-the-config-drive`, `spawn/tells-the-guest-where-tagged-devices-are`
 */

import type { ConfigDrive, TaggedDevice } from "@virt-driver-kit/spec";
import { blankContents } from "../../contents/contents.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { Attempted } from "../attempted.ts";
import type { DriverContext } from "../driver-context.ts";
import { invalidRequest } from "../refusals.ts";
import { assertRoom } from "../assert-room.ts";
import type { UndoList } from "../undo-list.ts";

/** The name of its disk. */
export const CONFIG_DRIVE = "configDrive";

const SECTOR_BYTES = 2048;

/**
 * Refuses a config drive on which two files would have one path.
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
  const index = paths.findIndex((path, place) => path !== undefined && paths.indexOf(path) < place);
  if (index === -1) return;
  const place = index === drive?.files.length ? "taggedDevicesPath" : `files.${index}.path`;
  throw invalidRequest(about, `${at}.${place}`, "is the path of an earlier file");
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
  const sizeBytes = configDriveBytes(configDrive);
  await hypervisor.change("createConfigDrive", step, () => {
    assertRoom(step, pool, { name: CONFIG_DRIVE, allocatedBytes: sizeBytes }, "createConfigDrive");
    pool.addDisk({
      instanceUuid: record.uuid,
      name: CONFIG_DRIVE,
      use: "configDrive",
      format: "raw",
      contents: blankContents(sizeBytes),
      allocatedBytes: sizeBytes,
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

/** How large the disk is that holds a config drive, in bytes. */
export function configDriveBytes({ files }: ConfigDrive): number {
  return files.reduce((bytes, { data }) => bytes + wholeSectors(data), SECTOR_BYTES);
}

function wholeSectors(data: string): number {
  return Math.ceil(Buffer.byteLength(data, "base64") / SECTOR_BYTES) * SECTOR_BYTES;
}
