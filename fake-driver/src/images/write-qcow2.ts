/** Writes disks in format qcow2, version 3, without what is blank. */

import { QCOW2_MAGIC } from "../contents/qcow2-fields.ts";
import type { SparseFile } from "../contents/sparse-file.ts";
import { SparseFileBuilder } from "../contents/sparse-file-builder.ts";

const CLUSTER_BITS = 16;
const CLUSTER_BYTES = 2 ** CLUSTER_BITS;
const ENTRY_BYTES = 8;
const ENTRIES_PER_TABLE = CLUSTER_BYTES / ENTRY_BYTES;
const HEADER_BYTES = 104;
/** Reference counts have 2^4 bits. */
const REFCOUNT_ORDER = 4;
const COUNTS_PER_BLOCK = CLUSTER_BYTES / 2;
/** The cluster that an entry names has one reference, this one. */
const HAS_ONE_REFERENCE = 0x80_00_00_00;

/** Where the parts of a file are, counted in clusters. */
interface Layout {
  readonly refcountBlocks: number;
  readonly refcountTableAt: number;
  readonly refcountTableClusters: number;
  readonly l1At: number;
  readonly l1Entries: number;
  readonly clusters: number;
}

/** Writes a disk, whose size is whole sectors. */
export function writeQcow2(disk: SparseFile): SparseFile {
  const used = usedClusters(disk);
  const tables = new Map<number, number>();
  for (const cluster of used) tables.set(Math.floor(cluster / ENTRIES_PER_TABLE), 0);
  const layout = layOut(disk.sizeBytes, used.length + tables.size);
  const file = new SparseFileBuilder();
  let next = layout.l1At + clustersFor(layout.l1Entries * ENTRY_BYTES);
  for (const index of tables.keys()) {
    tables.set(index, next);
    writeEntry(file, layout.l1At * CLUSTER_BYTES + index * ENTRY_BYTES, next);
    next += 1;
  }
  for (const cluster of used) {
    const table = tables.get(Math.floor(cluster / ENTRIES_PER_TABLE)) ?? 0;
    writeEntry(file, table * CLUSTER_BYTES + (cluster % ENTRIES_PER_TABLE) * ENTRY_BYTES, next);
    file.write(next * CLUSTER_BYTES, disk.read(cluster * CLUSTER_BYTES, CLUSTER_BYTES));
    next += 1;
  }
  writeRefcounts(file, layout);
  file.write(0, headerOf(disk.sizeBytes, layout));
  return file.finish(layout.clusters * CLUSTER_BYTES);
}

function usedClusters(disk: SparseFile): readonly number[] {
  const used = new Set<number>();
  for (const { offset } of disk.pages()) used.add(Math.floor(offset / CLUSTER_BYTES));
  return [...used];
}

/** The reference counts count also the clusters that they are in, so their number is found by trying. */
function layOut(sizeBytes: number, otherClusters: number): Layout {
  const l1Entries = Math.max(1, clustersFor(sizeBytes) / ENTRIES_PER_TABLE);
  const l1Clusters = clustersFor(Math.ceil(l1Entries) * ENTRY_BYTES);
  for (let refcountBlocks = 1; ; refcountBlocks += 1) {
    const refcountTableClusters = clustersFor(refcountBlocks * ENTRY_BYTES);
    const l1At = 1 + refcountTableClusters + refcountBlocks;
    const clusters = l1At + l1Clusters + otherClusters;
    if (clusters > refcountBlocks * COUNTS_PER_BLOCK) continue;
    return {
      refcountBlocks,
      refcountTableAt: 1,
      refcountTableClusters,
      l1At,
      l1Entries: Math.ceil(l1Entries),
      clusters,
    };
  }
}

function writeRefcounts(file: SparseFileBuilder, layout: Layout): void {
  const blocksAt = layout.refcountTableAt + layout.refcountTableClusters;
  for (let block = 0; block < layout.refcountBlocks; block += 1) {
    const entry = Buffer.alloc(ENTRY_BYTES);
    entry.writeBigUInt64BE(BigInt((blocksAt + block) * CLUSTER_BYTES));
    file.write(layout.refcountTableAt * CLUSTER_BYTES + block * ENTRY_BYTES, entry);
    const counts = Buffer.alloc(CLUSTER_BYTES);
    const counted = Math.min(COUNTS_PER_BLOCK, layout.clusters - block * COUNTS_PER_BLOCK);
    for (let index = 0; index < counted; index += 1) counts.writeUInt16BE(1, index * 2);
    file.write((blocksAt + block) * CLUSTER_BYTES, counts);
  }
}

function headerOf(sizeBytes: number, layout: Layout): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(QCOW2_MAGIC, 0);
  header.writeUInt32BE(3, 4);
  header.writeUInt32BE(CLUSTER_BITS, 20);
  header.writeBigUInt64BE(BigInt(sizeBytes), 24);
  header.writeUInt32BE(layout.l1Entries, 36);
  header.writeBigUInt64BE(BigInt(layout.l1At * CLUSTER_BYTES), 40);
  header.writeBigUInt64BE(BigInt(layout.refcountTableAt * CLUSTER_BYTES), 48);
  header.writeUInt32BE(layout.refcountTableClusters, 56);
  header.writeUInt32BE(REFCOUNT_ORDER, 96);
  header.writeUInt32BE(HEADER_BYTES, 100);
  return header;
}

function writeEntry(file: SparseFileBuilder, at: number, cluster: number): void {
  const entry = Buffer.alloc(ENTRY_BYTES);
  entry.writeBigUInt64BE(BigInt(cluster * CLUSTER_BYTES));
  entry.writeUInt32BE((entry.readUInt32BE(0) | HAS_ONE_REFERENCE) >>> 0, 0);
  file.write(at, entry);
}

const clustersFor = (bytes: number): number => Math.ceil(bytes / CLUSTER_BYTES);
