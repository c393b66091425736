// The probe image: that its parameter block is where the guest looks, and that the built boot sector is its source.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { digestOf, probeImage } from "../../src/harness/probe-image.ts";

const guest = fileURLToPath(new URL("../../guest/", import.meta.url));

describe("probeImage()", () => {
  it("is a bootable disk of 1 MiB whose boot counter is zero", () => {
    const image = probeImage();
    expect(image.length).toBe(1024 * 1024);
    expect(image.readUInt16LE(510)).toBe(0xaa55);
    expect(image.subarray(512, 4096).every((byte) => byte === 0)).toBe(true);
  });

  it("marks its parameter block and fills in the defaults", () => {
    const image = probeImage();
    expect(image.indexOf("VDKPROBE", 0, "ascii")).toBe(16);
    expect([24, 26, 28, 30].map((at) => image.readUInt16LE(at))).toEqual([0x600, 0, 0, 0]);
  });

  it("writes each option to its own field and changes no code", () => {
    const variant = probeImage({ ignorePowerButton: true, powerOffAfterTicks: 12, pm1Base: 0x400 });
    expect([24, 26, 28, 30].map((at) => variant.readUInt16LE(at))).toEqual([0x400, 1, 12, 0]);
    const plain = probeImage();
    const differing = [...plain.keys()].filter((at) => plain[at] !== variant[at]);
    expect(differing).toEqual([25, 26, 28]);
  });

  it("asks for one thing more about other disks each time, and brings what does it", () => {
    const flags = (["tell", "show", "write"] as const).map((otherDisks) => probeImage({ otherDisks }).readUInt16LE(26));
    expect(flags).toEqual([2, 4, 12]);
    expect(probeImage({ otherDisks: "tell", ignorePowerButton: true }).readUInt16LE(26)).toBe(3);
    expect(probeImage().indexOf("VDKD", 4096, "ascii")).toBe(4096);
  });

  it("refuses a number that the block cannot hold", () => {
    expect(() => probeImage({ powerOffAfterTicks: 65_536 })).toThrow(RangeError);
    expect(() => probeImage({ pm1Base: -1 })).toThrow(RangeError);
  });
});

describe("digestOf()", () => {
  it("gives the size and the SHA-256 of the bytes", () => {
    expect(digestOf(Buffer.alloc(0))).toEqual({
      sizeBytes: 0,
      sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    });
  });
});

describe.each(["probe", "disks", "kernel"])("guest/%s.bin", (name) => {
  const hasNasm = spawnSync("nasm", ["-v"]).status === 0;

  it.skipIf(!hasNasm)(
    `is what nasm makes of guest/${name}.asm${hasNasm ? "" : " (skipped: nasm is not installed, so it cannot be built again)"}`,
    () => {
      const directory = mkdtempSync(join(tmpdir(), "vdk-probe-"));
      try {
        const built = join(directory, `${name}.bin`);
        execFileSync("nasm", ["-f", "bin", "-Wall", "-Werror", "-o", built, join(guest, `${name}.asm`)]);
        expect(readFileSync(built).equals(readFileSync(join(guest, `${name}.bin`)))).toBe(true);
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
  );
});
