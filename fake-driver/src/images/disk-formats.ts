/** The formats in which disks come and go as files. */

import type { DiskFormat } from "@virt-driver-kit/spec";
import type { SparseFile } from "../contents/sparse-file.ts";
import { SparseFileBuilder } from "../contents/sparse-file-builder.ts";
import { FormatProblem } from "./format-problem.ts";
import { readQcow2 } from "./qcow2.ts";
import { readVhd, writeVhd } from "./vhd.ts";
import { readVmdk, writeVmdk } from "./vmdk.ts";
import { writeQcow2 } from "./write-qcow2.ts";

interface Format {
  readonly read: (file: SparseFile) => SparseFile;
  readonly write: (disk: SparseFile) => SparseFile;
}

const SECTOR_BYTES = 512;

const FORMATS: Readonly<Partial<Record<DiskFormat, Format>>> = {
  raw: { read: readRaw, write: (disk) => disk },
  qcow2: { read: readQcow2, write: writeQcow2 },
  vhd: { read: readVhd, write: writeVhd },
  vmdk: { read: readVmdk, write: writeVmdk },
};

/** Tells whether disks can be read from files of a format, and written to them. */
export function isKnownFormat(format: DiskFormat): boolean {
  return FORMATS[format] !== undefined;
}

/**
 * Reads the disk in a file.
 *
 * @param format - What the file is said to be.
 * @returns What a guest finds on the disk, whose size is that of the disk.
 * @throws {@link FormatProblem} if the file is not of that format, is damaged, or needs what is not read.
 */
export function readDisk(format: DiskFormat, file: SparseFile): SparseFile {
  return formatOf(format).read(file);
}

/**
 * Writes a disk to a file.
 *
 * @param format - What the file is to be.
 * @param disk - What a guest finds on the disk. A last sector that is not whole is filled up with zeros.
 */
export function writeDisk(format: DiskFormat, disk: SparseFile): SparseFile {
  return formatOf(format).write(inWholeSectors(disk));
}

function formatOf(format: DiskFormat): Format {
  const known = FORMATS[format];
  if (known === undefined) throw new FormatProblem(`its format is "${format}", which is not read`);
  return known;
}

/** Every file is a raw disk; one that begins like a disk in another format is refused, since a guest would be shown its inside. */
function readRaw(file: SparseFile): SparseFile {
  const head = file.read(0, 4).toString("latin1");
  const other = { "QFI\xfb": "qcow2", KDMV: "vmdk" }[head];
  if (other !== undefined) throw new FormatProblem(`it begins like a ${other} file and claims to be "raw"`);
  return file;
}

function inWholeSectors(disk: SparseFile): SparseFile {
  if (disk.sizeBytes % SECTOR_BYTES === 0) return disk;
  const whole = new SparseFileBuilder();
  whole.writeFile(0, disk);
  return whole.finish(Math.ceil(disk.sizeBytes / SECTOR_BYTES) * SECTOR_BYTES);
}
