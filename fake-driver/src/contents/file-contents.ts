/** The contents of a volume that is a real file: what the simulated guest writes there, others can read. */

import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { SECTOR_BYTES } from "../guest/probe-parameters.ts";
import type { Contents } from "./contents.ts";

/**
 * Makes the contents of a file, byte for byte: whatever its first bytes look like, the device has them.
 *
 * The file is opened for each access and closed again, so nothing of it stays open when the volume is disconnected.
 *
 * @param path - Where it is. Each access throws the system's error if there is nothing, or it may not be used.
 */
export function fileContents(path: string): Contents {
  const read = (offset: number, length: number): Buffer => readFromFile(path, offset, length);
  const write = (offset: number, bytes: Buffer): void => writeToFile(path, offset, bytes);
  return {
    get sizeBytes() {
      return fileSize(path);
    },
    isReadOnly: false,
    read,
    readSector: (sector) => read(sector * SECTOR_BYTES, SECTOR_BYTES),
    write,
    writeSector: (sector, bytes) => write(sector * SECTOR_BYTES, bytes),
    *usedParts() {
      yield { offset: 0, length: fileSize(path) };
    },
  };
}

/** How large a file is, in bytes. */
export function fileSize(path: string): number {
  return access(path, "r", (descriptor) => fstatSync(descriptor).size);
}

/** Reads a part of a file. What lies past its end reads as zeros. */
export function readFromFile(path: string, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  const read = access(path, "r", (descriptor) => readSync(descriptor, bytes, 0, length, offset));
  return bytes.fill(0, read);
}

/** Writes a part of a file that is there. */
export function writeToFile(path: string, offset: number, bytes: Buffer): void {
  access(path, "r+", (descriptor) => writeSync(descriptor, bytes, 0, bytes.length, offset));
}

function access<T>(path: string, flags: "r" | "r+", work: (descriptor: number) => T): T {
  const descriptor = openSync(path, flags);
  try {
    return work(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
