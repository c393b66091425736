import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ImageMeta, KernelImage, ManageImageCacheParams } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { ImageServer, serves } from "../../support/image-server.ts";
import { imageOf, probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();

function clear(fake: Attached, changes: Partial<ManageImageCacheParams> = {}) {
  return fake.driver.manageImageCache({ node: fake.node(), imagesInUse: [], unusedForSeconds: 0, ...changes });
}

function kernelFile(text: string): KernelImage {
  const path = join(directory, randomUUID());
  writeFileSync(path, text);
  const { id, sizeBytes, sha256 = "", source } = imageOf(path, Buffer.from(text));
  return { id, sizeBytes, sha256, source };
}

describe("cacheImage", () => {
  it("fetches an image once, and keeps it when its source is gone, also over a restart", async () => {
    const stateDirectory = temporaryDirectory();
    const image = probeImage(directory);
    const first = await Attached.create({ stateDirectory });
    expect(await first.driver.cacheImage({ node: first.node(), image })).toEqual({ fetched: true });
    renameSync(image.source.path, `${image.source.path}.gone`);
    expect(await first.driver.cacheImage({ node: first.node(), image })).toEqual({ fetched: false });
    await first.connection.close();
    const second = await Attached.create({ stateDirectory });
    expect(await second.driver.cacheImage({ node: second.node(), image })).toEqual({ fetched: false });
    const uuid = await second.spawn({ image });
    expect(await second.lines(uuid)).toEqual(["boot 1", "tick 1"]);
    const elsewhere = await failureOf(second.driver.cacheImage({ node: second.node(1), image }));
    expect(elsewhere).toMatchObject({ code: "IMAGE_UNACCEPTABLE", details: { problem: "unreadable" } });
  });

  it("finds what a spawn has fetched", async () => {
    const image = probeImage(directory);
    const fake = await Attached.create({}, image);
    await fake.spawn();
    expect(await fake.driver.cacheImage({ node: fake.node(), image })).toEqual({ fetched: false });
  });

  it("fetches kernel and RAM disk along", async () => {
    const image = {
      ...probeImage(directory),
      kernelBoot: { kernel: kernelFile("kernel"), ramdisk: kernelFile("disk") },
    };
    const fake = await Attached.create();
    expect(await fake.driver.cacheImage({ node: fake.node(), image })).toEqual({ fetched: true });
    const { removed } = await clear(fake);
    const { kernel, ramdisk } = image.kernelBoot;
    expect(removed.map(({ imageId }) => imageId)).toEqual([image.id, kernel.id, ramdisk.id]);
  });

  it("keeps no image that is not what the request says", async () => {
    const fake = await Attached.create();
    const image = probeImage(directory);
    const wrong: [string, Partial<ImageMeta>][] = [
      ["checksum", { sha256: "0".repeat(64) }],
      ["size", { sizeBytes: image.sizeBytes + 1 }],
      ["format", { diskFormat: "qcow2" }],
      ["format", { diskFormat: "iso" }],
    ];
    for (const [problem, changes] of wrong) {
      const error = await failureOf(fake.driver.cacheImage({ node: fake.node(), image: { ...image, ...changes } }));
      expect(error).toMatchObject({ code: "IMAGE_UNACCEPTABLE", details: { imageId: image.id, problem } });
    }
    const { sha256: _, ...withoutDigest } = image;
    const error = await failureOf(fake.driver.cacheImage({ node: fake.node(), image: withoutDigest }));
    expect(error).toMatchObject({ code: "IMAGE_UNACCEPTABLE", details: { problem: "checksum" } });
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 1 } });
    const failure = await failureOf(fake.driver.cacheImage({ node: fake.node(), image }));
    expect(failure).toMatchObject({ code: "BACKEND_FAILED", effect: "none", details: { step: "cacheImage" } });
    expect(await fake.driver.cacheImage({ node: fake.node(), image })).toEqual({ fetched: true });
  });

  it("takes an image of the same id and another digest for another, and leaves instances of the first alone", async () => {
    const fake = await Attached.create();
    const old = probeImage(directory);
    const uuid = await fake.spawn({ image: old });
    const renewed = { ...probeImage(directory, { powerOffAfterTicks: 3 }), id: old.id };
    expect(await fake.driver.cacheImage({ node: fake.node(), image: renewed })).toEqual({ fetched: true });
    await fake.driver.reboot({ instanceUuid: uuid, type: "hard" });
    await fake.advance(2000);
    expect(await fake.powerState(uuid)).toBe("running");
    const newer = await fake.spawn({ image: renewed });
    await fake.advance(2000);
    expect(await fake.powerState(newer)).toBe("shutdown");
  });

  it("says of calls at the same time exactly once that it fetched", async () => {
    const fake = await Attached.create();
    const image = probeImage(directory);
    await fake.hold();
    const calls = Array.from({ length: 4 }, () => fake.driver.cacheImage({ node: fake.node(), image }));
    await fake.advance(30_000);
    const answers = await Promise.all(calls);
    await fake.hold(false);
    expect(answers.filter(({ fetched }) => fetched)).toHaveLength(1);
    expect((await clear(fake)).removed).toHaveLength(1);
  });

  it("serves each node that has a store of its own for itself", async () => {
    const bytes = readFileSync(probeImage(directory).source.path);
    const server = await ImageServer.start(serves(bytes));
    const image = { ...imageOf("", bytes), source: { kind: "http" as const, url: server.origin } };
    const fake = await Attached.create();
    expect(await fake.driver.cacheImage({ node: fake.node(0), image })).toEqual({ fetched: true });
    expect(await fake.driver.cacheImage({ node: fake.node(1), image })).toEqual({ fetched: true });
    expect(server.requests).toHaveLength(2);
    expect(await clear(fake)).not.toHaveProperty("storeId");
  });

  it("serves all nodes that share a store, and says which store it is", async () => {
    const full = readFileSync(new URL("../../../personas/full.yaml", import.meta.url), "utf8");
    const persona = join(directory, "sharing.yaml");
    writeFileSync(persona, full.replace(/^  storage: .*$/m, "  storage: shared"));
    const image = probeImage(directory);
    const fake = await Attached.create({ persona }, image);
    const uuid = await fake.spawn();
    expect(await fake.driver.cacheImage({ node: fake.node(1), image })).toEqual({ fetched: false });
    const [first, second] = [await clear(fake), await clear(fake, { node: fake.node(1) })];
    expect(first.storeId).toBeDefined();
    expect(second).toEqual({ removed: [], hasMore: false, sizeBytes: image.sizeBytes, storeId: first.storeId });
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
    expect((await clear(fake, { node: fake.node(1) })).removed).toHaveLength(1);
  });

  it("refuses unknown nodes, and fails without room", async () => {
    const fake = await Attached.create({ diskGib: 1 });
    const image = probeImage(directory);
    const unknown = await failureOf(fake.driver.cacheImage({ node: randomUUID(), image }));
    expect(unknown).toMatchObject({ code: "NODE_NOT_FOUND", effect: "none" });
    const flavor = { name: "large", vcpus: 1, memoryMib: 1020, rootGib: 0 };
    await fake.driver.suspend({ instanceUuid: await fake.spawn({ image, flavor }) });
    for (let count = 0; count < 2; count += 1) {
      await fake.driver.cacheImage({ node: fake.node(), image: { ...image, id: randomUUID() } });
    }
    const full = await failureOf(fake.driver.cacheImage({ node: fake.node(), image: { ...image, id: randomUUID() } }));
    expect(full).toMatchObject({ code: "BACKEND_FAILED", effect: "none", details: { step: "cacheImage" } });
  });

  it("leaves nothing when it is cancelled", async () => {
    const fake = await Attached.create();
    const image = probeImage(directory);
    for (const elapsed of [1, 1000, 7000]) {
      await fake.hold();
      const cancellation = new AbortController();
      const call = failureOf(fake.driver.cacheImage({ node: fake.node(), image }, { signal: cancellation.signal }));
      await fake.advance(elapsed);
      cancellation.abort();
      expect(await call).toMatchObject({ code: "OPERATION_CANCELLED", effect: "none" });
      await fake.hold(false);
    }
    expect((await clear(fake)).sizeBytes).toBe(0);
  });
});

