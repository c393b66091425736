import type { ColdMigrationData, FinishMigrationParams, Flavor } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { AT_ONCE, bootsOf, failStep, LARGE, SMALL } from "../../support/cold-move.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
const NOTHING = { vcpus: 0, memoryMib: 0, localGib: 0 };

async function moveAway(fake: Attached, instanceUuid: string, flavor: Flavor = LARGE): Promise<ColdMigrationData> {
  const { data } = await fake.driver.migrateDiskAndPowerOff({ instanceUuid, sameHost: true, flavor, ...AT_ONCE });
  return data;
}

async function finish(
  fake: Attached,
  uuid: string,
  data: ColdMigrationData,
  changes: Partial<FinishMigrationParams> = {},
): Promise<void> {
  const { instance } = fake.spawnParams({ uuid, flavor: LARGE });
  const params = { instance, node: fake.node(), data, sameHost: true, resizeDisks: true, powerOn: true, ...changes };
  await fake.driver.finishMigration(params);
  await fake.advance(500);
}

async function revert(fake: Attached, uuid: string): Promise<void> {
  const { instance } = fake.spawnParams({ uuid });
  await fake.driver.finishRevertMigration({ instance, node: fake.node(), sameHost: true, powerOn: true });
  await fake.advance(500);
}

describe.each([0, 1])("a move on the same host, to node %i", (target) => {
  it("replaces the instance, which is counted once", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    const data = await moveAway(fake, instanceUuid);
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    expect(await fake.used()).toEqual({ vcpus: 1, memoryMib: 64, localGib: 1 });
    await finish(fake, instanceUuid, data, { node: fake.node(target) });
    const { instances } = await fake.driver.listInstances();
    expect(instances).toMatchObject([{ uuid: instanceUuid, node: fake.node(target) }]);
    expect(await fake.used(target)).toEqual({ vcpus: 2, memoryMib: 128, localGib: 2 });
    expect(await fake.used(1 - target)).toEqual(NOTHING);
    expect(await bootsOf(fake, instanceUuid)).toBe(2);
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "stopped", "migrated"]);
  });

  it("is confirmed without disturbing the guest", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await finish(fake, instanceUuid, await moveAway(fake, instanceUuid), { node: fake.node(target) });
    for (let time = 0; time < 2; time += 1) await fake.driver.confirmMigration({ instanceUuid, sameHost: true });
    expect(await fake.powerState(instanceUuid)).toBe("running");
    expect(await bootsOf(fake, instanceUuid)).toBe(2);
    expect(await onDisk(fake, instanceUuid, target)).toBe(true);
    expect(await onDisk(fake, instanceUuid, 1 - target)).toBe(false);
    const { disks } = await moveAway(fake, instanceUuid);
    expect(disks).toMatchObject([{ name: "root", virtualSizeBytes: 2 ** 31 }]);
  });

  it("is taken back with the disks of before", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await finish(fake, instanceUuid, await moveAway(fake, instanceUuid), { node: fake.node(target) });
    await fake.driver.reboot({ instanceUuid, type: "hard" });
    await fake.advance(500);
    await fake.driver.destroy({ instanceUuid, destroyDisks: false });
    await revert(fake, instanceUuid);
    expect(await fake.powerState(instanceUuid)).toBe("running");
    expect(await bootsOf(fake, instanceUuid)).toBe(2);
    expect(await fake.used()).toEqual({ vcpus: 1, memoryMib: 64, localGib: 1 });
    expect(await fake.used(1)).toEqual(NOTHING);
    expect(await onDisk(fake, instanceUuid, 1)).toBe(false);
    const { disks } = await moveAway(fake, instanceUuid);
    expect(disks).toMatchObject([{ name: "root", virtualSizeBytes: 2 ** 30 }]);
  });

  it("that fails at any step leaves the instance off as it was, and can be finished or taken back", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    const data = await moveAway(fake, instanceUuid);
    const steps: unknown[] = [];
    for (let step = 1; ; step += 1) {
      await failStep(fake, step);
      const outcome = await finish(fake, instanceUuid, data, { node: fake.node(target) }).catch(
        (error: unknown) => error,
      );
      if (!(outcome instanceof Error)) break;
      expect(outcome).toMatchObject({ code: "BACKEND_FAILED" });
      steps.push((outcome as { details?: { step?: unknown } }).details?.step);
      expect((await fake.driver.listInstances()).instances).toMatchObject([{ uuid: instanceUuid, node: fake.node() }]);
      expect(await fake.powerState(instanceUuid)).toBe("shutdown");
      expect(await fake.used()).toEqual({ vcpus: 1, memoryMib: 64, localGib: 1 });
      expect(await fake.used(1)).toEqual(NOTHING);
    }
    expect(steps).toEqual(expect.arrayContaining(["allocateResources", "copyDisk", "resizeDisk", "startGuest"]));
    await fake.driver["simulation/clearFaults"]();
    expect(await bootsOf(fake, instanceUuid)).toBe(2);
    const other = await fake.spawn();
    const half = await moveAway(fake, other);
    await failStep(fake, 3);
    await failureOf(finish(fake, other, half, { node: fake.node(target) }));
    await revert(fake, other);
    expect(await bootsOf(fake, other)).toBe(2);
  });
});

