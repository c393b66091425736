/** The clusters of a file in the format qcow2: where each part of the device lies in the file, and how a new one is added. */

import { fileSize, readFromFile, writeToFile } from "./file-contents.ts";
import type { Qcow2Header } from "./qcow2-header.ts";

const ENTRY_BYTES = 8;
const REFCOUNT_BYTES = 2;
const IS_COPIED = 1n << 63n;
const IS_COMPRESSED = 1n << 62n;
const IS_ZERO = 1n;
const OFFSET_MASK = 0x00ff_ffff_ffff_fe00n;

/** Where a cluster is: nowhere, so that what is underneath shows; zeros that nothing shows through; or at an offset in the file. */
export type ClusterPlace = "underneath" | "zeros" | number;

/** Finds the place of a cluster of the device, by its number. */
export function clusterPlace(path: string, header: Qcow2Header, cluster: number): ClusterPlace {
  const table = l2Table(path, header, cluster);
  if (table === 0) return "underneath";
  const entry = readEntry(path, table + (cluster % entriesOf(header)) * ENTRY_BYTES);
  if ((entry & IS_COMPRESSED) !== 0n) throw new RangeError(`"${path}" cannot be used as qcow2: it is compressed`);
  if ((entry & IS_ZERO) !== 0n) return "zeros";
  return Number(entry & OFFSET_MASK) || "underneath";
}

/** The numbers of the clusters that the file itself says something of. */
export function* ownClusters(path: string, header: Qcow2Header): Iterable<number> {
  const perTable = entriesOf(header);
  for (let table = 0; table < header.l1Entries; table += 1) {
    const offset = Number(readEntry(path, header.l1Offset + table * ENTRY_BYTES) & OFFSET_MASK);
    if (offset === 0) continue;
    const entries = readFromFile(path, offset, header.clusterBytes);
    for (let index = 0; index < perTable; index += 1) {
      if (entries.readBigUInt64BE(index * ENTRY_BYTES) !== 0n) yield table * perTable + index;
    }
  }
}

/** Adds a cluster with its bytes to the file, in place of what was to be seen there. */
export function addCluster(path: string, header: Qcow2Header, cluster: number, bytes: Buffer): void {
  let table = l2Table(path, header, cluster);
  if (table === 0) {
    table = append(path, header, Buffer.alloc(header.clusterBytes));
    writeEntry(path, l1Entry(header, cluster), BigInt(table) | IS_COPIED);
  }
  const offset = append(path, header, bytes);
  writeEntry(path, table + (cluster % entriesOf(header)) * ENTRY_BYTES, BigInt(offset) | IS_COPIED);
}

/** How many bytes of a device the tables of a file can hold. */
export function largestSize(header: Qcow2Header): number {
  return header.l1Entries * entriesOf(header) * header.clusterBytes;
}

function l2Table(path: string, header: Qcow2Header, cluster: number): number {
  if (Math.floor(cluster / entriesOf(header)) >= header.l1Entries) return 0;
  return Number(readEntry(path, l1Entry(header, cluster)) & OFFSET_MASK);
}

const l1Entry = (header: Qcow2Header, cluster: number): number =>
  header.l1Offset + Math.floor(cluster / entriesOf(header)) * ENTRY_BYTES;

const entriesOf = ({ clusterBytes }: Qcow2Header): number => clusterBytes / ENTRY_BYTES;

/** Puts a cluster at the end of the file and counts the reference to it; returns its offset. */
function append(path: string, header: Qcow2Header, bytes: Buffer): number {
  const { clusterBytes } = header;
  const number = Math.ceil(fileSize(path) / clusterBytes);
  writeToFile(path, number * clusterBytes, bytes);
  countReference(path, header, number);
  return number * clusterBytes;
}

function countReference(path: string, header: Qcow2Header, number: number): void {
  const { clusterBytes, refcountTableOffset, refcountTableBytes } = header;
  const perBlock = clusterBytes / REFCOUNT_BYTES;
  const entryOffset = Math.floor(number / perBlock) * ENTRY_BYTES;
  if (entryOffset >= refcountTableBytes) throw new RangeError(`"${path}" cannot grow: its table of references is full`);
  let block = Number(readEntry(path, refcountTableOffset + entryOffset) & OFFSET_MASK);
  if (block === 0) {
    const blockNumber = number + 1;
    block = blockNumber * clusterBytes;
    writeToFile(path, block, Buffer.alloc(clusterBytes));
    writeEntry(path, refcountTableOffset + entryOffset, BigInt(block));
    countReference(path, header, blockNumber);
  }
  const count = Buffer.alloc(REFCOUNT_BYTES);
  count.writeUInt16BE(1);
  writeToFile(path, block + (number % perBlock) * REFCOUNT_BYTES, count);
}

function readEntry(path: string, offset: number): bigint {
  return readFromFile(path, offset, ENTRY_BYTES).readBigUInt64BE();
}

function writeEntry(path: string, offset: number, entry: bigint): void {
  const bytes = Buffer.alloc(ENTRY_BYTES);
  bytes.writeBigUInt64BE(entry);
  writeToFile(path, offset, bytes);
}
