/**
 * Reads and writes disks in format vhd, of fixed size: the disk as it is, and a footer of one sector.
 *
 * @see Virtual Hard Disk Image Format Specification, version 1.0
 */

import { createHash } from "node:crypto";
import type { SparseFile } from "../contents/sparse-file.ts";
import { SparseFileBuilder } from "../contents/sparse-file-builder.ts";
import { FormatProblem } from "./format-problem.ts";

const FOOTER_BYTES = 512;
const COOKIE = "conectix";
/** Readers take the size of a file by this maker from the footer's size field, and of others from the footer's geometry, which is coarse. */
const CREATOR = "win ";
const CREATOR_VERSION = 0x00_0a_00_00;
const CREATOR_HOST = "Wi2k";
const FEATURES = 2;
const FORMAT_VERSION = 0x00_01_00_00;
const FIXED = 2;
const CHECKSUM_AT = 64;
const SECTOR_BYTES = 512;

/**
 * Reads the disk in a file.
 *
 * @returns What a guest finds on the disk.
 * @throws {@link FormatProblem} if this is no vhd file, is damaged, or is of another than a fixed size.
 */
export function readVhd(file: SparseFile): SparseFile {
  if (file.sizeBytes < 2 * FOOTER_BYTES) throw new FormatProblem("it is too short for a vhd file");
  const footer = file.read(file.sizeBytes - FOOTER_BYTES, FOOTER_BYTES);
  if (footer.toString("latin1", 0, COOKIE.length) !== COOKIE)
    throw new FormatProblem("it does not end as a vhd file does");
  if (footer.readUInt32BE(CHECKSUM_AT) !== checksumOf(footer)) throw new FormatProblem("its footer is damaged");
  const type = footer.readUInt32BE(60);
  if (type !== FIXED)
    throw new FormatProblem(`it is a vhd of type ${type}, and only those of fixed size (${FIXED}) are read`);
  const sizeBytes = Number(footer.readBigUInt64BE(48));
  if (sizeBytes === 0 || sizeBytes > file.sizeBytes - FOOTER_BYTES) {
    throw new FormatProblem(`its footer speaks of a disk of ${sizeBytes} bytes`);
  }
  const disk = new SparseFileBuilder();
  for (const { offset, bytes } of file.pages()) {
    if (offset < sizeBytes) disk.write(offset, bytes.subarray(0, sizeBytes - offset));
  }
  return disk.finish(sizeBytes);
}

/** Writes a disk, whose size is whole sectors. */
export function writeVhd(disk: SparseFile): SparseFile {
  const file = new SparseFileBuilder();
  file.writeFile(0, disk);
  file.write(disk.sizeBytes, footerOf(disk.sizeBytes));
  return file.finish(disk.sizeBytes + FOOTER_BYTES);
}

function footerOf(sizeBytes: number): Buffer {
  const footer = Buffer.alloc(FOOTER_BYTES);
  footer.write(COOKIE, 0, "latin1");
  footer.writeUInt32BE(FEATURES, 8);
  footer.writeUInt32BE(FORMAT_VERSION, 12);
  footer.fill(0xff, 16, 24);
  footer.write(CREATOR, 28, "latin1");
  footer.writeUInt32BE(CREATOR_VERSION, 32);
  footer.write(CREATOR_HOST, 36, "latin1");
  footer.writeBigUInt64BE(BigInt(sizeBytes), 40);
  footer.writeBigUInt64BE(BigInt(sizeBytes), 48);
  const { cylinders, heads, sectors } = geometryOf(Math.floor(sizeBytes / SECTOR_BYTES));
  footer.writeUInt16BE(cylinders, 56);
  footer.writeUInt8(heads, 58);
  footer.writeUInt8(sectors, 59);
  footer.writeUInt32BE(FIXED, 60);
  // Equal disks make equal files, so the identity comes from what is known of the disk.
  createHash("sha256").update(`vhd of ${sizeBytes} bytes`).digest().copy(footer, 68, 0, 16);
  footer.writeUInt32BE(checksumOf(footer), CHECKSUM_AT);
  return footer;
}

/** The ones' complement of the sum of all bytes but the checksum's own. */
function checksumOf(footer: Buffer): number {
  let sum = 0;
  for (const [index, byte] of footer.entries()) {
    if (index < CHECKSUM_AT || index >= CHECKSUM_AT + 4) sum += byte;
  }
  return ~sum >>> 0;
}

/** The geometry that the specification's appendix computes for a number of sectors. */
function geometryOf(totalSectors: number): { cylinders: number; heads: number; sectors: number } {
  const total = Math.min(totalSectors, 65_535 * 16 * 255);
  if (total >= 65_535 * 16 * 63) return { cylinders: Math.floor(total / 255 / 16), heads: 16, sectors: 255 };
  let sectors = 17;
  let tracks = Math.floor(total / sectors);
  let heads = Math.max(4, Math.floor((tracks + 1023) / 1024));
  for (const more of [31, 63]) {
    if (tracks < heads * 1024 && heads <= 16) break;
    sectors = more;
    heads = 16;
    tracks = Math.floor(total / sectors);
  }
  return { cylinders: Math.floor(tracks / heads), heads, sectors };
}
