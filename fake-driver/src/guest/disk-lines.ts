/**
 * What the probe guest tells of its other disks, and writes to them, word for word as `conformance/guest/disks.asm` does.
 */

import type { Contents } from "../contents/contents.ts";
import { BLANK_PAGE, PAGE_BYTES } from "../contents/sparse-file.ts";
import { type OtherDisksParameters, SECTOR_BYTES } from "./probe-parameters.ts";

/** A disk beside the one that a guest booted from, as firmware shows it. */
export interface OtherDisk {
  /** Its number: hard disks count from 1, CD drives from 96. */
  readonly number: number;
  /** Its sectors are 2048 bytes long, nobody tells how many there are, and none can be written. */
  readonly isCd: boolean;
  /** How large it is for the guest, in bytes. */
  readonly sizeBytes: number;
  /** Finds what it holds. Throws if that cannot be reached. */
  readonly open: () => Contents;
}

const CD_SECTOR_BYTES = 2048;
const HEAD_BYTES = 16;
const ROW_BYTES = 32;
/** How many rows are shown of one disk. */
const MOST_ROWS = 600;
/** How much of a disk is looked at, from its beginning. */
const SEEN_BYTES = 2 ** 20;
/** How many sectors are written at its beginning. */
const WRITTEN_SECTORS = 8;
/** What is written, again and again. */
const WRITTEN = "VDK PROBE WROTE ";

/**
 * Does what the guest does with its other disks at each boot.
 *
 * @param disks - By their numbers.
 * @param parameters - What it was asked to do.
 * @returns What it writes to its console.
 */
export function lookAround(disks: readonly OtherDisk[], parameters: OtherDisksParameters): string {
  const lines = disks.flatMap((disk) => linesOf(disk, parameters));
  return [...lines, `disks ${disks.length}`].map((line) => `${line}\r\n`).join("");
}

function linesOf(disk: OtherDisk, { shows, writes }: OtherDisksParameters): string[] {
  const { number, isCd, sizeBytes, open } = disk;
  const sectors = isCd ? "0 sectors of 2048" : `${Math.floor(sizeBytes / SECTOR_BYTES)} sectors of ${SECTOR_BYTES}`;
  const line = (head: string): string => `disk ${number} ${sectors} bytes ${head}`;
  try {
    const contents = open();
    const head = line(contents.read(0, HEAD_BYTES).toString("hex"));
    const rows = shows ? rowsOf(disk, contents) : [];
    return [head, ...rows, ...(writes && writeTo(disk, contents) ? [`wrote ${number}`] : [])];
  } catch {
    return [line("unreadable")];
  }
}

function rowsOf({ number, isCd, sizeBytes }: OtherDisk, contents: Contents): string[] {
  const sectorBytes = isCd ? CD_SECTOR_BYTES : SECTOR_BYTES;
  const end = Math.floor(sizeBytes / sectorBytes) * sectorBytes;
  const seen = Math.min(end, SEEN_BYTES);
  const rows = rowsWithin(number, contents.read(0, seen), 0);
  // The last sector of a CD is not told.
  if (!isCd && end > seen)
    rows.push(...rowsWithin(number, contents.read(end - sectorBytes, sectorBytes), end - sectorBytes));
  return rows.slice(0, MOST_ROWS);
}

function rowsWithin(number: number, bytes: Buffer, offset: number): string[] {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += ROW_BYTES) {
    while (at % PAGE_BYTES === 0 && bytes.subarray(at, at + PAGE_BYTES).equals(BLANK_PAGE)) at += PAGE_BYTES;
    if (at >= bytes.length) break;
    const row = bytes.subarray(at, at + ROW_BYTES);
    if (row.equals(BLANK_ROW)) continue;
    rows.push(`data ${number} ${(offset + at).toString(16).padStart(12, "0")} ${row.toString("hex")}`);
  }
  return rows;
}

const BLANK_ROW = Buffer.alloc(ROW_BYTES);

function writeTo({ isCd, sizeBytes }: OtherDisk, contents: Contents): boolean {
  if (isCd || contents.isReadOnly) return false;
  const sectors = Math.floor(sizeBytes / SECTOR_BYTES);
  contents.write(0, Buffer.alloc(Math.min(WRITTEN_SECTORS, sectors) * SECTOR_BYTES, WRITTEN));
  contents.write((sectors - 1) * SECTOR_BYTES, Buffer.alloc(SECTOR_BYTES, WRITTEN));
  return true;
}
