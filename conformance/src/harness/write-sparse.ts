// Writes disks to files. Most of a disk is blank, and what is blank takes neither time nor room.
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";

/** How much is written or left out at a time, in bytes. */
const PART_BYTES = 65_536;
const BLANK = Buffer.alloc(PART_BYTES);

/**
 * Writes a file anew, with holes where it is blank.
 *
 * @param path - Where; a file that is there is emptied first, and keeps its mode.
 * @param bytes - What it begins with.
 * @param sizeBytes - How long it is to be; blank after `bytes`. @defaultValue as long as `bytes`
 */
export function writeSparse(path: string, bytes: Buffer, sizeBytes: number = bytes.length): void {
  const file = openSync(path, "w", 0o666);
  try {
    for (let offset = 0; offset < bytes.length; offset += PART_BYTES) {
      const part = bytes.subarray(offset, offset + PART_BYTES);
      if (!part.equals(BLANK.subarray(0, part.length))) writeSync(file, part, 0, part.length, offset);
    }
    ftruncateSync(file, Math.max(sizeBytes, bytes.length));
  } finally {
    closeSync(file);
  }
}
