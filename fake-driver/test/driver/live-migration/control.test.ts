import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { failureOf } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
const MIB = 2 ** 20;

/** A guest that dirties memory faster than the link carries never lets a copy come to its end. */
async function busyGuest(site: AttachedSite): Promise<string> {
  const instanceUuid = await site.source.spawn();
  await site.source.driver["simulation/injectFault"]({
    fault: { kind: "guestBehaviour", instanceUuid, dirtyMibPerSecond: 100 },
  });
  return instanceUuid;
}

const cut = (site: AttachedSite): Promise<unknown> =>
  site.source.driver["simulation/injectFault"]({ fault: { kind: "networkLoss", node: site.source.node() } });

const ticks = (lines: readonly string[]): number => lines.filter((line) => line.startsWith("tick")).length;

describe("liveMigrationAbort", () => {
  it("at about 30 percent ends the migration as cancelled, at once, after which another succeeds", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    await site.source.advance(3300);
    await site.source.driver.liveMigrationAbort({ instanceUuid });
    const { outcome, progress } = await migrating;
    expect(outcome).toBe("cancelled");
    const sent = (progress?.memoryProcessedBytes ?? 0) / (progress?.memoryTotalBytes ?? 1);
    expect(sent).toBeGreaterThan(0.2);
    expect(sent).toBeLessThan(0.4);
    expect(await site.states(instanceUuid)).toEqual({ source: "running", destination: "absent" });
    expect(site.source.transitions(instanceUuid)).toEqual(["spawned"]);
    expect(site.destination.events).toEqual([]);
    await site.source.hold(false);
    await site.rollBack({ instanceUuid }, data);
    expect((await site.migrate({ instanceUuid })).outcome).toBe("completed");
    expect((await site.destination.lines(instanceUuid)).filter((line) => line.startsWith("boot"))).toEqual(["boot 1"]);
  });

  it("finds nothing where no migration is in progress, whether the instance is here or not", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    for (const operation of ["liveMigrationAbort", "liveMigrationForceComplete"] as const) {
      for (const uuid of [instanceUuid, randomUUID()]) {
        const error = await failureOf(site.source.driver[operation]({ instanceUuid: uuid }));
        expect(error).toMatchObject({ code: "MIGRATION_NOT_RUNNING", effect: "none", details: { instanceUuid: uuid } });
      }
    }
  });

  it("is refused when the guest has left, and the migration completes", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    while ((await site.states(instanceUuid)).source !== "absent") await site.source.advance(50);
    const error = await failureOf(site.source.driver.liveMigrationAbort({ instanceUuid }));
    expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "none" });
    await site.source.hold(false);
    expect((await migrating).outcome).toBe("completed");
  });
});

describe("a liveMigration that is cancelled by its operation", () => {
  it("ends as cancelled, at every moment before the guest has left", async () => {
    for (const afterMs of [0, 500, 1500, 3000, 4500, 5800]) {
      const site = await AttachedSite.create(image);
      const instanceUuid = await site.source.spawn();
      const data = await site.prepare({ instanceUuid });
      await site.source.hold();
      const operationId = randomUUID();
      const cancellation = new AbortController();
      const { signal } = cancellation;
      const migrating = site.source.driver.liveMigration({ instanceUuid, data }, { operationId, signal });
      await site.source.advance(afterMs);
      cancellation.abort();
      const ended = await migrating.then(
        ({ outcome }) => outcome,
        ({ code, effect }: { code: string; effect: string }) => `${code}/${effect}`,
      );
      expect(["cancelled", "OPERATION_CANCELLED/none"]).toContain(ended);
      await site.source.hold(false);
      const repeated = await site.source.driver.liveMigration({ instanceUuid, data }, { operationId });
      expect(repeated.outcome).toBe("cancelled");
      expect(await site.states(instanceUuid)).toEqual({ source: "running", destination: "absent" });
      const before = ticks(await site.source.lines(instanceUuid));
      await site.source.advance(1000);
      expect(ticks(await site.source.lines(instanceUuid))).toBe(before + 10);
    }
  });
});

