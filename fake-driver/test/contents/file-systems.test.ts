/** The file systems of config drives, read by the tools that others read theirs with, where those are installed. */

import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { treeOf } from "../../src/contents/file-tree.ts";
import { iso9660 } from "../../src/contents/iso9660.ts";
import { vfat } from "../../src/contents/vfat.ts";
import { temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();

/** Names of any length, folders of more than one sector, and files of none, one and several. */
const FILES: Readonly<Record<string, Buffer>> = {
  "openstack/latest/meta_data.json": Buffer.from('{"hostname":"vdk"}'),
  empty: Buffer.alloc(0),
  Large: Buffer.alloc(10_000, "0123456789"),
  [`${"l".repeat(200)}/${"m".repeat(54)}`]: Buffer.from("far away"),
  ...Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`many/file-${index}`, Buffer.from(`${index}`)])),
};
const tree = (): ReturnType<typeof treeOf> => treeOf(Object.entries(FILES).map(([path, bytes]) => ({ path, bytes })));

function written(name: string, write: typeof iso9660): { path: string; bytes: Buffer } {
  const file = write("config-2", tree());
  const bytes = file.read(0, file.sizeBytes);
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return { path, bytes };
}

const has = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;
const unless = (program: string): string => (has(program) ? "" : ` (skipped: ${program} is not installed)`);

describe("iso9660", () => {
  it("writes the same bytes each time, with label and files in whole sectors", () => {
    const { bytes } = written("one.iso", iso9660);
    expect(written("two.iso", iso9660).bytes.equals(bytes)).toBe(true);
    expect(bytes.length).toBe(bytes.readUInt32LE(16 * 2048 + 80) * 2048);
    expect(bytes.toString("latin1", 16 * 2048 + 40, 16 * 2048 + 72)).toBe("config-2".padEnd(32));
    expect(bytes.indexOf(FILES["Large"] ?? "") % 2048).toBe(0);
  });

  it.skipIf(!has("isoinfo"))(`has for others the names and contents that it was given${unless("isoinfo")}`, () => {
    const { path } = written("names.iso", iso9660);
    const isoinfo = (...args: string[]): Buffer => execFileSync("isoinfo", ["-i", path, "-R", ...args]);
    const names = isoinfo("-f").toString().trim().split("\n");
    for (const [name, bytes] of Object.entries(FILES)) {
      expect(names).toContain(`/${name}`);
      expect(isoinfo("-x", `/${name}`).equals(bytes)).toBe(true);
    }
  });
});

describe("vfat", () => {
  it("writes the same bytes each time, a FAT16 that is neither too small nor too large for one", () => {
    const { bytes } = written("one.img", vfat);
    expect(written("two.img", vfat).bytes.equals(bytes)).toBe(true);
    const tables = bytes.readUInt16LE(22) * 512;
    const clusters = (bytes.length - 512 - 2 * tables - bytes.readUInt16LE(17) * 32) / (512 * (bytes[13] ?? 0));
    expect(clusters).toBeGreaterThanOrEqual(4085);
    expect(clusters).toBeLessThan(65_525);
    expect(bytes.subarray(512, 512 + tables).equals(bytes.subarray(512 + tables, 512 + 2 * tables))).toBe(true);
    expect(bytes.toString("latin1", 43, 54)).toBe("config-2".padEnd(11));
  });

  it("takes larger clusters for more than fits into small ones", () => {
    const file = vfat("config-2", treeOf([{ path: "a", bytes: Buffer.alloc(40 * 2 ** 20, 1) }]));
    expect(file.read(13, 1)[0]).toBe(2);
  });

  it.skipIf(!has("mtype"))(`has for others the names and contents that it was given${unless("mtype")}`, () => {
    const { path } = written("names.img", vfat);
    for (const [name, bytes] of Object.entries(FILES)) {
      expect(execFileSync("mtype", ["-i", path, `::/${name}`]).equals(bytes)).toBe(true);
    }
  });
});
