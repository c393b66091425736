import type { MigrationProgress, ProgressParams } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { AttachedSite } from "../../support/attached-site.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";
import { sharedStorePersona } from "../../support/persona-with.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
const MIB = 2 ** 20;

const OPERATION_ID = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";

const boots = (lines: readonly string[]): string[] => lines.filter((line) => line.startsWith("boot"));

describe("liveMigration", () => {
  it("moves a guest that goes on from where it was, without a boot, and tells so at both ends", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const before = await site.source.lines(instanceUuid);
    const move = { instanceUuid };
    const data = await site.prepare(move);
    const { outcome } = await site.source.driver.liveMigration({ instanceUuid, data }, { operationId: OPERATION_ID });
    expect(outcome).toBe("completed");
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
    await site.complete(move, data);
    await site.source.advance(1000);
    const after = await site.destination.lines(instanceUuid);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(boots(after)).toEqual(["boot 1"]);
    expect(after.length).toBeGreaterThan(before.length + 30);
    expect(site.source.events.at(-1)).toMatchObject({
      transition: "migrated",
      powerState: "absent",
      operationId: OPERATION_ID,
    });
    expect(site.source.transitions(instanceUuid)).toEqual(["spawned", "migrated"]);
    expect(site.destination.events).toMatchObject([{ transition: "migrated", powerState: "running" }]);
    expect(site.destination.events[0]).not.toHaveProperty("operationId");
    expect(await site.source.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
    expect(await site.destination.used()).toEqual({ vcpus: 1, memoryMib: 64, localGib: 1 });
  });

  it("executes the guest on exactly one host at every moment, and shows it at the source until it has left", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    const seen: string[] = [];
    let lastTick = 0;
    for (let sample = 0; sample < 200; sample += 1) {
      await site.source.advance(50);
      const { source, destination } = await site.states(instanceUuid);
      seen.push(`${source}/${destination}`);
      const holder = source === "running" ? site.source : site.destination;
      const ticks = (await holder.lines(instanceUuid)).filter((line) => line.startsWith("tick"));
      expect(ticks.length).toBeGreaterThanOrEqual(lastTick);
      expect(ticks.at(-1)).toBe(`tick ${ticks.length}`);
      lastTick = ticks.length;
    }
    expect((await migrating).outcome).toBe("completed");
    expect([...new Set(seen)]).toEqual(["running/absent", "running/pending", "absent/running"]);
    await site.source.hold(false);
  });

  it("stops the guest for less than a second", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const before = { at: await site.source.advance(0), lines: (await site.source.lines(instanceUuid)).length };
    await site.migrate({ instanceUuid });
    const at = await site.source.advance(0);
    const missing = (at - before.at) / 100 - ((await site.destination.lines(instanceUuid)).length - before.lines);
    expect(missing).toBeGreaterThan(0);
    expect(missing).toBeLessThan(10);
  });

  it("leaves a paused guest paused, which goes on after unpause", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    await site.source.driver.pause({ instanceUuid });
    const before = await site.source.lines(instanceUuid);
    const { outcome, data } = await site.migrate({ instanceUuid });
    expect(outcome).toBe("completed");
    await site.complete({ instanceUuid }, data);
    expect(site.destination.events).toMatchObject([{ transition: "migrated", powerState: "paused" }]);
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "paused" });
    await site.source.advance(5000);
    expect(await site.destination.lines(instanceUuid)).toEqual(before);
    await site.destination.driver.unpause({ instanceUuid });
    await site.source.advance(1000);
    expect((await site.destination.lines(instanceUuid)).length).toBe(before.length + 10);
  });

  it("takes the disks along, so that the guest boots from its own again, also after the way back", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const move = { instanceUuid };
    const { data } = await site.migrate(move);
    expect(data).toMatchObject({ blockMigration: true, sharedInstanceStorage: false, cleanup: { sourceDisks: true } });
    await site.complete(move, data);
    const off = { instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 };
    await site.destination.driver.powerOff(off);
    await site.destination.driver.powerOn({ instanceUuid });
    await site.source.advance(1000);
    expect(boots(await site.destination.lines(instanceUuid))).toEqual(["boot 1", "boot 2"]);
    const back = site.turned();
    const { outcome, data: dataBack } = await back.migrate(move);
    expect(outcome).toBe("completed");
    await back.complete(move, dataBack);
    await site.source.driver.reboot({ instanceUuid, type: "hard" });
    await site.source.advance(1000);
    expect(boots(await site.source.lines(instanceUuid))).toEqual(["boot 1", "boot 2", "boot 3"]);
    expect(await site.destination.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
  });

  it("leaves disks on storage that both hosts reach where they are", async () => {
    const site = await AttachedSite.create(image, { persona: sharedStorePersona(directory) });
    const instanceUuid = await site.source.spawn();
    const { outcome, data, progress } = await site.migrate({ instanceUuid });
    expect(outcome).toBe("completed");
    expect(progress).not.toHaveProperty("diskTotalBytes");
    expect(data).toMatchObject({
      blockMigration: false,
      sharedInstanceStorage: true,
      sharedBlockStorage: true,
      cleanup: { source: false, sourceDisks: false, destinationDisks: false },
    });
    await site.complete({ instanceUuid }, data);
    await site.destination.driver.reboot({ instanceUuid, type: "hard" });
    await site.source.advance(1000);
    expect(boots(await site.destination.lines(instanceUuid))).toEqual(["boot 1", "boot 2"]);
  });

  it("tells figures on the way and at the end", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    const figures: MigrationProgress[] = [];
    const onProgress = ({ migration }: Omit<ProgressParams, "operationId">): void => {
      if (migration !== undefined) figures.push(migration);
    };
    const { progress } = await site.source.driver.liveMigration(
      { instanceUuid, data },
      { operationId: OPERATION_ID, onProgress },
    );
    expect(figures[0]).toEqual({
      memoryTotalBytes: 64 * MIB,
      memoryProcessedBytes: 0,
      memoryRemainingBytes: 64 * MIB,
      diskTotalBytes: MIB,
      diskProcessedBytes: 0,
      diskRemainingBytes: MIB,
    });
    const remaining = figures.map(({ memoryRemainingBytes }) => memoryRemainingBytes);
    expect(remaining).toEqual(remaining.toSorted((left, right) => right - left));
    expect(remaining.length).toBeGreaterThan(3);
    expect(progress).toEqual({
      memoryTotalBytes: 64 * MIB,
      memoryProcessedBytes: 64 * MIB,
      memoryRemainingBytes: 0,
      diskTotalBytes: MIB,
      diskProcessedBytes: MIB,
      diskRemainingBytes: 0,
    });
  });

  it("sends again what the guest writes, and ends while that is less than the link carries", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    await site.source.driver["simulation/injectFault"]({
      fault: { kind: "guestBehaviour", instanceUuid, dirtyMibPerSecond: 8 },
    });
    const { outcome, progress } = await site.migrate({ instanceUuid });
    expect(outcome).toBe("completed");
    expect(progress?.memoryProcessedBytes).toBeGreaterThan(90 * MIB);
  });

  it("says failed, and keeps the guest, when the guest shuts down on the way", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    await site.source.advance(3000);
    await site.source.driver["simulation/injectFault"]({ fault: { kind: "guestPowerOff", instanceUuid } });
    await site.source.advance(3000);
    expect(await migrating).toMatchObject({ outcome: "failed", problem: expect.stringContaining("stopped") });
    expect(await site.states(instanceUuid)).toEqual({ source: "shutdown", destination: "absent" });
    await site.source.hold(false);
  });
});