describe("liveMigrationForceComplete", () => {
  it("pauses a guest that writes too fast, and lets it go on where it arrives", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await busyGuest(site);
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    await site.source.advance(60_000);
    expect(await site.states(instanceUuid)).toEqual({ source: "running", destination: "pending" });
    await site.source.driver.liveMigrationForceComplete({ instanceUuid });
    await site.source.advance(1000);
    expect(await site.states(instanceUuid)).toEqual({ source: "running", destination: "pending" });
    await site.source.hold(false);
    const { outcome, progress } = await migrating;
    expect(outcome).toBe("completed");
    expect(progress?.memoryProcessedBytes).toBeGreaterThan(900 * MIB);
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
    expect(site.source.transitions(instanceUuid)).toEqual(["spawned", "migrated"]);
    expect(site.destination.events).toMatchObject([{ transition: "migrated", powerState: "running" }]);
    const before = ticks(await site.destination.lines(instanceUuid));
    await site.source.advance(1000);
    expect(ticks(await site.destination.lines(instanceUuid))).toBe(before + 10);
  });

  it("lets a guest that was paused for it go on when the migration is then called off", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await busyGuest(site);
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    await site.source.advance(20_000);
    await site.source.driver.liveMigrationForceComplete({ instanceUuid });
    await site.source.advance(1000);
    const held = ticks(await site.source.lines(instanceUuid));
    await site.source.advance(1000);
    expect(ticks(await site.source.lines(instanceUuid))).toBe(held);
    await site.source.driver.liveMigrationAbort({ instanceUuid });
    expect((await migrating).outcome).toBe("cancelled");
    await site.source.advance(1000);
    expect(ticks(await site.source.lines(instanceUuid))).toBe(held + 10);
    await site.source.hold(false);
  });

  it("with permission lets the guest go on there before its memory is, and tells so", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await busyGuest(site);
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const operationId = randomUUID();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data, permitPostCopy: true }, { operationId });
    await site.source.advance(30_000);
    await site.source.driver.liveMigrationForceComplete({ instanceUuid });
    await site.source.advance(1000);
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
    expect(site.source.events.at(-1)).toMatchObject({
      transition: "postCopyStarted",
      powerState: "absent",
      operationId,
    });
    const before = ticks(await site.destination.lines(instanceUuid));
    await site.source.advance(1000);
    expect(ticks(await site.destination.lines(instanceUuid))).toBe(before + 10);
    await site.source.driver.liveMigrationForceComplete({ instanceUuid });
    await site.source.hold(false);
    expect((await migrating).outcome).toBe("completed");
    expect(site.source.transitions(instanceUuid)).toEqual(["spawned", "postCopyStarted", "migrated"]);
    expect(site.destination.transitions(instanceUuid)).toEqual(["migrated"]);
  });

  it("is not needed for post-copy alone: without it a guest that converges goes the usual way", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    await site.migrate({ instanceUuid }, { permitPostCopy: true });
    expect(site.source.transitions(instanceUuid)).toEqual(["spawned", "migrated"]);
  });
});

describe("completionTimeoutSeconds", () => {
  it.each([
    { onTimeout: undefined, outcome: "cancelled", states: { source: "running", destination: "absent" } },
    { onTimeout: "abort", outcome: "cancelled", states: { source: "running", destination: "absent" } },
    { onTimeout: "forceComplete", outcome: "completed", states: { source: "absent", destination: "running" } },
  ] as const)("ends a copy with $onTimeout as $outcome, when the time has passed and not before", async (row) => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await busyGuest(site);
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const { onTimeout } = row;
    let isOver = false;
    const migrating = site.source.driver
      .liveMigration({
        instanceUuid,
        data,
        completionTimeoutSeconds: 30,
        ...(onTimeout !== undefined && { onTimeout }),
      })
      .finally(() => (isOver = true));
    await site.source.advance(30_000);
    expect(isOver).toBe(false);
    await site.source.advance(10_000);
    expect((await migrating).outcome).toBe(row.outcome);
    expect(await site.states(instanceUuid)).toEqual(row.states);
    await site.source.hold(false);
  });

  it("does nothing to a migration that ends in time", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const { outcome } = await site.migrate({ instanceUuid }, { completionTimeoutSeconds: 30 });
    expect(outcome).toBe("completed");
  });
});

describe("a network that is lost", () => {
  it("before the switch-over fails the migration, and a later one succeeds", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const move = { instanceUuid };
    const data = await site.prepare(move);
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    await site.source.advance(3000);
    await cut(site);
    expect(await migrating).toMatchObject({ outcome: "failed", problem: expect.stringContaining("network") });
    expect(await site.states(instanceUuid)).toEqual({ source: "running", destination: "absent" });
    await site.source.hold(false);
    await site.rollBack(move, data);
    const again = await site.migrate(move);
    expect(again).toMatchObject({ outcome: "failed", problem: expect.stringContaining("network") });
    await site.rollBack(move, again.data);
    await site.source.driver["simulation/clearFaults"]();
    expect((await site.migrate(move)).outcome).toBe("completed");
  });

  it("fails the migration also when it is mended at once", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    await site.source.advance(3000);
    await cut(site);
    await site.source.driver["simulation/clearFaults"]();
    expect((await migrating).outcome).toBe("failed");
  });

  it("when the guest may execute there is an error with effect unknown, and only the destination has it", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = failureOf(site.source.driver.liveMigration({ instanceUuid, data }));
    while ((await site.states(instanceUuid)).source !== "absent") await site.source.advance(50);
    await cut(site);
    await site.source.advance(1000);
    expect(await migrating).toMatchObject({ code: "BACKEND_FAILED", effect: "unknown" });
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
    expect(site.source.transitions(instanceUuid)).toEqual(["spawned"]);
    await site.source.hold(false);
    const back = site.rollBackAtDestination(instanceUuid, data);
    expect(await failureOf(back)).toMatchObject({ code: "INVALID_STATE" });
    await site.complete({ instanceUuid }, data);
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
  });

  it("in post-copy loses the guest, which is crashed at its destination", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await busyGuest(site);
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = failureOf(site.source.driver.liveMigration({ instanceUuid, data, permitPostCopy: true }));
    await site.source.advance(30_000);
    await site.source.driver.liveMigrationForceComplete({ instanceUuid });
    await site.source.advance(1000);
    await cut(site);
    expect(await migrating).toMatchObject({ code: "BACKEND_FAILED", effect: "unknown" });
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "crashed" });
    expect(site.destination.transitions(instanceUuid)).toEqual(["migrated", "crashed"]);
    await site.source.hold(false);
    await site.complete({ instanceUuid }, data);
    await site.destination.driver.powerOn({ instanceUuid });
    await site.source.advance(1000);
    expect((await site.destination.lines(instanceUuid)).at(-1)).toMatch(/^tick/);
  });
});
