/**
 * Reads and writes disks in format vmdk, in one file that holds only what is not blank (`monolithicSparse`).
 *
 * @see VMware Virtual Disk Format 1.1
 */

import type { SparseFile } from "../contents/sparse-file.ts";
import { SparseFileBuilder } from "../contents/sparse-file-builder.ts";
import { FormatProblem } from "./format-problem.ts";

const SECTOR_BYTES = 512;
const MAGIC = "KDMV";
/** Flags: line ends can be checked; a second set of tables is there; table entries may say "zeros". */
const CHECKS_LINE_ENDS = 1;
const HAS_SECOND_TABLES = 2;
const HAS_ZERO_ENTRIES = 4;
const HAS_COMPRESSED_GRAINS = 0x1_00_00;
const HAS_MARKERS = 0x2_00_00;
const LINE_ENDS = "\n \r\n";
const READS_AS_ZEROS = 1;
const ENTRIES_PER_TABLE = 512;
const ENTRY_BYTES = 4;
const TABLE_SECTORS = (ENTRIES_PER_TABLE * ENTRY_BYTES) / SECTOR_BYTES;
const GRAIN_SECTORS = 128;
const GRAIN_BYTES = GRAIN_SECTORS * SECTOR_BYTES;
const DESCRIPTOR_AT = 1;
const DESCRIPTOR_SECTORS = 20;

interface Header {
  readonly flags: number;
  readonly capacity: number;
  readonly grainSectors: number;
  readonly descriptor: string;
  readonly directoryAt: number;
}

/**
 * Reads the disk in a file.
 *
 * @returns What a guest finds on the disk.
 * @throws {@link FormatProblem} if this is no such file, is damaged, is compressed, or is a layer on another.
 */
export function readVmdk(file: SparseFile): SparseFile {
  const header = readHeader(file);
  const disk = new SparseFileBuilder();
  const grainBytes = header.grainSectors * SECTOR_BYTES;
  const sizeBytes = header.capacity * SECTOR_BYTES;
  const grains = Math.ceil(header.capacity / header.grainSectors);
  const directory = readTable(file, header.directoryAt, Math.ceil(grains / ENTRIES_PER_TABLE));
  for (const [index, tableAt] of directory.entries()) {
    if (tableAt === 0) continue;
    for (const [entry, grainAt] of readTable(file, tableAt, ENTRIES_PER_TABLE).entries()) {
      const at = (index * ENTRIES_PER_TABLE + entry) * grainBytes;
      if (grainAt === 0 || at >= sizeBytes) continue;
      if (grainAt === READS_AS_ZEROS && (header.flags & HAS_ZERO_ENTRIES) !== 0) continue;
      if (grainAt * SECTOR_BYTES >= file.sizeBytes) throw new FormatProblem("a table refers past its end");
      disk.write(at, file.read(grainAt * SECTOR_BYTES, Math.min(grainBytes, sizeBytes - at)));
    }
  }
  return disk.finish(sizeBytes);
}

function readHeader(file: SparseFile): Header {
  const bytes = file.read(0, SECTOR_BYTES);
  if (bytes.toString("latin1", 0, 4) !== MAGIC) throw new FormatProblem("it does not begin as a sparse vmdk file does");
  const flags = bytes.readUInt32LE(8);
  if ((flags & CHECKS_LINE_ENDS) !== 0 && bytes.toString("latin1", 73, 77) !== LINE_ENDS) {
    throw new FormatProblem("a transfer as text has damaged it");
  }
  if (bytes.readUInt16LE(77) !== 0 || (flags & (HAS_COMPRESSED_GRAINS | HAS_MARKERS)) !== 0) {
    throw new FormatProblem("it is compressed or made for streaming, which is not read");
  }
  const wide = (at: number): number => Number(bytes.readBigUInt64LE(at));
  const header = {
    flags,
    capacity: wide(12),
    grainSectors: wide(20),
    descriptor: file.read(wide(28) * SECTOR_BYTES, Math.min(wide(36), 2048) * SECTOR_BYTES).toString("latin1"),
    directoryAt: wide(56),
  };
  if (!/^parentCID=ffffffff\s*$/im.test(header.descriptor)) throw new FormatProblem("it is a layer on another file");
  if (!/^createType="monolithicSparse"\s*$/im.test(header.descriptor)) {
    throw new FormatProblem("its createType is not monolithicSparse, the only one that is read");
  }
  if (bytes.readUInt32LE(44) !== ENTRIES_PER_TABLE || !isPowerOfTwo(header.grainSectors) || header.capacity === 0) {
    throw new FormatProblem("its header is damaged");
  }
  return header;
}

