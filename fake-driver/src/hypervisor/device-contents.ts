/** The contents of disks and volumes as guests and copies see them; what is written is stored. */

import type { ConfigDrive, VolumeConnection } from "@virt-driver-kit/spec";
import { type BootDisk, bootDiskOf, type LoadedKernel } from "../contents/boot-disk.ts";
import { type Contents, readOnlyContents, simulatedContents, watchedContents } from "../contents/contents.ts";
import { fileContents } from "../contents/file-contents.ts";
import { luksContents } from "../contents/luks.ts";
import { qcow2Contents } from "../contents/qcow2.ts";
import { sectorCipher } from "../contents/sector-cipher.ts";
import type { OtherDisk } from "../guest/disk-lines.ts";
import type { DiskRecord } from "../site/disk-record.ts";
import type { Host } from "../site/host.ts";
import type { KernelRecord } from "../site/image-record.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import type { Pool } from "../site/pool.ts";
import { placeOf } from "../site/place-of.ts";
import type { Site } from "../site/site.ts";
import type { VolumeRecord } from "../site/volume-record.ts";

/** How firmware counts: hard disks from the one that boots, which has 0, and CD drives. */
const FIRST_HARD = 1;
const FIRST_CD = 96;

/** The contents of a local disk, in the clear. */
export function diskContents(site: Site, pool: Pool, disk: DiskRecord): Contents {
  const cipher = disk.keyDigest === null ? undefined : sectorCipher(Buffer.from(disk.keyDigest, "hex"));
  return watchedContents(simulatedContents(disk.contents, site.contents, cipher), () =>
    pool.disksChanged(disk.instanceUuid),
  );
}

/**
 * The contents of the volume that a connection leads to: a real file for `localFile`, simulated for all others.
 *
 * Whether it can be reached at all is for the connection to decide.
 *
 * @param key - The key of its sectors, where it is encrypted and is to be seen in the clear; null to see what it holds as it lies there.
 */
export function volumeContents(site: Site, connection: VolumeConnection, key: Buffer | null = null): Contents {
  if (connection.protocol === "localFile") {
    const file = connection.format === "qcow2" ? qcow2Contents(connection.path) : fileContents(connection.path);
    return key === null ? file : luksContents(file, key);
  }
  const volume = site.volume(placeOf(connection));
  const cipher = key === null ? undefined : sectorCipher(key);
  return watchedContents(simulatedContents(volume.contents, site.contents, cipher), () => site.volumeChanged(volume));
}

/** The contents of a volume as the instance that has it sees them: in the clear, and not to be written if it may only be read. */
function attachedContents(site: Site, { attachment, key }: VolumeRecord): Contents {
  const contents = volumeContents(site, attachment.connection, key === null ? null : Buffer.from(key, "base64"));
  return attachment.accessMode === "readOnly" ? readOnlyContents(contents) : contents;
}

/** The volume that an instance boots from; undefined if it boots from a local disk, or from nothing. A rescued one boots from no volume. */
export function bootVolumeOf(host: Host, record: InstanceRecord): VolumeRecord | undefined {
  if (record.rescue !== null || host.pool(record.node).disk(record.uuid, "root") !== undefined) return undefined;
  return record.volumes.find(({ attachment }) => attachment.bootIndex === 0);
}

/**
 * Finds what an instance boots from: its rescue disk in rescue mode, its own root disk, or the volume with boot index 0, with the kernel
 * that its host loads, if it has one.
 *
 * @returns The device; undefined if there is none, its host is not connected to it, or it cannot be read.
 */
export function bootDiskFor(site: Site, host: Host, record: InstanceRecord): BootDisk | undefined {
  const contents = bootContentsFor(site, host, record);
  const { kernel } = record.rescue ?? record;
  const loaded = kernel === null ? undefined : loadedKernel(site, kernel);
  return contents === undefined ? undefined : bootDiskOf(contents, loaded, () => otherDisksOf(site, host, record));
}

/** A device beside what a guest boots from. */
type Other = Pick<OtherDisk, "sizeBytes" | "open">;

/**
 * Lists what firmware shows a guest beside what it boots from: its local disks, its volumes and its config drives, in this order. The last
 * are CDs where they are ISO 9660.
 */
function otherDisksOf(site: Site, host: Host, record: InstanceRecord): OtherDisk[] {
  const pool = host.pool(record.node);
  const local = (name: string): Other[] => {
    const disk = pool.disk(record.uuid, name);
    return disk === undefined
      ? []
      : [{ sizeBytes: disk.contents.sizeBytes, open: () => diskContents(site, pool, disk) }];
  };
  const drives = (isCd: boolean): Other[] =>
    [...driveOf("configDrive", record.configDrive), ...driveOf("rescueConfigDrive", record.rescue?.configDrive ?? null)]
      .filter((drive) => drive.isCd === isCd)
      .flatMap(({ name }) => local(name))
      .map((drive) => ({ ...drive, open: () => readOnlyContents(drive.open()) }));
  const bootVolume = bootVolumeOf(host, record);
  const hard: Other[] = [
    ...record.localDisks.filter(({ name }) => name !== bootDiskName(record)).flatMap(({ name }) => local(name)),
    ...record.volumes
      .filter((volume) => volume !== bootVolume && isConnected(host, record, volume))
      .map((volume) => ({ sizeBytes: volume.sizeBytes, open: () => attachedContents(site, volume) })),
    ...drives(false),
  ];
  return [
    ...hard.map((disk, index) => ({ ...disk, number: FIRST_HARD + index, isCd: false })),
    ...drives(true).map((disk, index) => ({ ...disk, number: FIRST_CD + index, isCd: true })),
  ];
}

/** The disk that holds a config drive, if there is one. */
function driveOf(name: string, drive: ConfigDrive | null): { readonly name: string; readonly isCd: boolean }[] {
  return drive === null ? [] : [{ name, isCd: drive.format !== "vfat" }];
}

/** What the driver writes on the command line of a kernel that comes without one. */
const OWN_COMMAND_LINE = "root=/dev/vda console=ttyS0";

function loadedKernel(site: Site, { kernel, ramdisk, commandLine }: KernelRecord): LoadedKernel {
  return {
    kernel: site.contents.get(kernel.contents),
    ramdiskBytes: ramdisk === null ? 0 : site.contents.get(ramdisk.contents).sizeBytes,
    commandLine: commandLine ?? OWN_COMMAND_LINE,
  };
}

/** A guest reaches a volume through its host's connection and in no other way. */
function isConnected({ record: { connections } }: Host, { uuid }: InstanceRecord, volume: VolumeRecord): boolean {
  return connections.some(({ volumeId, users }) => volumeId === volume.volumeId && users.includes(uuid));
}

/** The name of the local disk that an instance boots from if it has it. */
const bootDiskName = ({ rescue }: InstanceRecord): string => (rescue === null ? "root" : "rescue");

/** The contents of what an instance boots from, likewise. */
function bootContentsFor(site: Site, host: Host, record: InstanceRecord): Contents | undefined {
  const pool = host.pool(record.node);
  const disk = pool.disk(record.uuid, bootDiskName(record));
  if (disk !== undefined) return diskContents(site, pool, disk);
  const volume = bootVolumeOf(host, record);
  if (volume === undefined || !isConnected(host, record, volume)) return undefined;
  try {
    const contents = attachedContents(site, volume);
    contents.readSector(0);
    return contents;
  } catch {
    return undefined;
  }
}
