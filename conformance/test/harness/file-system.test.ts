// The readers of file systems, on those that common tools make. fixtures/file-systems/README.md says which.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import { type ReadDisk, readFileSystem } from "../../src/harness/file-system.ts";

/** Reads bytes; what is past their end reads as zeros. */
function readerOf(bytes: Buffer): ReadDisk {
  return (offset, length) => Buffer.concat([bytes.subarray(offset, offset + length), Buffer.alloc(length)], length);
}

function fixture(name: string): Buffer {
  return gunzipSync(readFileSync(new URL(`../fixtures/file-systems/${name}.gz`, import.meta.url)));
}

const METADATA = '{"hostname":"vdk"}\n';
const DEVICES = '{"devices":[]}';
const FILES = {
  empty: "",
  large: "x".repeat(5000),
  "openstack/latest/A-name.That_is-longer-than-most-and-has-Capitals.json": DEVICES,
  "openstack/latest/meta_data.json": METADATA,
};

function read(name: string): { format: string; label: string; files: Record<string, string> } | undefined {
  const found = readFileSystem(readerOf(fixture(name)));
  if (found === undefined) return undefined;
  const files = Object.fromEntries([...found.files].map(([path, bytes]) => [path, bytes.toString("latin1")]));
  return { format: found.format, label: found.label, files };
}

describe("readFileSystem()", () => {
  it.each(["joliet-and-rock-ridge", "joliet", "rock-ridge"])(
    "finds all files of ISO 9660 by their names: %s",
    (name) => {
      expect(read(name)).toEqual({ format: "iso9660", label: "config-2", files: FILES });
    },
  );

  it("finds the files of ISO 9660 without other names by the short ones", () => {
    const found = read("plain");
    expect(found).toMatchObject({ format: "iso9660", label: "CONFIG" });
    expect(found?.files).toMatchObject({
      empty: "",
      large: "x".repeat(5000),
      "openstac/latest/meta_dat.jso": METADATA,
    });
    expect(Object.values(found?.files ?? {})).toContain(DEVICES);
  });

  it.each(["fat12", "fat16", "fat32"])("finds all files of FAT by their names: %s", (name) => {
    expect(read(name)).toEqual({ format: "vfat", label: "CONFIG-2", files: FILES });
  });

  it("finds nothing on a blank disk, and on one with something else", () => {
    expect(readFileSystem(readerOf(Buffer.alloc(0)))).toBeUndefined();
    expect(readFileSystem(readerOf(Buffer.alloc(1 << 20, 0x55)))).toBeUndefined();
    expect(readFileSystem(readerOf(Buffer.alloc(1 << 20, "VDK PROBE WROTE ")))).toBeUndefined();
  });

  it("comes to an end where folders and chains of clusters lead back to themselves", () => {
    const iso = fixture("rock-ridge");
    // The record of the first folder in the root is made to lead to the root itself.
    const rootAt = iso.readUInt32LE(16 * 2048 + 156 + 2) * 2048;
    const recordAt = iso.indexOf("OPENSTAC", rootAt) - 33;
    iso.copy(iso, recordAt + 2, rootAt + 2, rootAt + 18);
    expect(readFileSystem(readerOf(iso))?.format).toBe("iso9660");

    const fat = fixture("fat16");
    const fatAt = fat.readUInt16LE(14) * 512;
    for (let cluster = 2; cluster < 100; cluster += 1) fat.writeUInt16LE(2, fatAt + cluster * 2);
    expect(readFileSystem(readerOf(fat))?.format).toBe("vfat");
  });
});
