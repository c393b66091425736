/** The entries of folders in a FAT file system, with long names as VFAT has them. The short names are made up. */

import type { TreeFile, TreeFolder } from "./file-tree.ts";

/** An entry, in bytes. */
export const ENTRY_BYTES = 32;

const IS_FOLDER = 0x10;
const IS_LABEL = 0x08;
const IS_LONG_NAME = 0x0f;
/** Where an entry of a long name has its characters, and how many it holds. */
const LETTERS_AT = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30] as const;
const LAST_OF_NAME = 0x40;
const SHORT_NAME = 11;

/** Tells the first cluster of a folder or a file; 0 for what has none. */
export type ClusterOf = (of: TreeFolder | TreeFile) => number;

/** How long the entries of a folder are, in bytes: two for itself and its parent, and for each name one, and one for every 13 letters. */
export function folderBytes({ folders, files }: TreeFolder): number {
  const counts = [...folders, ...files].map(({ name }) => 1 + Math.ceil(name.length / LETTERS_AT.length));
  return counts.reduce((sum, count) => sum + count, 2) * ENTRY_BYTES;
}

/** The entry that holds the label of a file system, at most 11 characters. */
export function labelEntry(label: string): Buffer {
  return entry(label, IS_LABEL, 0, 0);
}

/** The entries of a folder that is not the root. */
export function folderEntries(folder: TreeFolder, parent: TreeFolder, clusterOf: ClusterOf): Buffer {
  const dots = [entry(".", IS_FOLDER, clusterOf(folder), 0), entry("..", IS_FOLDER, clusterOf(parent), 0)];
  return Buffer.concat([...dots, rootEntries(folder, clusterOf)]);
}

/** The entries of what is in a folder. */
export function rootEntries({ folders, files }: TreeFolder, clusterOf: ClusterOf): Buffer {
  const entries = [...folders, ...files].flatMap((of, index) => {
    const short = `VDK${String(index + 1).padStart(5, "0")}`.padEnd(SHORT_NAME);
    const [attributes, bytes] = "files" in of ? [IS_FOLDER, 0] : [0, of.bytes.length];
    return [...longName(of.name, short), entry(short, attributes, clusterOf(of), bytes)];
  });
  return Buffer.concat(entries);
}

function entry(short: string, attributes: number, cluster: number, bytes: number): Buffer {
  const result = Buffer.alloc(ENTRY_BYTES);
  result.write(short.padEnd(SHORT_NAME), 0, "latin1");
  result.writeUInt8(attributes, 11);
  result.writeUInt16LE(cluster, 26);
  result.writeUInt32LE(bytes, 28);
  return result;
}

/** The entries of a long name, its end first, each tied to the short name by a sum. */
function longName(name: string, short: string): Buffer[] {
  const sum = Buffer.from(short, "latin1").reduce((acc, byte) => (((acc & 1) << 7) + (acc >> 1) + byte) & 0xff, 0);
  const pieces = Math.ceil(name.length / LETTERS_AT.length);
  return Array.from({ length: pieces }, (_, index) => {
    const number = pieces - index;
    const result = Buffer.alloc(ENTRY_BYTES);
    result.writeUInt8(number === pieces ? number | LAST_OF_NAME : number, 0);
    result.writeUInt8(IS_LONG_NAME, 11);
    result.writeUInt8(sum, 13);
    LETTERS_AT.forEach((at, letter) =>
      result.writeUInt16LE(letterOf(name, (number - 1) * LETTERS_AT.length + letter), at),
    );
    return result;
  });
}

/** The name ends with a zero, and what is left of its last entry is filled with ones. */
function letterOf(name: string, place: number): number {
  if (place < name.length) return name.charCodeAt(place);
  return place === name.length ? 0 : 0xffff;
}
