/**
 * The header of a file in the format qcow2.
 *
 * @see QEMU docs/interop/qcow2.rst
 */

import { dirname, resolve } from "node:path";
import { readFromFile, writeToFile } from "./file-contents.ts";

const MAGIC = 0x51_46_49_fb;
const HEADER_BYTES = 104;
const VERSION_2_BYTES = 72;
const EXTENSION_OF_BACKING_FORMAT = 0xe2_79_2a_ca;
/** A file that was not closed in good order has this bit set, which changes nothing for its reader. */
const DIRTY = 1n;
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
  const bytes = readFromFile(path, 0, HEADER_BYTES);
  const refuse = (state: string): never => {
    throw new RangeError(`"${path}" cannot be used as qcow2: ${state}`);
  };
  if (bytes.readUInt32BE(0) !== MAGIC) refuse("it does not begin like one");
  const version = bytes.readUInt32BE(4);
  if (version !== 2 && version !== 3) refuse(`it is of version ${version}`);
  if (bytes.readUInt32BE(32) !== 0) refuse("it is encrypted by itself");
  if (bytes.readUInt32BE(60) !== 0) refuse("it has internal snapshots");
  if (version === 3 && (bytes.readBigUInt64BE(72) & ~DIRTY) !== 0n) refuse("it needs features that are not known");
  if (version === 3 && bytes.readUInt32BE(96) !== REFCOUNT_ORDER) refuse("its reference counts are not of 16 bits");
  const clusterBytes = 2 ** bytes.readUInt32BE(20);
  return {
    sizeBytes: Number(bytes.readBigUInt64BE(24)),
    clusterBytes,
    l1Entries: bytes.readUInt32BE(36),
    l1Offset: Number(bytes.readBigUInt64BE(40)),
    refcountTableOffset: Number(bytes.readBigUInt64BE(48)),
    refcountTableBytes: bytes.readUInt32BE(56) * clusterBytes,
    backing: readBacking(path, bytes),
  };
}

/**
 * Puts another file under a file, or none. The contents of both are left alone.
 *
 * @throws RangeError if the name is too long for the header.
 */
export function writeBacking(path: string, backing: { readonly name: string; readonly format: string } | null): void {
  const { clusterBytes } = readQcow2Header(path);
  const old = readFromFile(path, 0, HEADER_BYTES);
  const headerBytes = headerLength(old);
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

function headerLength(bytes: Buffer): number {
  return bytes.readUInt32BE(4) === 2 ? VERSION_2_BYTES : bytes.readUInt32BE(100);
}

function readBacking(path: string, bytes: Buffer): Backing | null {
  const nameAt = Number(bytes.readBigUInt64BE(8));
  if (nameAt === 0) return null;
  const name = readFromFile(path, nameAt, bytes.readUInt32BE(16)).toString();
  const extensions = readFromFile(path, headerLength(bytes), Math.max(0, nameAt - headerLength(bytes)));
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