describe("manageImageCache", () => {
  it("removes what nobody needs, and tells of exactly that", async () => {
    const fake = await Attached.create();
    const [listed, loose] = [probeImage(directory), probeImage(directory)];
    for (const image of [listed, loose]) await fake.driver.cacheImage({ node: fake.node(), image });
    const { removed, hasMore, sizeBytes } = await clear(fake, { imagesInUse: [listed.id] });
    expect(removed).toMatchObject([{ imageId: loose.id, sha256: loose.sha256, sizeBytes: loose.sizeBytes }]);
    expect({ hasMore, sizeBytes }).toEqual({ hasMore: false, sizeBytes: listed.sizeBytes });
    expect(await fake.driver.cacheImage({ node: fake.node(), image: listed })).toEqual({ fetched: false });
    expect(await fake.driver.cacheImage({ node: fake.node(), image: loose })).toEqual({ fetched: true });
  });

  it("keeps what was used a short while ago", async () => {
    const fake = await Attached.create();
    const image = probeImage(directory);
    const uuid = await fake.spawn({ image });
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
    await fake.advance(50_000);
    expect((await clear(fake, { unusedForSeconds: 100 })).removed).toEqual([]);
    await fake.spawn({ image }).then((instanceUuid) => fake.driver.destroy({ instanceUuid, destroyDisks: true }));
    await fake.advance(60_000);
    expect((await clear(fake, { unusedForSeconds: 100 })).removed).toEqual([]);
    await fake.advance(41_000);
    expect((await clear(fake, { unusedForSeconds: 100 })).removed).toHaveLength(1);
  });

  it("keeps what disks are made from, with an instance or without, and kernels that guests boot with", async () => {
    const fake = await Attached.create();
    const image = { ...probeImage(directory), kernelBoot: { kernel: kernelFile("another kernel") } };
    const instanceUuid = await fake.spawn({ image });
    expect((await clear(fake)).removed).toEqual([]);
    await fake.driver.destroy({ instanceUuid, destroyDisks: false });
    expect((await clear(fake)).removed.map(({ imageId }) => imageId)).toEqual([image.kernelBoot.kernel.id]);
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    expect((await clear(fake)).removed.map(({ imageId }) => imageId)).toEqual([image.id]);
  });

  it("keeps what a call in progress has fetched", async () => {
    const image = probeImage(directory);
    const fake = await Attached.create({}, image);
    await fake.hold();
    const spawning = fake.driver.spawn(fake.spawnParams());
    await fake.advance(9500);
    expect(await clear(fake)).toMatchObject({ removed: [], sizeBytes: image.sizeBytes });
    await fake.hold(false);
    await spawning;
  });

  it("says what is gone when it fails half way", async () => {
    const fake = await Attached.create();
    for (let count = 0; count < 2; count += 1) {
      await fake.driver.cacheImage({ node: fake.node(), image: probeImage(directory) });
    }
    const { sizeBytes } = probeImage(directory);
    for (const [step, effect, left] of [
      [1, "none", 2],
      [2, "partial", 1],
    ] as const) {
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      expect(await failureOf(clear(fake))).toMatchObject({ code: "BACKEND_FAILED", effect });
      expect((await clear(fake, { unusedForSeconds: 1000 })).sizeBytes).toBe(left * sizeBytes);
    }
    expect(await failureOf(clear(fake, { node: randomUUID() }))).toMatchObject({ code: "NODE_NOT_FOUND" });
  });

  it("removes at most 256 in one call, and says that there are more", async () => {
    const fake = await Attached.create();
    const image = probeImage(directory);
    for (let count = 0; count < 258; count += 1) {
      await fake.driver.cacheImage({ node: fake.node(), image: { ...image, id: randomUUID() } });
    }
    const first = await clear(fake);
    expect([first.removed.length, first.hasMore]).toEqual([256, true]);
    const second = await clear(fake);
    expect([second.removed.length, second.hasMore, second.sizeBytes]).toEqual([2, false, 0]);
  });
});
