// Reads a FAT file system, of 12, 16 or 32 bits, with the long names of VFAT.
import type { FileSystem, ReadDisk } from "./file-system.ts";

const SECTOR_BYTES = 512;
const ENTRY_BYTES = 32;
const IS_LABEL = 0x08;
const IS_FOLDER = 0x10;
const LONG_NAME = 0x0f;
const DELETED = 0xe5;
/** Where an entry of a long name has its characters. */
const LETTERS_AT = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30] as const;
/** So that folders which are in themselves come to an end. */
const MOST_FOLDERS = 1000;

/** From this number on there is no next cluster. */
const LAST_OF_CHAIN = { 12: 0xff8, 16: 0xfff8, 32: 0x0ffffff8 } as const;

/** Where the parts of a file system lie, in bytes. */
interface Layout {
  readonly bits: 12 | 16 | 32;
  readonly fatAt: number;
  readonly dataAt: number;
  readonly clusterBytes: number;
  readonly root: { readonly at: number; readonly bytes: number } | { readonly cluster: number };
  readonly label: string;
}

interface Entry {
  readonly name: string;
  readonly attributes: number;
  readonly cluster: number;
  readonly bytes: number;
}

/** Finds a FAT file system on a disk; undefined if there is none. */
export function readFat(read: ReadDisk): FileSystem | undefined {
  const layout = layoutOf(read(0, SECTOR_BYTES));
  if (layout === undefined) return undefined;
  const { root } = layout;
  const rootBytes = "at" in root ? read(root.at, root.bytes) : readChain(read, layout, root.cluster);
  const files = new Map<string, Buffer>();
  const folders = [{ path: "", entries: entriesIn(rootBytes) }];
  for (const { path, entries } of folders) {
    for (const { name, attributes, cluster, bytes } of entries) {
      if ((attributes & IS_LABEL) !== 0 || /^\.{1,2}$/u.test(name)) continue;
      const inside = `${path}${name}`;
      if ((attributes & IS_FOLDER) === 0) files.set(inside, readChain(read, layout, cluster, bytes));
      else if (folders.length < MOST_FOLDERS)
        folders.push({ path: `${inside}/`, entries: entriesIn(readChain(read, layout, cluster)) });
    }
  }
  const label = folders[0]?.entries.find(({ attributes }) => (attributes & IS_LABEL) !== 0)?.name ?? layout.label;
  return { format: "vfat", label, files };
}

/** Understands the first sector. */
function layoutOf(boot: Buffer): Layout | undefined {
  const [sectorBytes, perCluster, fats] = [boot.readUInt16LE(11), boot[13] ?? 0, boot[16] ?? 0];
  if (boot.readUInt16LE(510) !== 0xaa55 || sectorBytes % SECTOR_BYTES !== 0) return undefined;
  if (sectorBytes * perCluster * fats === 0) return undefined;
  const clusterBytes = sectorBytes * perCluster;
  const fatAt = boot.readUInt16LE(14) * sectorBytes;
  const rootAt = fatAt + fats * (boot.readUInt16LE(22) || boot.readUInt32LE(36)) * sectorBytes;
  const rootBytes = boot.readUInt16LE(17) * ENTRY_BYTES;
  const dataAt = rootAt + Math.ceil(rootBytes / sectorBytes) * sectorBytes;
  const sizeBytes = (boot.readUInt16LE(19) || boot.readUInt32LE(32)) * sectorBytes;
  const bits = bitsFor(Math.floor((sizeBytes - dataAt) / clusterBytes));
  const root = rootBytes > 0 ? { at: rootAt, bytes: rootBytes } : { cluster: boot.readUInt32LE(44) };
  const labelAt = bits === 32 ? 71 : 43;
  const label = boot.toString("latin1", labelAt, labelAt + 11).trimEnd();
  return { bits, fatAt, dataAt, clusterBytes, root, label };
}

/** The number of clusters alone decides which it is. */
function bitsFor(clusters: number): Layout["bits"] {
  if (clusters < 4085) return 12;
  return clusters < 65_525 ? 16 : 32;
}

/**
 * Reads the clusters of a chain, one after the other. One that leads back to itself ends there.
 *
 * @param bytes - How many bytes of them. Left out: all.
 */
function readChain(
  read: ReadDisk,
  { bits, fatAt, dataAt, clusterBytes }: Layout,
  first: number,
  bytes = Infinity,
): Buffer {
  const pieces: Buffer[] = [];
  const seen = new Set<number>();
  const goesOn = (cluster: number): boolean =>
    cluster >= 2 && cluster < LAST_OF_CHAIN[bits] && !seen.has(cluster) && seen.size * clusterBytes < bytes;
  for (let cluster = first; goesOn(cluster); cluster = nextOf(read, bits, fatAt, cluster)) {
    seen.add(cluster);
    pieces.push(read(dataAt + (cluster - 2) * clusterBytes, clusterBytes));
  }
  return Buffer.concat(pieces).subarray(0, bytes);
}

function nextOf(read: ReadDisk, bits: Layout["bits"], fatAt: number, cluster: number): number {
  if (bits === 32) return read(fatAt + cluster * 4, 4).readUInt32LE() & 0x0fffffff;
  if (bits === 16) return read(fatAt + cluster * 2, 2).readUInt16LE();
  const pair = read(fatAt + Math.floor(cluster * 1.5), 2).readUInt16LE();
  return cluster % 2 === 0 ? pair & 0xfff : pair >> 4;
}

function entriesIn(folder: Buffer): Entry[] {
  const entries: Entry[] = [];
  let long = "";
  for (let at = 0; at + ENTRY_BYTES <= folder.length; at += ENTRY_BYTES) {
    const entry = folder.subarray(at, at + ENTRY_BYTES);
    const attributes = entry[11] ?? 0;
    if (entry[0] === 0) break;
    if (entry[0] === DELETED) continue;
    if (attributes === LONG_NAME) {
      // The end of a name comes first.
      long = lettersOf(entry) + long;
      continue;
    }
    const cluster = (entry.readUInt16LE(20) << 16) | entry.readUInt16LE(26);
    entries.push({ name: long || shortName(entry, attributes), attributes, cluster, bytes: entry.readUInt32LE(28) });
    long = "";
  }
  return entries;
}

function lettersOf(entry: Buffer): string {
  const letters = LETTERS_AT.map((at) => entry.readUInt16LE(at));
  const end = letters.indexOf(0);
  return String.fromCharCode(...(end === -1 ? letters : letters.slice(0, end)));
}

/** `NAME    TXT`, with its dot; two bits say which part is in small letters. */
function shortName(entry: Buffer, attributes: number): string {
  if ((attributes & IS_LABEL) !== 0) return entry.toString("latin1", 0, 11).trimEnd();
  const small = entry[12] ?? 0;
  const part = (from: number, to: number, bit: number): string => {
    const text = entry.toString("latin1", from, to).trimEnd();
    return (small & bit) === 0 ? text : text.toLowerCase();
  };
  const [name, extension] = [part(0, 8, 0x08), part(8, 11, 0x10)];
  return extension === "" ? name : `${name}.${extension}`;
}
