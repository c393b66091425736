import { randomUUID } from "node:crypto";
import type { LiveMigrateData } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { failureOf } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";
import { sharedStorePersona } from "../../support/persona-with.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

const NONE = { vcpus: 0, memoryMib: 0, localGib: 0 };

/** What the destination offers for an instance. */
async function offerFor(
  site: AttachedSite,
  instanceUuid: string,
  changes: { sourceCpu?: { architecture: "x86_64" | "aarch64"; features?: string[] }; blockMigration?: boolean } = {},
): Promise<LiveMigrateData> {
  const { data } = await site.destination.driver.checkCanLiveMigrateDestination({
    instance: site.instanceOf(instanceUuid),
    node: site.destination.node(),
    diskOverCommit: false,
    ...changes,
  });
  return data;
}

describe("checkCanLiveMigrateDestination", () => {
  it("says where the guest can go, and takes processors like its own", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const { resource } = await site.source.driver.getAvailableResource({ node: site.source.node() });
    const { data } = await site.destination.driver.checkCanLiveMigrateDestination({
      instance: site.instanceOf(instanceUuid),
      node: site.destination.node(),
      diskOverCommit: false,
      blockMigration: true,
      ...(resource.cpuInfo !== undefined && { sourceCpu: resource.cpuInfo }),
    });
    expect(data).toMatchObject({
      destination: {
        node: site.destination.node(),
        acceptedFormats: [{ name: "vdk-fake-driver", version: 1 }],
        endpoints: [{ transport: "tls" }],
      },
      blockMigration: true,
      diskOverCommit: false,
    });
    expect(data.destinationFreeBytes).toBeGreaterThan(2 ** 30);
  });

  it("refuses processors of another architecture, or with what its own lack", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    for (const sourceCpu of [
      { architecture: "aarch64" as const },
      { architecture: "x86_64" as const, features: ["time-travel"] },
    ]) {
      const error = await failureOf(offerFor(site, instanceUuid, { sourceCpu }));
      expect(error).toMatchObject({
        code: "MIGRATION_NOT_POSSIBLE",
        effect: "none",
        details: { reason: "incompatible-cpu" },
      });
    }
  });

  it("refuses an instance that it has, a node that it has not, and what does not fit", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const { driver } = site.source;
    const instance = site.instanceOf(instanceUuid);
    const toItself = driver.checkCanLiveMigrateDestination({
      instance,
      node: site.source.node(1),
      diskOverCommit: false,
    });
    expect(await failureOf(toItself)).toMatchObject({ code: "INSTANCE_EXISTS", details: { instanceUuid } });
    const { driver: destination } = site.destination;
    const toNowhere = destination.checkCanLiveMigrateDestination({
      instance,
      node: site.source.node(),
      diskOverCommit: false,
    });
    expect(await failureOf(toNowhere)).toMatchObject({ code: "NODE_NOT_FOUND" });
    const flavor = { ...instance.flavor, memoryMib: 2 ** 30 };
    const tooLarge = destination.checkCanLiveMigrateDestination({
      instance: { ...instance, flavor },
      node: site.destination.node(),
      diskOverCommit: false,
    });
    expect(await failureOf(tooLarge)).toMatchObject({
      code: "INSUFFICIENT_RESOURCES",
      details: { resource: "memoryMib" },
    });
  });

  it("leaves nothing when the probe cannot be left", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    await site.destination.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 1 } });
    expect(await failureOf(offerFor(site, instanceUuid))).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "none",
      details: { step: "leaveProbe" },
    });
  });

  it("and the other checks leave no trace that anybody sees", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    await site.check({ instanceUuid });
    expect(await site.states(instanceUuid)).toEqual({ source: "running", destination: "absent" });
    expect((await site.destination.driver.listInstances()).instances).toEqual([]);
    expect(await site.destination.used()).toEqual(NONE);
    expect(await failureOf(site.destination.driver.getInfo({ instanceUuid }))).toMatchObject({
      code: "INSTANCE_NOT_FOUND",
    });
  });
});

