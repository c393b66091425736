import { describe, expect, it } from "vitest";
import { type SparseFile, sparseFileOf } from "../../src/contents/sparse-file.ts";
import { SparseFileBuilder } from "../../src/contents/sparse-file-builder.ts";
import { readDisk, writeDisk } from "../../src/images/disk-formats.ts";
import { FormatProblem } from "../../src/images/format-problem.ts";

const FORMATS = ["raw", "qcow2", "vhd", "vmdk"] as const;
const MIB = 2 ** 20;

function diskWith(sizeBytes: number, parts: Readonly<Record<number, string>>): SparseFile {
  const builder = new SparseFileBuilder();
  for (const [offset, text] of Object.entries(parts)) builder.write(Number(offset), Buffer.from(text));
  return builder.finish(sizeBytes);
}

function bytesOf(file: SparseFile): Buffer {
  return file.read(0, file.sizeBytes);
}

/** A copy of a file with some bytes changed. */
function changed(file: SparseFile, offset: number, bytes: readonly number[]): SparseFile {
  const copy = bytesOf(file);
  copy.set(bytes, offset);
  return sparseFileOf(copy);
}

/** A copy of a file with some text replaced by another of the same length. */
function reworded(file: SparseFile, from: string, to: string): SparseFile {
  return sparseFileOf(Buffer.from(bytesOf(file).toString("latin1").replace(from, to), "latin1"));
}

describe.each(FORMATS)("a disk in format %s", (format) => {
  it("is read as it was written", () => {
    const disks = [
      diskWith(MIB, { 0: "first", [MIB - 4]: "last" }),
      diskWith(512, { 0: "small" }),
      diskWith(3 * MIB, {}),
      diskWith(5 * MIB + 512, { 65_534: "over an edge", [5 * MIB + 500]: "to the end.." }),
    ];
    for (const disk of disks) {
      const read = readDisk(format, writeDisk(format, disk));
      expect(read.sizeBytes).toBe(disk.sizeBytes);
      expect(bytesOf(read).equals(bytesOf(disk))).toBe(true);
    }
  });

  it("ends with a whole sector", () => {
    const read = readDisk(format, writeDisk(format, diskWith(700, { 600: "end" })));
    expect(read.sizeBytes).toBe(1024);
    expect(read.read(600, 3).toString()).toBe("end");
  });

  it("is the same file for the same disk", () => {
    const files = [1, 2].map(() => bytesOf(writeDisk(format, diskWith(MIB, { 4096: "same" }))));
    expect(files[0]).toEqual(files[1]);
  });
});

describe("a large disk", () => {
  it("takes no more room than what is on it, but for raw and vhd files", () => {
    const disk = diskWith(64 * 2 ** 30, { 0: "x", [40 * 2 ** 30]: "y" });
    for (const format of ["qcow2", "vmdk"] as const) {
      const file = writeDisk(format, disk);
      expect(file.sizeBytes).toBeLessThan(20 * MIB);
      expect(
        readDisk(format, file)
          .read(40 * 2 ** 30, 1)
          .toString(),
      ).toBe("y");
    }
  });
});

describe("a file that cannot be read as a disk", () => {
  const disk = diskWith(MIB, { 0: "data" });
  const [qcow2, vhd, vmdk] = [writeDisk("qcow2", disk), writeDisk("vhd", disk), writeDisk("vmdk", disk)];
  /** The entry of the first cluster in the only table of the second level. */
  const entryAt = 4 * 65_536;

  it.each([
    ["qcow2", "another format", disk, "does not begin as a qcow2 file"],
    ["qcow2", "an unknown version", changed(qcow2, 4, [0, 0, 0, 4]), "qcow2 version 4"],
    ["qcow2", "a backing file", changed(qcow2, 15, [104]), "backing file"],
    ["qcow2", "encryption", changed(qcow2, 35, [2]), "encrypted"],
    ["qcow2", "an external data file", changed(qcow2, 79, [4]), "features that are not read (0x4)"],
    ["qcow2", "odd clusters", changed(qcow2, 23, [40]), "2^40 bytes"],
    ["qcow2", "a first table that is too short", changed(qcow2, 24, [0, 16]), "first table is too short"],
    ["qcow2", "a table that is not there", changed(qcow2, 44, [64]), "a table lies past its end"],
    ["qcow2", "a cluster that is not there", changed(qcow2, entryAt + 3, [64]), "refers past its end"],
    ["qcow2", "compressed clusters", changed(qcow2, entryAt, [0xc0]), "compressed clusters"],
    ["vhd", "another format", disk, "does not end as a vhd file"],
    ["vhd", "next to nothing", diskWith(600, {}), "too short"],
    ["vhd", "a damaged footer", changed(vhd, MIB + 40, [1]), "footer is damaged"],
    ["vmdk", "another format", disk, "does not begin as a sparse vmdk file"],
    ["vmdk", "line ends that were converted", changed(vmdk, 75, [10]), "damaged it"],
    ["vmdk", "compressed grains", changed(vmdk, 10, [3]), "compressed or made for streaming"],
    ["vmdk", "a parent", reworded(vmdk, "parentCID=ffffffff", "parentCID=12345678"), "layer on another"],
    ["vmdk", "another layout", reworded(vmdk, "monolithicSparse", "monolithicFlat\0\0"), "createType"],
    ["vmdk", "grains of no size", changed(vmdk, 20, [0]), "header is damaged"],
    ["vmdk", "a directory that is not there", changed(vmdk, 58, [255]), "a table lies past its end"],
    ["raw", "the beginning of a qcow2 file", qcow2, 'claims to be "raw"'],
    ["raw", "the beginning of a vmdk file", vmdk, 'claims to be "raw"'],
    ["vdi", "a format that nobody reads", disk, '"vdi"'],
  ] as const)("of format %s is refused for %s", (format, _, file, problem) => {
    const read = (): SparseFile => readDisk(format, file);
    expect(read).toThrow(FormatProblem);
    expect(read).toThrow(problem);
  });
});

describe("a qcow2 file", () => {
  it("may have been left open by its last writer", () => {
    const file = writeDisk("qcow2", diskWith(MIB, { 0: "data" }));
    expect(
      readDisk("qcow2", changed(file, 79, [1]))
        .read(0, 4)
        .toString(),
    ).toBe("data");
  });

  it("may say that a cluster reads as zeros", () => {
    const file = writeDisk("qcow2", diskWith(MIB, { 0: "data", 65_536: "more" }));
    const read = readDisk("qcow2", changed(file, 4 * 65_536 + 7, [1]));
    expect(read.read(0, 4)).toEqual(Buffer.alloc(4));
    expect(read.read(65_536, 4).toString()).toBe("more");
  });
});
