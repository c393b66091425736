import { randomUUID } from "node:crypto";
import type { ColdMigrationData, FinishMigrationParams, Flavor } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { failureOf } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import { bootsOf, failStep, finish, hasDisks, instanceOf, LARGE, moveAway, SMALL } from "../../support/cold-move.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

interface Moved {
  readonly site: AttachedSite;
  readonly instanceUuid: string;
  readonly data: ColdMigrationData;
}

async function moved(): Promise<Moved> {
  const site = await AttachedSite.create(image);
  const instanceUuid = await site.source.spawn();
  return { site, instanceUuid, data: await moveAway(site, instanceUuid, { flavor: LARGE }) };
}

describe("finishMigration", () => {
  it("boots the guest once, from its own disk, and tells of it as migrated", async () => {
    const { site, instanceUuid, data } = await moved();
    await finish(site, instanceOf(site, instanceUuid), data);
    expect(await site.states(instanceUuid)).toEqual({ source: "shutdown", destination: "running" });
    expect(await bootsOf(site.destination, instanceUuid)).toBe(2);
    expect(site.destination.transitions(instanceUuid)).toEqual(["migrated"]);
    expect(site.destination.events.at(-1)).toMatchObject({ transition: "migrated", powerState: "running" });
  });

  it("keeps the uuid and the name, and lists the instance as the caller's own", async () => {
    const { site, instanceUuid, data } = await moved();
    await finish(site, instanceOf(site, instanceUuid), data);
    const { instances } = await site.destination.driver.listInstances();
    expect(instances).toMatchObject([{ ownership: "owned", uuid: instanceUuid, name: "probe-1" }]);
  });

  it("leaves the guest off with powerOn false, and it has not executed", async () => {
    const { site, instanceUuid, data } = await moved();
    await finish(site, instanceOf(site, instanceUuid), data, { powerOn: false });
    expect(await site.destination.powerState(instanceUuid)).toBe("shutdown");
    expect(await bootsOf(site.destination, instanceUuid)).toBe(0);
    expect(site.destination.events.at(-1)).toMatchObject({ transition: "migrated", powerState: "shutdown" });
    await site.destination.driver.powerOn({ instanceUuid });
    await site.destination.advance(500);
    expect(await bootsOf(site.destination, instanceUuid)).toBe(2);
  });

  it("gives the guest its new flavor, and lets its disks grow only when told", async () => {
    const resized = await moved();
    const { site } = resized;
    const instance = instanceOf(site, resized.instanceUuid, { flavor: LARGE });
    await finish(site, instance, resized.data, { resizeDisks: true });
    expect(await site.destination.used()).toEqual({ vcpus: 2, memoryMib: 128, localGib: 2 });
    expect(await rootBytes(site, resized.instanceUuid)).toBe(2 ** 31);
    const kept = await moved();
    await finish(kept.site, instanceOf(kept.site, kept.instanceUuid, { flavor: LARGE }), kept.data);
    expect(await rootBytes(kept.site, kept.instanceUuid)).toBe(2 ** 30);
  });

  it("refuses formats that it does not know, and data that is damaged", async () => {
    const { site, instanceUuid, data } = await moved();
    const instance = instanceOf(site, instanceUuid);
    const foreign = { name: "somebody-elses", version: 7 };
    const { driverPrivate } = data;
    for (const wrong of [
      { ...data, format: foreign },
      { ...data, format: { ...data.format, version: 999_999 } },
      { ...data, ...(driverPrivate && { driverPrivate: { ...driverPrivate, format: foreign } }) },
      { ...data, ...(driverPrivate && { driverPrivate: { ...driverPrivate, data: "bm9uc2Vuc2U=" } }) },
      { ...data, ...(driverPrivate && { driverPrivate: { ...driverPrivate, data: "e30=" } }) },
    ]) {
      const error = await failureOf(finish(site, instance, wrong));
      expect(error).toMatchObject({
        code: "MIGRATION_NOT_POSSIBLE",
        effect: "none",
        details: { reason: "unknown-format" },
      });
    }
    await finish(site, instance, data);
  });

  it("refuses what cannot be built, before anything is", async () => {
    const { site, instanceUuid, data } = await moved();
    const instance = instanceOf(site, instanceUuid);
    const refusals: [Partial<FinishMigrationParams>, string][] = [
      [{ node: randomUUID() }, "NODE_NOT_FOUND"],
      [{ instance: { ...instance, flavor: { ...LARGE, vcpus: 4096 } } }, "INSUFFICIENT_RESOURCES"],
      [{ instance: { ...instance, uuid: randomUUID() } }, "MIGRATION_NOT_POSSIBLE"],
      [{ node: site.destination.node(1) }, "MIGRATION_NOT_POSSIBLE"],
    ];
    for (const [changes, code] of refusals) {
      expect(await failureOf(finish(site, instance, data, changes))).toMatchObject({ code, effect: "none" });
    }
    expect(await site.destination.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
    await finish(site, instance, data);
    expect(await failureOf(finish(site, instance, data))).toMatchObject({ code: "INSTANCE_EXISTS", effect: "none" });
  });

  it("that fails at any step leaves no guest and all disks, and the same call succeeds", async () => {
    const { site, instanceUuid, data } = await moved();
    const instance = instanceOf(site, instanceUuid, { flavor: LARGE });
    const steps: unknown[] = [];
    for (let step = 1; ; step += 1) {
      await failStep(site.destination, step);
      const outcome = await finish(site, instance, data, { resizeDisks: true }).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) break;
      expect(outcome).toMatchObject({ code: "BACKEND_FAILED" });
      steps.push((outcome as { details?: { step?: unknown } }).details?.step);
      expect((await site.destination.driver.listInstances()).instances).toEqual([]);
      expect(await site.destination.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
      expect(await hasDisks(site.destination, instanceUuid)).toBe(true);
    }
    expect(steps).toEqual(expect.arrayContaining(["allocateResources", "resizeDisk", "defineInstance", "startGuest"]));
    expect(await bootsOf(site.destination, instanceUuid)).toBe(2);
    expect(site.destination.transitions(instanceUuid)).toEqual(["migrated"]);
  });

  it("that reports a failure of a start that took place leaves no guest and all disks", async () => {
    const { site, instanceUuid, data } = await moved();
    const trigger = { operation: "finishMigration", step: "startGuest" };
    await site.destination.driver["simulation/injectFault"]({
      fault: { kind: "stepFault", trigger, action: "failAfter" },
    });
    await failureOf(finish(site, instanceOf(site, instanceUuid), data));
    expect((await site.destination.driver.listInstances()).instances).toEqual([]);
    expect(await hasDisks(site.destination, instanceUuid)).toBe(true);
    await finish(site, instanceOf(site, instanceUuid), data);
    expect(await site.destination.powerState(instanceUuid)).toBe("running");
  });

  it("makes swap anew and brings the other local disks", async () => {
    const site = await AttachedSite.create(image);
    const flavor = { ...SMALL, ephemeralGib: 1, swapMib: 64 };
    const params = site.source.spawnParams({ flavor });
    const blockDevices = { ephemerals: [{ sizeGib: 1, tag: "scratch" }], swap: { sizeMib: 64 } };
    const { taggedDevices: before } = await site.source.driver.spawn({ ...params, devices: { blockDevices } });
    const { uuid } = params.instance;
    const larger = { ...flavor, ephemeralGib: 2, swapMib: 32 };
    const data = await moveAway(site, uuid, { flavor: larger });
    expect(new Map(data.disks.map(({ name, use }) => [name, use]))).toEqual(
      new Map([
        ["root", "root"],
        ["ephemeral-1", "ephemeral"],
        ["swap", "swap"],
      ]),
    );
    expect(data.disks).toHaveLength(3);
    const instance = { ...params.instance, flavor: larger };
    const { taggedDevices } = await finish(site, instance, data, { resizeDisks: true });
    expect(taggedDevices).toEqual(before);
    const again = await moveBack(site, uuid, larger);
    const sizes = new Map(again.disks.map(({ use, virtualSizeBytes }) => [use, virtualSizeBytes]));
    expect(sizes).toEqual(
      new Map([
        ["root", 2 ** 30],
        ["ephemeral", 2 ** 31],
        ["swap", 2 ** 25],
      ]),
    );
  });

  it("keeps the sizes that the disks came with, whatever the request says of them", async () => {
    const site = await AttachedSite.create(image);
    const flavor = { ...SMALL, ephemeralGib: 1 };
    const params = site.source.spawnParams({ flavor });
    await site.source.driver.spawn({ ...params, devices: { blockDevices: { ephemerals: [{ sizeGib: 1 }] } } });
    const { uuid } = params.instance;
    const larger = { ...flavor, ephemeralGib: 2 };
    const data = await moveAway(site, uuid, { flavor: larger });
    await finish(site, { ...params.instance, flavor: larger }, data, {
      devices: { blockDevices: { ephemerals: [{ sizeGib: 2 }] } },
    });
    const { disks } = await moveBack(site, uuid, larger);
    expect(disks.find(({ use }) => use === "ephemeral")?.virtualSizeBytes).toBe(2 ** 30);
  });

  it("keeps the config drive", async () => {
    const site = await AttachedSite.create(image);
    const params = site.source.spawnParams();
    const configDrive = { files: [{ path: "a", data: "YQ==" }] };
    await site.source.driver.spawn({ ...params, instance: { ...params.instance, configDrive } });
    const { uuid } = params.instance;
    const data = await moveAway(site, uuid);
    expect(data.disks.map(({ use }) => use)).toContain("configDrive");
    await finish(site, params.instance, data);
    const { disks } = await moveBack(site, uuid, SMALL);
    expect(disks.map(({ use }) => use)).toContain("configDrive");
  });
});

/** Confirms the move and begins another one, back to where the instance came from. */
async function moveBack(site: AttachedSite, instanceUuid: string, flavor: Flavor): Promise<ColdMigrationData> {
  await site.source.driver.confirmMigration({ instanceUuid });
  return moveAway(site.turned(), instanceUuid, { flavor });
}

async function rootBytes(site: AttachedSite, instanceUuid: string): Promise<number | undefined> {
  const { disks } = await moveBack(site, instanceUuid, LARGE);
  return disks.find(({ use }) => use === "root")?.virtualSizeBytes;
}
