import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileContents } from "../../src/contents/file-contents.ts";
import { qcow2Contents } from "../../src/contents/qcow2.ts";
import { readQcow2Header, writeBacking } from "../../src/contents/qcow2-header.ts";
import { temporaryDirectory } from "../support/probe-image.ts";
import { overlayOf, rawVolume, VOLUME_BYTES } from "../support/volume-files.ts";

const directory = temporaryDirectory();
let number = 0;
const layerPath = (): string => join(directory, `layer-${(number += 1)}.qcow2`);

describe("a qcow2 file", () => {
  it("shows the raw file underneath, and keeps what is written to itself", () => {
    const bytes = randomBytes(VOLUME_BYTES);
    const base = rawVolume(directory, bytes);
    const path = layerPath();
    overlayOf(path, { name: basename(base), format: "raw" });
    const layer = qcow2Contents(path);
    expect(layer.sizeBytes).toBe(VOLUME_BYTES);
    expect(layer.read(0, VOLUME_BYTES).equals(bytes)).toBe(true);
    const written = randomBytes(100_352);
    layer.write(65_024, written);
    written.copy(bytes, 65_024);
    expect(layer.read(0, VOLUME_BYTES).equals(bytes)).toBe(true);
    expect(readFileSync(base).equals(bytes)).toBe(false);
    expect([...layer.ownParts()].map(({ offset }) => offset)).toEqual([0, 65_536, 131_072]);
  });

  it("counts a reference to each of its clusters", () => {
    const path = layerPath();
    overlayOf(path, null);
    qcow2Contents(path).write(0, randomBytes(VOLUME_BYTES));
    const file = readFileSync(path);
    const clusters = file.length / 65_536;
    const counts = Array.from({ length: clusters + 1 }, (_, cluster) => file.readUInt16BE(131_072 + 2 * cluster));
    expect(counts).toEqual([...Array.from({ length: clusters }, () => 1), 0]);
  });

  it("grows by a table of references where one is full", () => {
    const path = layerPath();
    const sizeBytes = 2 ** 29;
    overlayOf(path, null, sizeBytes);
    const layer = qcow2Contents(path);
    // The file is made as long as its first block of counts reaches, but for one cluster, without holding anything.
    fileContents(path).write(32_766 * 65_536, Buffer.alloc(65_536));
    layer.write(0, Buffer.alloc(512, 1));
    layer.write(2 ** 28, Buffer.alloc(512, 2));
    expect(layer.readSector(0)[0]).toBe(1);
    expect(layer.readSector(2 ** 28 / 512)[0]).toBe(2);
    expect(fileContents(path).read(65_544, 8).readBigUInt64BE()).not.toBe(0n);
  });

  it("stands on another file when it is told to, and on none", () => {
    const base = rawVolume(directory, Buffer.alloc(VOLUME_BYTES, 7));
    const path = layerPath();
    overlayOf(path, null);
    expect(qcow2Contents(path).readSector(0)[0]).toBe(0);
    writeBacking(path, { name: base, format: "raw" });
    expect(readQcow2Header(path).backing).toEqual({ path: base, format: "raw" });
    expect(qcow2Contents(path).readSector(0)[0]).toBe(7);
    writeBacking(path, null);
    expect(readQcow2Header(path).backing).toBeNull();
  });

  it("is refused if it is none", () => {
    const path = rawVolume(directory);
    expect(() => qcow2Contents(path).sizeBytes).toThrow("does not begin like one");
  });
});