describe("liveMigration is refused", () => {
  it("for an instance that is absent, off, or not checked", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    const { driver } = site.source;
    await expect(driver.liveMigration({ instanceUuid: OPERATION_ID, data })).rejects.toMatchObject({
      code: "INSTANCE_NOT_FOUND",
    });
    const unchecked = { destination: data.destination };
    await expect(driver.liveMigration({ instanceUuid, data: unchecked })).rejects.toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
      effect: "none",
    });
    const foreign = { ...data, format: { name: "other", version: 1 } };
    await expect(driver.liveMigration({ instanceUuid, data: foreign })).rejects.toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
      details: { reason: "unknown-format" },
    });
    const nowhere = { ...data, destination: { ...data.destination, endpoints: [] } };
    await expect(driver.liveMigration({ instanceUuid, data: nowhere })).rejects.toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
      details: { reason: "other" },
    });
    await driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await expect(driver.liveMigration({ instanceUuid, data })).rejects.toMatchObject({
      code: "INVALID_STATE",
      details: { powerState: "shutdown" },
    });
  });

  it("while another change of the instance is in progress, and refuses others itself", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    await site.source.advance(2000);
    await expect(site.source.driver.pause({ instanceUuid })).rejects.toMatchObject({
      code: "INSTANCE_BUSY",
      details: { operation: "liveMigration" },
    });
    await site.source.hold(false);
    expect((await migrating).outcome).toBe("completed");
  });

  it("as failed where the destination has not prepared, or lets nobody in any more", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const checked = await site.check({ instanceUuid });
    const unprepared = await site.source.driver.liveMigration({ instanceUuid, data: checked });
    expect(unprepared).toMatchObject({ outcome: "failed", problem: expect.stringContaining("prepared") });
    const data = await site.prepare({ instanceUuid });
    await site.source.advance(3_600_000);
    const late = await site.source.driver.liveMigration({ instanceUuid, data });
    expect(late).toMatchObject({ outcome: "failed", problem: expect.stringContaining("credential") });
    expect(await site.states(instanceUuid)).toEqual({ source: "running", destination: "absent" });
  });
});
