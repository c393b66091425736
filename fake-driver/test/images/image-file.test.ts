import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readImageFile } from "../../src/images/image-file.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();
const { signal } = new AbortController();

function write(name: string, bytes: Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
}

describe("readImageFile", () => {
  it("tells size, digest and bytes", async () => {
    const image = probeImage(directory, { powerOffAfterTicks: 5 });
    const read = await readImageFile(image.source.path, signal);
    expect(read).toMatchObject({ sizeBytes: image.sizeBytes, sha256: image.sha256 });
    expect(read?.file.read(0, image.sizeBytes)).toEqual(readFileSync(image.source.path));
  });

  it("reads files shorter than a sector, and empty ones", async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from("short"), Buffer.alloc(514)]) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const file = await readImageFile(write(`${bytes.length}.img`, bytes), signal);
      expect(file).toMatchObject({ sizeBytes: bytes.length, sha256 });
      expect(file?.file.read(0, 600)).toEqual(Buffer.concat([bytes, Buffer.alloc(600)]).subarray(0, 600));
    }
  });

  it("sees every change of a file, however quick", async () => {
    for (let round = 0; round < 20; round += 1) {
      const bytes = Buffer.alloc(2048, round);
      const path = write("changing.img", bytes);
      expect((await readImageFile(path, signal))?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
  });

  it("takes a directory for no image, and an absent file for an error", async () => {
    const folder = join(directory, "folder");
    mkdirSync(folder);
    expect(await readImageFile(folder, signal)).toBeNull();
    await expect(readImageFile(join(directory, "absent"), signal)).rejects.toThrow("ENOENT");
  });

  it("stops when it is told to", async () => {
    const path = write("large.img", Buffer.alloc(1 << 22));
    await expect(readImageFile(path, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  });
});
