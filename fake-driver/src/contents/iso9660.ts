/**
 * Writes an ISO 9660 file system, with the names of files by Rock Ridge.
 *
 * The plain names are made up: what a path may be is more than they can say. The same files give the same bytes.
 */

import { foldersOf, type TreeFile, type TreeFolder } from "./file-tree.ts";
import {
  type Extent,
  folderRecord,
  ITSELF,
  LAST_DESCRIPTOR,
  MORE_THAN_PLAIN,
  nameEntries,
  nameTail,
  packed,
  PARENT,
  pathTable,
  primaryDescriptor,
  SECTOR_BYTES,
} from "./iso9660-records.ts";
import { SparseFileBuilder } from "./sparse-file-builder.ts";
import type { SparseFile } from "./sparse-file.ts";

/** The sectors before it are the system's. */
const DESCRIPTOR_SECTOR = 16;
const TWO_DESCRIPTORS = 2;
const NOWHERE: Extent = { sector: 0, bytes: 0 };
const NOTHING = Buffer.alloc(0);

/** A folder with its place among all of them. */
interface Folder {
  readonly folder: TreeFolder;
  readonly plainName: Buffer;
  /** Its parent's number among the folders, from 1. The root is its own. */
  readonly parent: number;
}

/** Where all that has a place of its own lies: folders, files, and the ends of long names. */
type Places = Map<TreeFolder | TreeFile | string, Extent>;

/**
 * Writes a file system.
 *
 * @param label - Its label, at most 32 characters of ASCII.
 * @param root - Its files.
 * @returns The disk, in whole sectors of 2048 bytes.
 */
export function iso9660(label: string, root: TreeFolder): SparseFile {
  const folders = numbered(root);
  const places: Places = new Map();
  const builder = new SparseFileBuilder();
  let next = DESCRIPTOR_SECTOR + TWO_DESCRIPTORS;
  const take = (bytes: number): Extent => {
    const extent = { sector: next, bytes };
    next += Math.ceil(bytes / SECTOR_BYTES);
    return extent;
  };
  const put = (sector: number, bytes: Buffer): void => builder.write(sector * SECTOR_BYTES, bytes);

  const tables = { LE: take(tableOf(folders, places, "LE").length), BE: take(tableOf(folders, places, "BE").length) };
  for (const name of namesIn(folders)) {
    const tail = nameTail(name);
    if (tail === undefined || places.has(name)) continue;
    const extent = take(tail.length);
    places.set(name, extent);
    put(extent.sector, tail);
  }
  for (const folder of folders) places.set(folder.folder, take(contentsOf(folder, folders, places).length));
  for (const file of folders.flatMap(({ folder }) => folder.files)) {
    const extent = take(file.bytes.length);
    places.set(file, extent);
    put(extent.sector, file.bytes);
  }
  // Now that it is known where all lies.
  for (const folder of folders) put(placeOf(places, folder.folder).sector, contentsOf(folder, folders, places));
  for (const order of ["LE", "BE"] as const) put(tables[order].sector, tableOf(folders, places, order));
  put(DESCRIPTOR_SECTOR, primaryDescriptor({ label, sectors: next, tables, root: placeOf(places, root) }));
  put(DESCRIPTOR_SECTOR + 1, LAST_DESCRIPTOR);
  return builder.finish(next * SECTOR_BYTES);
}

function numbered(root: TreeFolder): Folder[] {
  const all = foldersOf(root);
  return all.map((folder) => {
    const parent = all.find(({ folders }) => folders.includes(folder)) ?? root;
    const plainName = folder === root ? ITSELF : plainFolderName(parent.folders.indexOf(folder));
    return { folder, plainName, parent: all.indexOf(parent) + 1 };
  });
}

function namesIn(folders: readonly Folder[]): string[] {
  return folders.flatMap(({ folder }) => [...folder.folders, ...folder.files].map(({ name }) => name));
}

/** The records of a folder, in the order of the plain names. */
function contentsOf({ folder, parent }: Folder, all: readonly Folder[], places: Places): Buffer {
  const isRoot = all[0]?.folder === folder;
  const record = (plainName: Buffer, of: TreeFolder | TreeFile, use: Buffer): Buffer =>
    folderRecord({ plainName, extent: placeOf(places, of), isFolder: "files" in of, use });
  const named = (of: TreeFolder | TreeFile): Buffer => nameEntries(of.name, places.get(of.name));
  return packed([
    record(ITSELF, folder, isRoot ? MORE_THAN_PLAIN : NOTHING),
    record(PARENT, all[parent - 1]?.folder ?? folder, NOTHING),
    ...folder.folders.map((of, index) => record(plainFolderName(index), of, named(of))),
    ...folder.files.map((of, index) => record(plainFileName(index), of, named(of))),
  ]);
}

function tableOf(folders: readonly Folder[], places: Places, order: "LE" | "BE"): Buffer {
  const rows = folders.map(({ folder, plainName, parent }) => ({
    plainName,
    sector: placeOf(places, folder).sector,
    parent,
  }));
  return pathTable(rows, order);
}

function placeOf(places: Places, of: TreeFolder | TreeFile): Extent {
  return places.get(of) ?? NOWHERE;
}

const plainFolderName = (index: number): Buffer => Buffer.from(`D${sixDigits(index)}`);
const plainFileName = (index: number): Buffer => Buffer.from(`F${sixDigits(index)}.;1`);
const sixDigits = (index: number): string => String(index + 1).padStart(6, "0");
