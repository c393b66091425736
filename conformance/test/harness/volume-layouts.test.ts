// The layouts of volumes that the kit makes, and who has their files open.
import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { usersOfFile } from "../../src/harness/file-users.ts";
import { LUKS_HEADER_BYTES, luksPlain, luksVolume } from "../../src/harness/luks.ts";
import { backingNameOf, qcow2Image, qcow2Layer, readLayer } from "../../src/harness/qcow2.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";

const directory = temporaryDirectory();
const CLUSTER_BYTES = 65_536;

describe("luksVolume()", () => {
  const plain = Buffer.alloc(1_024, "plain data ");
  const volume = luksVolume("a passphrase", plain);

  it("holds the data after its header, and none of it in the clear", () => {
    expect(volume.length).toBe(LUKS_HEADER_BYTES + plain.length);
    expect(volume.toString("latin1", 0, 6)).toBe("LUKS\xba\xbe");
    expect(volume.subarray(LUKS_HEADER_BYTES).includes("plain")).toBe(false);
    expect(luksPlain(volume.subarray(LUKS_HEADER_BYTES), 0)).toEqual(plain);
    expect(luksPlain(volume.subarray(LUKS_HEADER_BYTES + 512), 1)).toEqual(plain.subarray(512));
  });

  it("is the same for the same arguments, and another with another passphrase", () => {
    expect(luksVolume("a passphrase", plain).equals(volume)).toBe(true);
    expect(luksVolume("another passphrase", plain).equals(volume)).toBe(false);
  });
});

describe("files in qcow2", () => {
  it("say what they hold", () => {
    const path = join(directory, "image.qcow2");
    const contents = Buffer.concat([Buffer.alloc(CLUSTER_BYTES, "first"), Buffer.alloc(CLUSTER_BYTES, "second")]);
    writeFileSync(path, qcow2Image(contents));
    expect(readLayer(path, 0, 5)?.toString()).toBe("first");
    expect(readLayer(path, CLUSTER_BYTES, 6)?.toString()).toBe("second");
    expect(backingNameOf(path)).toBeUndefined();
  });

  it("hold nothing of their own as a layer, and name what is under them", () => {
    const path = join(directory, "layer.qcow2");
    writeFileSync(path, qcow2Layer(1 << 20, { path: join(directory, "base.img"), format: "raw" }));
    expect(readLayer(path, 512, 4)).toBeUndefined();
    expect(backingNameOf(path)).toBe("base.img");
  });
});

describe("usersOfFile()", () => {
  it.runIf(process.platform === "linux")("names the process that has a file open, until it closes it", () => {
    const path = join(directory, "open.img");
    writeFileSync(path, "");
    expect(usersOfFile(path)).toEqual([]);
    const file = openSync(path, "r");
    expect(usersOfFile(path)).toEqual([expect.stringContaining(`process ${process.pid} (`)]);
    closeSync(file);
    expect(usersOfFile(path)).toEqual([]);
  });

  it("names nobody for a file that is not there", () => {
    expect(usersOfFile(join(directory, "none.img"))).toEqual([]);
  });
});