describe("checkCanLiveMigrateSource", () => {
  it("keeps what it was given, and adds format, storage, disks and cleanup", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const offered = await offerFor(site, instanceUuid);
    const before = await site.source.advance(0);
    const { data } = await site.source.driver.checkCanLiveMigrateSource({ instanceUuid, data: offered });
    expect(await site.source.advance(0)).toBe(before);
    expect(data).toMatchObject(offered);
    expect(data).toMatchObject({
      format: { name: "vdk-fake-driver", version: 1 },
      blockMigration: true,
      sharedInstanceStorage: false,
      sharedBlockStorage: false,
      cleanup: { source: true, sourceDisks: true, destination: true, destinationDisks: true },
    });
    expect(data.disks).toMatchObject([
      { name: "root", use: "root", diskFormat: "raw", virtualSizeBytes: 2 ** 30, backingImageId: image.id },
    ]);
  });

  it("finds the probe on storage that both reach, and no longer once it is removed", async () => {
    const site = await AttachedSite.create(image, { persona: sharedStorePersona(directory) });
    const instanceUuid = await site.source.spawn();
    const offered = await offerFor(site, instanceUuid);
    const node = site.destination.node();
    const agreed = await site.source.driver.checkCanLiveMigrateSource({ instanceUuid, data: offered });
    expect(agreed.data).toMatchObject({ sharedInstanceStorage: true, sharedBlockStorage: true, blockMigration: false });
    const clean = { instanceUuid, node, data: offered };
    await site.destination.driver.cleanupLiveMigrationDestinationCheck(clean);
    await site.destination.driver.cleanupLiveMigrationDestinationCheck(clean);
    await site.destination.driver.cleanupLiveMigrationDestinationCheck({
      instanceUuid,
      node,
      data: { destination: offered.destination },
    });
    const late = await site.source.driver.checkCanLiveMigrateSource({ instanceUuid, data: offered });
    expect(late.data).toMatchObject({ sharedInstanceStorage: false, blockMigration: true });
  });

  it.each([
    { shared: true, blockMigration: true },
    { shared: false, blockMigration: false },
  ])("refuses blockMigration $blockMigration where storage is shared: $shared", async ({ shared, blockMigration }) => {
    const site = await AttachedSite.create(image, shared ? { persona: sharedStorePersona(directory) } : {});
    const instanceUuid = await site.source.spawn();
    const data = await offerFor(site, instanceUuid, { blockMigration });
    const error = await failureOf(site.source.driver.checkCanLiveMigrateSource({ instanceUuid, data }));
    expect(error).toMatchObject({ code: "MIGRATION_NOT_POSSIBLE", details: { reason: "incompatible-storage" } });
  });

  it("refuses formats that it does not know, and takes the first that it does", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const offered = await offerFor(site, instanceUuid);
    const withFormats = (acceptedFormats: { name: string; version: number }[]): LiveMigrateData => ({
      ...offered,
      destination: { ...offered.destination, acceptedFormats },
    });
    const other = { name: "other", version: 1 };
    const own = { name: "vdk-fake-driver", version: 1 };
    const check = (data: LiveMigrateData): ReturnType<typeof site.source.driver.checkCanLiveMigrateSource> =>
      site.source.driver.checkCanLiveMigrateSource({ instanceUuid, data });
    expect(await failureOf(check(withFormats([other, { ...own, version: 2 }])))).toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
      details: { reason: "unknown-format" },
    });
    expect((await check(withFormats([other, own]))).data.format).toEqual(own);
  });

  it("refuses disks that the destination has no room for, unless it may give away more than it has", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const offered = await offerFor(site, instanceUuid);
    const data = { ...offered, destinationFreeBytes: 2 ** 29 };
    expect(await failureOf(site.source.driver.checkCanLiveMigrateSource({ instanceUuid, data }))).toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
      details: { reason: "insufficient-resources" },
    });
    await site.source.driver.checkCanLiveMigrateSource({ instanceUuid, data: { ...data, diskOverCommit: true } });
  });

  it("refuses an instance that is absent or off", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const data = await offerFor(site, instanceUuid);
    const { driver } = site.source;
    expect(await failureOf(driver.checkCanLiveMigrateSource({ instanceUuid: randomUUID(), data }))).toMatchObject({
      code: "INSTANCE_NOT_FOUND",
    });
    await driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    expect(await failureOf(driver.checkCanLiveMigrateSource({ instanceUuid, data }))).toMatchObject({
      code: "INVALID_STATE",
    });
  });
});

describe("checkSourceMigrateDataAtDestination", () => {
  it("refuses formats that it cannot read, that of the private part too", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const node = site.destination.node();
    const data = await site.check({ instanceUuid });
    const format = { name: "other", version: 1 };
    for (const foreign of [
      { ...data, format },
      { ...data, driverPrivate: { format, data: "e30=" } },
      { destination: data.destination },
    ]) {
      const error = await failureOf(
        site.destination.driver.checkSourceMigrateDataAtDestination({ instanceUuid, node, data: foreign }),
      );
      expect(error).toMatchObject({ code: "MIGRATION_NOT_POSSIBLE", details: { reason: "unknown-format" } });
    }
  });

  it("refuses an instance that it has and a node that it has not", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const data = await site.check({ instanceUuid });
    const atItself = site.source.driver.checkSourceMigrateDataAtDestination({
      instanceUuid,
      node: site.source.node(),
      data,
    });
    expect(await failureOf(atItself)).toMatchObject({ code: "INSTANCE_EXISTS" });
    const atNowhere = site.destination.driver.checkSourceMigrateDataAtDestination({
      instanceUuid,
      node: randomUUID(),
      data,
    });
    expect(await failureOf(atNowhere)).toMatchObject({ code: "NODE_NOT_FOUND" });
  });

  it("can be repeated, also after a failure", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const { data: agreed } = await site.source.driver.checkCanLiveMigrateSource({
      instanceUuid,
      data: await offerFor(site, instanceUuid),
    });
    const check = (): Promise<{ data: LiveMigrateData }> =>
      site.destination.driver.checkSourceMigrateDataAtDestination({
        instanceUuid,
        node: site.destination.node(),
        data: agreed,
      });
    await site.destination.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 1 } });
    expect(await failureOf(check())).toMatchObject({ code: "BACKEND_FAILED", effect: "none" });
    const first = await check();
    expect(await check()).toEqual(first);
  });
});
