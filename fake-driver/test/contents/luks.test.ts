import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fileContents } from "../../src/contents/file-contents.ts";
import { luksContents, openLuks } from "../../src/contents/luks.ts";
import { temporaryDirectory } from "../support/probe-image.ts";
import { LUKS_HEADER_BYTES, luksVolume, rawVolume } from "../support/volume-files.ts";

const directory = temporaryDirectory();

describe("a volume in the layout of LUKS", () => {
  it("opens with its passphrase and no other, and is read in the clear", () => {
    const plain = randomBytes(4096);
    const file = fileContents(luksVolume(directory, "a-secret", plain));
    expect(openLuks(file, "another")).toBeUndefined();
    const key = openLuks(file, "a-secret");
    if (key === undefined) throw new RangeError("The volume did not open");
    const contents = luksContents(file, key);
    expect(contents.sizeBytes).toBe(plain.length);
    expect(contents.read(0, plain.length).equals(plain)).toBe(true);
    expect(contents.read(700, 1000).equals(plain.subarray(700, 1700))).toBe(true);
  });

  it("is written encrypted, behind its header", () => {
    const path = luksVolume(directory, "a-secret", Buffer.alloc(4096));
    const header = readFileSync(path).subarray(0, LUKS_HEADER_BYTES);
    const file = fileContents(path);
    const key = openLuks(file, "a-secret");
    if (key === undefined) throw new RangeError("The volume did not open");
    const text = Buffer.alloc(512, "in the clear ");
    luksContents(file, key).writeSector(3, text);
    expect(luksContents(file, key).readSector(3).equals(text)).toBe(true);
    const bytes = readFileSync(path);
    expect(bytes.includes("in the clear")).toBe(false);
    expect(bytes.subarray(0, LUKS_HEADER_BYTES).equals(header)).toBe(true);
  });

  it("is not found in a file that is none", () => {
    expect(openLuks(fileContents(rawVolume(directory)), "a-secret")).toBeUndefined();
  });
});
