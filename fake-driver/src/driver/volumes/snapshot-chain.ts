/** The chain of real files that a volume in a file is made of when snapshots of it have been taken. */

import { basename, dirname, join } from "node:path";
import type { LocalFileConnection, VolumeConnection } from "@virt-driver-kit/spec";
import { type Backing, readQcow2Header } from "../../contents/qcow2-header.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { VolumeRecord } from "../../site/volume-record.ts";
import { placeOf } from "../../site/place-of.ts";
import type { Attempted } from "../attempted.ts";
import type { DriverContext } from "../driver-context.ts";
import { notAttached } from "./volume-failures.ts";
import { notSupported } from "../refusals.ts";

/** A volume in a file, with its entry. */
export interface FileVolume {
  readonly entry: VolumeRecord;
  readonly connection: LocalFileConnection;
}

/**
 * Finds a volume in a file that an instance has.
 *
 * @throws `VOLUME_NOT_ATTACHED`; `NOT_SUPPORTED` for a volume that is not in a file of the host.
 */
export function fileVolumeOf(about: Attempted, record: InstanceRecord, volumeId: string): FileVolume {
  const entry = record.volumes.find((has) => has.volumeId === volumeId);
  if (entry === undefined) throw notAttached(about, volumeId);
  const { connection, encryption } = entry.attachment;
  if (connection.protocol === "localFile" && encryption === undefined) return { entry, connection };
  const state = "the driver makes snapshots of volumes in files of its host only, and of none that is encrypted";
  throw notSupported(about, "params.volumeId", state);
}

/** The files of a chain, from the one that the guest writes to downwards. Throws a RangeError or the system's error if one is broken. */
export function chainOf({ path, format }: LocalFileConnection): Backing[] {
  const chain: Backing[] = [];
  let next: Backing | null = { path, format: format === "qcow2" ? "qcow2" : "raw" };
  while (next !== null) {
    if (chain.some((file) => file.path === next?.path)) throw new RangeError(`"${next.path}" is below itself`);
    chain.push(next);
    next = next.format === "qcow2" ? readQcow2Header(next.path).backing : null;
  }
  return chain;
}

/** The name of a file without its folder, as requests and answers have it. */
export const fileNameOf = ({ path }: Pick<Backing, "path">): string => basename(path);

/** The file of that name beside another one. */
export const besides = ({ path }: Pick<Backing, "path">, fileName: string): string => join(dirname(path), fileName);

/**
 * Lets a guest write to another file of the chain from now on, also after its next boot. The connection leads there too.
 *
 * @param isQuiesced - Whether it holds its writes at this moment.
 */
export function goOver(
  { hypervisor: { host } }: DriverContext,
  record: InstanceRecord,
  { entry, connection }: FileVolume,
  { path, format }: Backing,
  isQuiesced: boolean,
): void {
  const next: VolumeConnection = { ...connection, path, format };
  const before = placeOf(connection);
  for (const used of host.record.connections) {
    if (used.volumeId === entry.volumeId && used.place === before) used.place = placeOf(next);
  }
  entry.attachment = { ...entry.attachment, connection: next };
  entry.isQuiesced = isQuiesced;
  host.changed(record);
  host.recordChanged();
}