const isPowerOfTwo = (value: number): boolean => value >= 1 && value <= 2 ** 20 && Number.isInteger(Math.log2(value));

function readTable(file: SparseFile, atSector: number, count: number): readonly number[] {
  if (atSector * SECTOR_BYTES + count * ENTRY_BYTES > file.sizeBytes)
    throw new FormatProblem("a table lies past its end");
  const table = file.read(atSector * SECTOR_BYTES, count * ENTRY_BYTES);
  return Array.from({ length: count }, (_, index) => table.readUInt32LE(index * ENTRY_BYTES));
}

/** Writes a disk, whose size is whole sectors. */
export function writeVmdk(disk: SparseFile): SparseFile {
  const capacity = disk.sizeBytes / SECTOR_BYTES;
  const tables = Math.ceil(Math.ceil(capacity / GRAIN_SECTORS) / ENTRIES_PER_TABLE);
  const directorySectors = Math.ceil((tables * ENTRY_BYTES) / SECTOR_BYTES);
  const setSectors = directorySectors + tables * TABLE_SECTORS;
  const sets = [0, 1].map((set) => DESCRIPTOR_AT + DESCRIPTOR_SECTORS + set * setSectors);
  const overhead = Math.ceil((DESCRIPTOR_AT + DESCRIPTOR_SECTORS + 2 * setSectors) / GRAIN_SECTORS) * GRAIN_SECTORS;
  const file = new SparseFileBuilder();
  file.write(0, headerOf(capacity, sets, overhead));
  file.write(DESCRIPTOR_AT * SECTOR_BYTES, Buffer.from(descriptorOf(capacity)));
  for (const set of sets) {
    for (let table = 0; table < tables; table += 1) {
      writeEntry(file, set, table, set + directorySectors + table * TABLE_SECTORS);
    }
  }
  let next = overhead;
  for (const grain of usedGrains(disk)) {
    for (const set of sets) writeEntry(file, set + directorySectors, grain, next);
    file.write(next * SECTOR_BYTES, disk.read(grain * GRAIN_BYTES, GRAIN_BYTES));
    next += GRAIN_SECTORS;
  }
  return file.finish(next * SECTOR_BYTES);
}

function usedGrains(disk: SparseFile): Iterable<number> {
  const used = new Set<number>();
  for (const { offset } of disk.pages()) used.add(Math.floor(offset / GRAIN_BYTES));
  return used;
}

function writeEntry(file: SparseFileBuilder, tableAt: number, index: number, value: number): void {
  const entry = Buffer.alloc(ENTRY_BYTES);
  entry.writeUInt32LE(value);
  file.write(tableAt * SECTOR_BYTES + index * ENTRY_BYTES, entry);
}

function headerOf(capacity: number, [secondAt = 0, firstAt = 0]: readonly number[], overhead: number): Buffer {
  const header = Buffer.alloc(SECTOR_BYTES);
  header.write(MAGIC, 0, "latin1");
  header.writeUInt32LE(1, 4);
  header.writeUInt32LE(CHECKS_LINE_ENDS | HAS_SECOND_TABLES, 8);
  header.writeBigUInt64LE(BigInt(capacity), 12);
  header.writeBigUInt64LE(BigInt(GRAIN_SECTORS), 20);
  header.writeBigUInt64LE(BigInt(DESCRIPTOR_AT), 28);
  header.writeBigUInt64LE(BigInt(DESCRIPTOR_SECTORS), 36);
  header.writeUInt32LE(ENTRIES_PER_TABLE, 44);
  header.writeBigUInt64LE(BigInt(secondAt), 48);
  header.writeBigUInt64LE(BigInt(firstAt), 56);
  header.writeBigUInt64LE(BigInt(overhead), 64);
  header.write(LINE_ENDS, 73, "latin1");
  return header;
}

function descriptorOf(capacity: number): string {
  const [heads, sectors] = [16, 63];
  return [
    "# Disk DescriptorFile",
    "version=1",
    "CID=fffffffe",
    "parentCID=ffffffff",
    'createType="monolithicSparse"',
    "",
    "# Extent description",
    `RW ${capacity} SPARSE "disk.vmdk"`,
    "",
    "# The Disk Data Base",
    "#DDB",
    "",
    'ddb.virtualHWVersion = "4"',
    `ddb.geometry.cylinders = "${Math.floor(capacity / heads / sectors)}"`,
    `ddb.geometry.heads = "${heads}"`,
    `ddb.geometry.sectors = "${sectors}"`,
    'ddb.adapterType = "ide"',
    "",
  ].join("\n");
}
