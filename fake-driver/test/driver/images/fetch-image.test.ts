import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DiskFormat, ImageMeta, KernelImage } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { sparseFileOf } from "../../../src/contents/sparse-file.ts";
import { writeDisk } from "../../../src/images/disk-formats.ts";
import { Attached, failureOf } from "../../support/attached.ts";
import { ImageServer, serves } from "../../support/image-server.ts";
import { imageOf, probeImage, silentImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();

/** Writes the probe's disk in some format. */
function probeIn(diskFormat: DiskFormat): ImageMeta {
  const { source } = probeImage(directory);
  const file = writeDisk(diskFormat, sparseFileOf(readFileSync(source.path)));
  const path = join(directory, `${randomUUID()}.${diskFormat}`);
  const bytes = file.read(0, file.sizeBytes);
  writeFileSync(path, bytes);
  return { ...imageOf(path, bytes), diskFormat };
}

function kernelOf(image: ReturnType<typeof probeImage>, changes: Partial<KernelImage> = {}): KernelImage {
  const { id, sizeBytes, sha256 = "", source } = image;
  return { id, sizeBytes, sha256, source, ...changes };
}

describe("an image", () => {
  it.each<DiskFormat>(["raw", "qcow2", "vhd", "vmdk"])(
    "in format %s boots, and is what the request says or refused",
    async (format) => {
      const image = probeIn(format);
      const fake = await Attached.create({}, image);
      expect((await fake.lines(await fake.spawn()))[0]).toBe("boot 1");
      const other = format === "qcow2" ? "vmdk" : "qcow2";
      const error = await failureOf(fake.driver.spawn(fake.spawnParams({ image: { ...image, diskFormat: other } })));
      expect(error).toMatchObject({ code: "IMAGE_UNACCEPTABLE", details: { imageId: image.id, problem: "format" } });
    },
  );

  it("whose disk is larger than the flavor's is refused", async () => {
    const file = writeDisk("qcow2", sparseFileOf(Buffer.alloc(0)));
    const bytes = file.read(0, file.sizeBytes);
    bytes.writeBigUInt64BE(2n ** 31n, 24);
    bytes.writeUInt32BE(4, 36);
    const path = join(directory, "large.qcow2");
    writeFileSync(path, bytes);
    const fake = await Attached.create({}, { ...imageOf(path, bytes), diskFormat: "qcow2" });
    expect(await failureOf(fake.driver.spawn(fake.spawnParams()))).toMatchObject({
      code: "IMAGE_UNACCEPTABLE",
      effect: "none",
      details: { problem: "flavor-too-small" },
    });
    const flavor = { name: "larger", vcpus: 1, memoryMib: 64, rootGib: 2 };
    await fake.spawn({ flavor });
  });

  it("takes time by its size, which can be cancelled", async () => {
    const fake = await Attached.create();
    const bytes = Buffer.alloc(64 << 20);
    readFileSync(probeImage(directory).source.path).copy(bytes);
    const path = join(directory, "slow.img");
    writeFileSync(path, bytes);
    const [small, large] = [probeImage(directory), imageOf(path, bytes)];
    const begun = await fake.advance(0);
    await fake.driver.cacheImage({ node: fake.node(), image: small });
    const between = await fake.advance(0);
    await fake.driver.cacheImage({ node: fake.node(), image: large });
    expect((await fake.advance(0)) - between).toBeGreaterThan(between - begun - 2000);
    await fake.hold();
    const cancellation = new AbortController();
    const params = { node: fake.node(1), image: large };
    const call = failureOf(fake.driver.cacheImage(params, { signal: cancellation.signal }));
    await fake.advance(100);
    cancellation.abort();
    expect(await call).toMatchObject({ code: "OPERATION_CANCELLED", effect: "none" });
  });

  it("that breaks off or is garbled on its way is used by nobody", async () => {
    const image = probeImage(directory);
    const fake = await Attached.create({}, image);
    for (const [manner, code] of [
      ["breaks", "IMAGE_TRANSFER_FAILED"],
      ["corrupts", "IMAGE_UNACCEPTABLE"],
    ] as const) {
      await fake.driver["simulation/injectFault"]({ fault: { kind: "imageTransfer", manner, afterPercent: 30 } });
      const error = await failureOf(fake.driver.spawn(fake.spawnParams()));
      expect(error).toMatchObject({ code, effect: "none", details: { imageId: image.id } });
    }
    await fake.spawn();
  });

  it("whose credentials expire half way is read with new ones", async () => {
    const image = probeImage(directory);
    const server = await ImageServer.start(serves(readFileSync(image.source.path)));
    const url = `${server.origin}/renewed`;
    const fake = await Attached.create(
      {},
      { ...image, source: { kind: "http", url: server.origin } },
      {
        renewCredentials: async () => ({ credential: { url, headers: [], expiresAt: "2027-01-01T00:00:00Z" } }),
      },
    );
    await fake.driver["simulation/injectFault"]({
      fault: { kind: "imageTransfer", manner: "expires", afterPercent: 60 },
    });
    await fake.spawn();
    expect(server.requests.map(({ path }) => path)).toEqual(["/", "/renewed"]);
  });
});

describe("an image with a kernel", () => {
  it("boots its kernel and not what is on the disk, at every boot", async () => {
    const kernel = kernelOf(probeImage(directory));
    const image = { ...silentImage(directory), kernelBoot: { kernel, commandLine: "console=ttyS0" } };
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.reboot({ instanceUuid, type: "hard" });
    await fake.advance(500);
    const silent = { ...probeImage(directory), kernelBoot: { kernel: kernelOf(silentImage(directory)) } };
    expect((await fake.lines(instanceUuid)).filter((line) => line.startsWith("boot"))).toHaveLength(2);
    expect(await fake.lines(await fake.spawn({ image: silent }))).toEqual([]);
  });

  it("is refused by the name of the file that is not what the request says", async () => {
    const fake = await Attached.create();
    const [kernel, ramdisk] = [kernelOf(probeImage(directory)), kernelOf(silentImage(directory))];
    const wrong: [string, KernelImage, KernelImage][] = [
      [kernel.id, { ...kernel, sha256: "0".repeat(64) }, ramdisk],
      [kernel.id, { ...kernel, sizeBytes: kernel.sizeBytes - 1 }, ramdisk],
      [ramdisk.id, kernel, { ...ramdisk, source: { kind: "file", path: join(directory, "absent") } }],
    ];
    for (const [imageId, changedKernel, changedRamdisk] of wrong) {
      const image = { ...probeImage(directory), kernelBoot: { kernel: changedKernel, ramdisk: changedRamdisk } };
      const error = await failureOf(fake.driver.spawn(fake.spawnParams({ image })));
      expect(error).toMatchObject({ code: "IMAGE_UNACCEPTABLE", effect: "none", details: { imageId } });
      expect((await fake.driver.listInstances()).instances).toEqual([]);
    }
  });
});
