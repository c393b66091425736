/** Writes a FAT16 file system with long names. The same files give the same bytes. */

import { foldersOf, type TreeFile, type TreeFolder } from "./file-tree.ts";
import { SparseFileBuilder } from "./sparse-file-builder.ts";
import type { SparseFile } from "./sparse-file.ts";
import { ENTRY_BYTES, folderBytes, folderEntries, labelEntry, rootEntries } from "./vfat-entries.ts";

const SECTOR_BYTES = 512;
const ENTRIES_PER_SECTOR = SECTOR_BYTES / ENTRY_BYTES;
const LABEL_BYTES = 11;
const FATS = 2;
/** With fewer clusters it would be FAT12, and with more FAT32. */
const FEWEST_CLUSTERS = 4100;
const MOST_CLUSTERS = 65_000;
/** Clusters count from here: what would be those before stands for the medium. */
const FIRST_CLUSTER = 2;
const MEDIUM = [0xfff8, 0xffff] as const;
const LAST_OF_CHAIN = 0xffff;

/** The clusters of a file system, each chain in one piece. */
class Clusters {
  readonly bytes: number;
  readonly count: number;
  readonly #first = new Map<TreeFolder | TreeFile, number>();
  readonly #next: number[] = [...MEDIUM];

  /** @param sizes - What there is to keep, in bytes. */
  constructor(sizes: ReadonlyMap<TreeFolder | TreeFile, number>) {
    this.bytes = clusterBytesFor([...sizes.values()]);
    for (const [of, size] of sizes) {
      const count = Math.ceil(size / this.bytes);
      if (count > 0) this.#first.set(of, this.#next.length);
      for (let left = count; left > 0; left -= 1) this.#next.push(left > 1 ? this.#next.length + 1 : LAST_OF_CHAIN);
    }
    this.count = Math.max(FEWEST_CLUSTERS, this.#next.length - FIRST_CLUSTER);
  }

  /** The first cluster; 0 for what has none: an empty file, and the root. */
  readonly firstOf = (of: TreeFolder | TreeFile): number => this.#first.get(of) ?? 0;

  /** The table of which comes after which, in whole sectors. */
  table(): Buffer {
    const table = Buffer.alloc(sectorsOf((this.count + FIRST_CLUSTER) * 2) * SECTOR_BYTES);
    this.#next.forEach((next, cluster) => table.writeUInt16LE(next, cluster * 2));
    return table;
  }
}

/**
 * Writes a file system.
 *
 * @param label - Its label, at most 11 characters of ASCII.
 * @param root - Its files. No name in a folder differs from another in case alone.
 * @returns The disk, in whole sectors of 512 bytes.
 */
export function vfat(label: string, root: TreeFolder): SparseFile {
  const folders = foldersOf(root);
  const files = folders.flatMap((folder) => folder.files);
  const inner = folders.filter((folder) => folder !== root);
  const clusters = new Clusters(
    new Map<TreeFolder | TreeFile, number>([
      ...inner.map((folder) => [folder, folderBytes(folder)] as const),
      ...files.map((file) => [file, file.bytes.length] as const),
    ]),
  );
  const table = clusters.table();
  const rootSectors = sectorsOf(folderBytes(root) + ENTRY_BYTES);
  const rootAt = SECTOR_BYTES + FATS * table.length;
  const dataAt = rootAt + rootSectors * SECTOR_BYTES;
  const sizeBytes = dataAt + clusters.count * clusters.bytes;

  const builder = new SparseFileBuilder();
  const put = (of: TreeFolder | TreeFile, bytes: Buffer): void =>
    builder.write(dataAt + (clusters.firstOf(of) - FIRST_CLUSTER) * clusters.bytes, bytes);
  builder.write(0, bootSector({ label, sizeBytes, clusterBytes: clusters.bytes, rootSectors, table }));
  for (let index = 0; index < FATS; index += 1) builder.write(SECTOR_BYTES + index * table.length, table);
  builder.write(rootAt, Buffer.concat([labelEntry(label), rootEntries(root, clusters.firstOf)]));
  for (const parent of folders) {
    for (const folder of parent.folders) put(folder, folderEntries(folder, parent, clusters.firstOf));
  }
  for (const file of files) if (file.bytes.length > 0) put(file, file.bytes);
  return builder.finish(sizeBytes);
}

function clusterBytesFor(sizes: readonly number[]): number {
  const clustersOf = (clusterBytes: number): number =>
    sizes.reduce((sum, size) => sum + Math.ceil(size / clusterBytes), 0);
  let bytes = SECTOR_BYTES;
  while (clustersOf(bytes) > MOST_CLUSTERS) bytes *= 2;
  return bytes;
}

const sectorsOf = (bytes: number): number => Math.ceil(bytes / SECTOR_BYTES);

interface Layout {
  readonly label: string;
  readonly sizeBytes: number;
  readonly clusterBytes: number;
  readonly rootSectors: number;
  readonly table: Buffer;
}

function bootSector({ label, sizeBytes, clusterBytes, rootSectors, table }: Layout): Buffer {
  const sector = Buffer.alloc(SECTOR_BYTES);
  const sectors = sectorsOf(sizeBytes);
  const isSmall = sectors <= 0xffff;
  sector.write("\xeb\x3c\x90VDK FAT ", 0, "latin1");
  sector.writeUInt16LE(SECTOR_BYTES, 11);
  sector.writeUInt8(clusterBytes / SECTOR_BYTES, 13);
  sector.writeUInt16LE(1, 14);
  sector.writeUInt8(FATS, 16);
  sector.writeUInt16LE(rootSectors * ENTRIES_PER_SECTOR, 17);
  sector.writeUInt16LE(isSmall ? sectors : 0, 19);
  sector.writeUInt8(0xf8, 21);
  sector.writeUInt16LE(sectorsOf(table.length), 22);
  sector.writeUInt16LE(63, 24);
  sector.writeUInt16LE(16, 26);
  sector.writeUInt32LE(isSmall ? 0 : sectors, 32);
  sector.writeUInt8(0x80, 36);
  sector.writeUInt8(0x29, 38);
  sector.write(label.padEnd(LABEL_BYTES), 43, "latin1");
  sector.write("FAT16   ", 54, "latin1");
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}
