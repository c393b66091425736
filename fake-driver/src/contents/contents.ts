/**
 * What a disk or a volume holds, sector by sector.
 *
 * Guests, snapshots, mirrors and migrations all read and write through this, whether the bytes are simulated or in a real file.
 */

import type { ContentStore } from "./content-store.ts";
import type { SectorCipher } from "./sector-cipher.ts";
import { SECTOR_BYTES } from "../guest/probe-parameters.ts";
import type { SparseFile } from "./sparse-file.ts";

/** A part of a device, in bytes. */
export interface Part {
  readonly offset: number;
  readonly length: number;
}

/** The contents of a block device. */
export interface Contents {
  /** What the device can hold, in bytes. */
  readonly sizeBytes: number;
  /** Whether writing throws. */
  readonly isReadOnly: boolean;
  /** Reads the sector of that number, counted from 0. One that was never written is blank. */
  readSector(sector: number): Buffer;
  /** Writes a sector of 512 bytes. */
  writeSector(sector: number, bytes: Buffer): void;
  /** Reads a part, in bytes. What lies past the end reads as zeros. */
  read(offset: number, length: number): Buffer;
  /** Writes whole sectors, from an offset in bytes that is a multiple of 512. */
  write(offset: number, bytes: Buffer): void;
  /** The parts that may hold something else than zeros. */
  usedParts(): Iterable<Part>;
}

/** Contents that are simulated, as plain data that can be stored as JSON. */
export interface StoredContents {
  sizeBytes: number;
  /** Digest of the image underneath, in the content store; null for a blank device. */
  base: string | null;
  /** What was written since: sectors in base64 by their number. */
  written: Record<string, string>;
}

/** Makes blank contents of that size. */
export function blankContents(sizeBytes: number): StoredContents {
  return { sizeBytes, base: null, written: {} };
}

/** Makes contents that begin as an image. `sizeBytes` may be larger than the image; the rest is blank. */
export function contentsFromImage(sha256: string, sizeBytes: number): StoredContents {
  return { sizeBytes, base: sha256, written: {} };
}

/** Makes contents that are a file's, without an image underneath. Meant for small files. */
export function storedContents(file: SparseFile): StoredContents {
  const stored = blankContents(file.sizeBytes);
  for (const { offset, bytes } of file.pages()) {
    for (let at = 0; at < bytes.length; at += SECTOR_BYTES) {
      const sector = bytes.subarray(at, at + SECTOR_BYTES);
      if (sector.some((byte) => byte !== 0)) stored.written[(offset + at) / SECTOR_BYTES] = sector.toString("base64");
    }
  }
  return stored;
}

/** Makes a copy that shares nothing that can change. */
export function copyOfContents({ sizeBytes, base, written }: StoredContents): StoredContents {
  return { sizeBytes, base, written: { ...written } };
}

/**
 * Makes {@link Contents} of stored ones. Writing changes `stored`; the caller has it stored.
 *
 * @param cipher - How what is written is encrypted; absent for the clear. What was never written reads as zeros all the same.
 */
export function simulatedContents(stored: StoredContents, store: ContentStore, cipher?: SectorCipher): Contents {
  const read = (offset: number, length: number): Buffer => {
    const result = stored.base === null ? Buffer.alloc(length) : store.get(stored.base).read(offset, length);
    for (const [sector, bytes] of sectorsWithin(stored, offset, length)) {
      const plain = cipher?.decrypt(sector, bytes) ?? bytes;
      const at = sector * SECTOR_BYTES - offset;
      plain.copy(result, Math.max(0, at), Math.max(0, -at));
    }
    return result;
  };
  const writeSector = (sector: number, bytes: Buffer): void => {
    stored.written[sector] = (cipher?.encrypt(sector, bytes) ?? bytes).toString("base64");
  };
  return {
    get sizeBytes() {
      return stored.sizeBytes;
    },
    isReadOnly: false,
    read,
    readSector: (sector) => read(sector * SECTOR_BYTES, SECTOR_BYTES),
    writeSector,
    write(offset, bytes) {
      for (let at = 0; at < bytes.length; at += SECTOR_BYTES) {
        writeSector((offset + at) / SECTOR_BYTES, bytes.subarray(at, at + SECTOR_BYTES));
      }
    },
    *usedParts() {
      if (stored.base !== null)
        yield { offset: 0, length: Math.min(stored.sizeBytes, store.get(stored.base).sizeBytes) };
      for (const name of Object.keys(stored.written))
        yield { offset: Number(name) * SECTOR_BYTES, length: SECTOR_BYTES };
    },
  };
}

/** Finds the written sectors that lie in a part at least partly. */
function* sectorsWithin({ written }: StoredContents, offset: number, length: number): Iterable<[number, Buffer]> {
  const first = Math.floor(offset / SECTOR_BYTES);
  const end = Math.ceil((offset + length) / SECTOR_BYTES);
  // Most reads are of one sector, and a disk may have thousands that were written.
  const isShort = end - first <= SHORT_SECTORS;
  const sectors = isShort
    ? Array.from({ length: end - first }, (_, index) => first + index)
    : Object.keys(written).map(Number);
  for (const sector of sectors) {
    const bytes = written[sector];
    if (bytes !== undefined && sector >= first && sector < end) yield [sector, Buffer.from(bytes, "base64")];
  }
}

/** Of so many sectors it is quicker to look for each than to look through what was written. */
const SHORT_SECTORS = 64;

/** Makes contents whose writing throws; reading is as before. */
export function readOnlyContents(contents: Contents): Contents {
  return viewOf(contents, true, () => {
    throw new RangeError("Cannot write to a device that is for reading only");
  });
}

/** Makes contents that call `changed` after each write. */
export function watchedContents(contents: Contents, changed: () => void): Contents {
  return viewOf(contents, contents.isReadOnly, (write) => {
    write();
    changed();
  });
}

function viewOf(contents: Contents, isReadOnly: boolean, around: (write: () => void) => void): Contents {
  return {
    get sizeBytes() {
      return contents.sizeBytes;
    },
    isReadOnly,
    readSector: (sector) => contents.readSector(sector),
    writeSector: (sector, bytes) => around(() => contents.writeSector(sector, bytes)),
    read: (offset, length) => contents.read(offset, length),
    write: (offset, bytes) => around(() => contents.write(offset, bytes)),
    usedParts: () => contents.usedParts(),
  };
}