describe("a move on the same host", () => {
  it("needs an instance that the first half has left off", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    const data = await moveAway(fake, instanceUuid);
    const { uuid } = fake.spawnParams().instance;
    expect(await failureOf(finish(fake, uuid, data))).toMatchObject({ code: "INSTANCE_NOT_FOUND", effect: "none" });
    const running = await fake.spawn();
    expect(await failureOf(finish(fake, running, data))).toMatchObject({ code: "INVALID_STATE", effect: "none" });
    await fake.driver.powerOff({ instanceUuid: running, ...AT_ONCE });
    expect(await failureOf(finish(fake, running, data))).toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
      effect: "none",
    });
    await finish(fake, instanceUuid, data, { powerOn: false });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    expect(fake.events.at(-1)).toMatchObject({ transition: "migrated", powerState: "shutdown" });
  });

  it("fits where the new flavor fits beside the others, and not beside the old one", async () => {
    const fake = await Attached.create({ vcpus: 3 }, image);
    const instanceUuid = await fake.spawn();
    const data = await moveAway(fake, instanceUuid);
    const { instance } = fake.spawnParams({ uuid: instanceUuid, flavor: { ...LARGE, vcpus: 4 } });
    const error = await failureOf(finish(fake, instanceUuid, data, { instance }));
    expect(error).toMatchObject({ code: "INSUFFICIENT_RESOURCES", effect: "none", details: { resource: "vcpus" } });
    await finish(fake, instanceUuid, data, { instance: { ...instance, flavor: { ...LARGE, vcpus: 3 } } });
    expect((await fake.used()).vcpus).toBe(3);
  });

  it("can follow another one", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await finish(fake, instanceUuid, await moveAway(fake, instanceUuid), { node: fake.node(1) });
    await finish(fake, instanceUuid, await moveAway(fake, instanceUuid));
    expect(await bootsOf(fake, instanceUuid)).toBe(3);
    await fake.driver.confirmMigration({ instanceUuid, sameHost: true });
    expect(await onDisk(fake, instanceUuid, 1)).toBe(false);
  });

  it("needs a capability", async () => {
    const fake = await Attached.create({ without: ["supportsMigrateToSameHost"] }, image);
    const instanceUuid = await fake.spawn();
    const error = await failureOf(moveAway(fake, instanceUuid, SMALL));
    expect(error).toMatchObject({ code: "NOT_SUPPORTED" });
  });
});

async function onDisk(fake: Attached, instanceUuid: string, index: number): Promise<boolean> {
  return (await fake.driver.instanceOnDisk({ instanceUuid, node: fake.node(index) })).onDisk;
}
