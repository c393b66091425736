// Copying an image and finding out whether it is the right one.
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import type { ImageMeta } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";

import { copyImage } from "../../src/store/copy-image.ts";
import { imageFile } from "../support/probe-image.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

const MIB = 1024 * 1024;

/** Copies an image and returns the disk and the percentages told. */
async function copy(
  image: ImageMeta,
  signal = new AbortController().signal,
): Promise<{ disk: string; told: number[] }> {
  const disk = join(temporaryDirectory(), "disk.raw");
  const told: number[] = [];
  await copyImage({ image, disk, signal, onPercent: (percent) => told.push(percent) });
  return { disk, told };
}

describe("copyImage()", () => {
  it("copies every byte, keeps holes holes, and tells how far it is", async () => {
    const bytes = Buffer.alloc(9 * MIB + 17);
    bytes.fill(7, 3 * MIB - 5, 3 * MIB + 5);
    const { disk, told } = await copy(imageFile(temporaryDirectory(), bytes));
    expect(readFileSync(disk).equals(bytes)).toBe(true);
    expect(statSync(disk).blocks * 512).toBeLessThan(3 * MIB);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(100);
  });

  it("refuses an image that is not the one described, and says what is wrong", async () => {
    const image = imageFile(temporaryDirectory(), Buffer.alloc(5000, 1));
    const problemOf = async (changes: Partial<ImageMeta>): Promise<unknown> =>
      copy({ ...image, ...changes }).catch((error: { details?: unknown }) => error.details);
    const imageId = image.id;
    expect(await problemOf({ sizeBytes: 4999 })).toEqual({ imageId, problem: "size" });
    expect(await problemOf({ sha256: "f".repeat(64) })).toEqual({ imageId, problem: "checksum" });
    const missing = { kind: "file", path: `${image.source.path}-missing` } as const;
    expect(await problemOf({ source: missing })).toEqual({ imageId, problem: "unreadable" });
  });

  it("refuses a named pipe instead of waiting for somebody to write to it", async () => {
    const path = join(temporaryDirectory(), "pipe");
    execFileSync("mkfifo", [path]);
    const image = imageFile(temporaryDirectory(), Buffer.from("x"));
    const copying = copy({ ...image, source: { kind: "file", path } });
    await expect(copying).rejects.toMatchObject({ details: { problem: "unreadable" } });
  });

  it("stops when it is told to", async () => {
    const image = imageFile(temporaryDirectory(), Buffer.alloc(MIB, 1));
    const reason = new Error("enough");
    await expect(copy(image, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
