// The files of a small file system, as a guest with an operating system would find them: ISO 9660 and FAT.
import { readFat } from "./fat.ts";
import { readIso9660 } from "./iso9660.ts";

/** Reads a part of a disk: `length` bytes from `offset` on. What was never written reads as zeros. */
export type ReadDisk = (offset: number, length: number) => Buffer;

/** A file system, read as a whole. */
export interface FileSystem {
  readonly format: "iso9660" | "vfat";
  /** Its label, without the blanks behind it. */
  readonly label: string;
  /** What is in each file, by its path from the root, without a slash at the beginning. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/**
 * Finds a file system on a disk, with no table of partitions around it.
 *
 * @returns The file system; undefined if there is none, or none that can be made sense of.
 */
export function readFileSystem(read: ReadDisk): FileSystem | undefined {
  return readIso9660(read) ?? readFat(read);
}
