/**
 * The header of a file in the format qcow2.
 *
 * @see QEMU docs/interop/qcow2.rst
 */

import { dirname, resolve } from "node:path";
import { readFromFile, writeToFile } from "./file-contents.ts";
import { QCOW2_DIRTY, QCOW2_HEADER_BYTES, type Qcow2Fields, readQcow2Fields } from "./qcow2-fields.ts";

const EXTENSION_OF_BACKING_FORMAT = 0xe2_79_2a_ca;
/** The only width of reference counts that is written, as a power of two bits. */
const REFCOUNT_ORDER = 4;

/** A file under another one. */
export interface Backing {
  /** The absolute path. */
  readonly path: string;
  /** As the header says; raw where it says nothing, since nobody guesses. */
  readonly format: "raw" | "qcow2";
}

/** What the header says. Offsets and sizes are in bytes. */
export interface Qcow2Header {
  readonly sizeBytes: number;
  readonly clusterBytes: number;
  readonly l1Offset: number;
  readonly l1Entries: number;
  readonly refcountTableOffset: number;
  readonly refcountTableBytes: number;
  readonly backing: Backing | null;
}

/**
 * Reads the header of a file.
 *
 * @throws RangeError if the file is not in this format, or uses a part of it that is not understood: encryption, internal snapshots, data in
 *   another file. The system's error if it cannot be read.
 */
export function readQcow2Header(path: string): Qcow2Header {
  const fields = fieldsOf(path);
  const refuse = (state: string): never => {
    throw new RangeError(`"${path}" cannot be used as qcow2: ${state}`);
  };
  if (fields.encryption !== 0) refuse("it is encrypted by itself");
  if (fields.snapshots !== 0) refuse("it has internal snapshots");
  if ((fields.incompatible & ~QCOW2_DIRTY) !== 0n) refuse("it needs features that are not known");
  if (fields.refcountOrder !== REFCOUNT_ORDER) refuse("its reference counts are not of 16 bits");
  const { sizeBytes, clusterBits, l1Entries, l1Offset, refcountTableOffset, refcountTableClusters } = fields;
  const clusterBytes = 2 ** clusterBits;
  return {
    sizeBytes,
    clusterBytes,
    l1Entries,
    l1Offset,
    refcountTableOffset,
    refcountTableBytes: refcountTableClusters * clusterBytes,
    backing: readBacking(path, fields),
  };
}

function fieldsOf(path: string): Qcow2Fields {
  const fields = readQcow2Fields(readFromFile(path, 0, QCOW2_HEADER_BYTES));
  if (fields === undefined) throw new RangeError(`"${path}" cannot be used as qcow2: it does not begin like one`);
  if (fields.version === 2 || fields.version === 3) return fields;
  throw new RangeError(`"${path}" cannot be used as qcow2: it is of version ${fields.version}`);
}

/**
 * Puts another file under a file, or none. The contents of both are left alone.
 *
 * @throws RangeError if the name is too long for the header.
 */
export function writeBacking(path: string, backing: { readonly name: string; readonly format: string } | null): void {
  const { clusterBytes } = readQcow2Header(path);
  const { headerBytes } = fieldsOf(path);
  const format = Buffer.from(backing?.format ?? "");
  const extension = Buffer.alloc(backing === null ? 8 : 24);
  if (backing !== null) {
    extension.writeUInt32BE(EXTENSION_OF_BACKING_FORMAT, 0);
    extension.writeUInt32BE(format.length, 4);
    format.copy(extension, 8);
  }
  const name = Buffer.from(backing?.name ?? "");
  const nameAt = headerBytes + extension.length;
  if (nameAt + name.length > clusterBytes)
    throw new RangeError(`The header of "${path}" has no room for a longer name`);
  const cluster = Buffer.alloc(clusterBytes);
  readFromFile(path, 0, headerBytes).copy(cluster);
  cluster.writeBigUInt64BE(backing === null ? 0n : BigInt(nameAt), 8);
  cluster.writeUInt32BE(name.length, 16);
  extension.copy(cluster, headerBytes);
  name.copy(cluster, nameAt);
  writeToFile(path, 0, cluster);
}

/** Writes another size into the header of a file. */
export function writeVirtualSize(path: string, sizeBytes: number): void {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(sizeBytes));
  writeToFile(path, 24, bytes);
}

function readBacking(path: string, { backingAt, backingBytes, headerBytes }: Qcow2Fields): Backing | null {
  if (backingAt === 0) return null;
  const name = readFromFile(path, backingAt, backingBytes).toString();
  const extensions = readFromFile(path, headerBytes, Math.max(0, backingAt - headerBytes));
  return { path: resolve(dirname(path), name), format: backingFormat(extensions) === "qcow2" ? "qcow2" : "raw" };
}

function backingFormat(extensions: Buffer): string | undefined {
  for (let at = 0; at + 8 <= extensions.length;) {
    const type = extensions.readUInt32BE(at);
    const length = extensions.readUInt32BE(at + 4);
    if (type === 0) return undefined;
    if (type === EXTENSION_OF_BACKING_FORMAT) return extensions.toString("latin1", at + 8, at + 8 + length);
    at += 8 + Math.ceil(length / 8) * 8;
  }
  return undefined;
}
