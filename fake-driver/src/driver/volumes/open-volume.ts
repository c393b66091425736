/**
 * Reaches a volume and opens its encryption. Reads only: what does not open is as it was.
 *
 * @see Requirements `attachVolume/opens-encrypted-volumes`, `attachVolume/never-formats-a-volume`
 */

import { createHash } from "node:crypto";
import { accessSync, constants, statSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { VolumeAttachment, VolumeConnection, VolumeEncryption } from "@virt-driver-kit/spec";
import { openLuks } from "../../contents/luks.ts";
import { fileContents } from "../../contents/file-contents.ts";
import { SECTOR_BYTES } from "../../guest/probe-parameters.ts";
import { volumeContents } from "../../hypervisor/device-contents.ts";
import { placeOf } from "../../site/place-of.ts";
import type { Site } from "../../site/site.ts";
import type { VolumeRecord } from "../../site/volume-record.ts";
import type { Attempted } from "../attempted.ts";
import { connectionFailed } from "./volume-failures.ts";

/** What encryption takes of a volume in the simulated storage network, in bytes. */
const HEADER_BYTES: Readonly<Partial<Record<VolumeEncryption["format"], number>>> = {
  luks: 2 * 2 ** 20,
  luks2: 16 * 2 ** 20,
};

/** What came of opening a volume. */
export interface OpenedVolume {
  /** The key of its sectors, in base64; null in the clear. */
  readonly key: string | null;
  /** What of it a guest can use, in bytes. */
  readonly sizeBytes: number;
}

/**
 * Opens a volume, as a host does that connects to it.
 *
 * @param known - The volume as the instance has it already; its key opens the volume without the passphrase.
 * @throws `VOLUME_CONNECTION_FAILED` if the back end does not answer, there is no such file or it may not be used, there is one path only
 *   where several are required, or it does not open in the way that the request says.
 */
export function openVolume(
  site: Site,
  about: Pick<Attempted, "attempt">,
  attachment: VolumeAttachment,
  known?: VolumeRecord,
): OpenedVolume {
  const { volumeId } = attachment;
  try {
    return open(site, attachment, known);
  } catch (thrown) {
    if (thrown instanceof RangeError) throw connectionFailed(about, volumeId, thrown.message);
    if (thrown instanceof Error && "syscall" in thrown) {
      throw connectionFailed(about, volumeId, `the system says "${thrown.message}"`);
    }
    throw thrown;
  }
}

/** Throws a RangeError or the system's error. */
function open(site: Site, attachment: VolumeAttachment, known: VolumeRecord | undefined): OpenedVolume {
  const { volumeId, connection, accessMode, requiresMultipath = false } = attachment;
  if (site.lostVolumes.has(volumeId)) {
    throw new RangeError(`the storage back end of volume "${volumeId}" does not answer`);
  }
  if (requiresMultipath && pathsOf(connection) === 1) {
    throw new RangeError(`a single path leads to volume "${volumeId}" and several are required; name more of them`);
  }
  if (connection.protocol === "localFile") assertUsable(connection.path, accessMode === "readWrite");
  const key = keyOf(site, attachment, known);
  if (key === undefined) {
    const format = attachment.encryption?.format;
    throw new RangeError(`volume "${volumeId}" does not open as "${format}" with the passphrase given`);
  }
  return { key: key?.toString("base64") ?? null, sizeBytes: sizesOf(site, attachment, key).forGuest };
}

/** How large a volume is, in whole sectors of 512 bytes. */
export interface VolumeSizes {
  /** With what its encryption takes. */
  readonly wholeBytes: number;
  readonly forGuest: number;
}

/**
 * Tells how large a volume is now.
 *
 * @param key - The key of its sectors; null in the clear.
 * @throws The system's error or a RangeError if it cannot be read.
 */
export function sizesOf(site: Site, { connection, encryption }: VolumeAttachment, key: Buffer | null): VolumeSizes {
  const wholeBytes = inSectors(volumeContents(site, connection).sizeBytes);
  if (key === null) return { wholeBytes, forGuest: wholeBytes };
  if (connection.protocol === "localFile") {
    return { wholeBytes, forGuest: inSectors(volumeContents(site, connection, key).sizeBytes) };
  }
  return { wholeBytes, forGuest: wholeBytes - (HEADER_BYTES[encryption?.format ?? "luks"] ?? 0) };
}

const inSectors = (bytes: number): number => bytes - (bytes % SECTOR_BYTES);

/** How many ways lead to a volume; undefined for a protocol that sees to that by itself. */
export function pathsOf(connection: VolumeConnection): number | undefined {
  switch (connection.protocol) {
    case "iscsi":
    case "nvmeof":
      return connection.portals.length;
    case "fibreChannel":
      return connection.targets.length;
    default:
      return undefined;
  }
}

function assertUsable(path: string, isWritten: boolean): void {
  if (!isAbsolute(path)) throw new RangeError(`the path "${path}" is not absolute`);
  const found = statSync(path);
  if (!found.isFile()) throw new RangeError(`"${path}" is no file`);
  accessSync(path, isWritten ? constants.R_OK | constants.W_OK : constants.R_OK);
}

/** The key of a volume's sectors: null for the clear, undefined if it does not open. */
function keyOf(
  site: Site,
  { connection, encryption }: VolumeAttachment,
  known?: VolumeRecord,
): Buffer | null | undefined {
  if (encryption === undefined) return null;
  const { format, passphrase } = encryption;
  if (known?.key != null && passphrase === known.attachment.encryption?.passphrase)
    return Buffer.from(known.key, "base64");
  if (connection.protocol === "localFile") return openLuks(fileContents(connection.path), passphrase);
  const key = createHash("sha256").update(`${format}:${passphrase}`).digest();
  const keyDigest = createHash("sha256").update(key).digest("hex");
  return site.volume(placeOf(connection), keyDigest).keyDigest === keyDigest ? key : undefined;
}
