import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { DriverError, type LiveMigrateData } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { type Attached, failureOf } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";
import { type RichGuest, richGuest } from "../../support/rich-guest.ts";
import { storedDisks, storedHost } from "../../support/stored-values.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

/** More steps than any of the operations takes. */
const MANY = 30;

async function create(): Promise<{ readonly site: AttachedSite; readonly stateDirectory: string }> {
  const stateDirectory = join(directory, `state-${randomUUID()}`);
  return { site: await AttachedSite.create(image, { stateDirectory }), stateDirectory };
}

/** Makes the step fail that comes so many steps from now. */
async function failStep({ driver }: Attached, step: number): Promise<void> {
  await driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
}

/** What a call ends with: its result, or its error. */
const endOf = <T>(call: Promise<T>): Promise<T | DriverError> =>
  call.catch((thrown: unknown) => {
    if (thrown instanceof DriverError) return thrown;
    throw thrown;
  });

/** What is on a host for an instance that is not there. */
function leftovers(stateDirectory: string, host: string): unknown {
  const { connections, plugs, incoming, outgoing, secrets } = storedHost(stateDirectory, host);
  return { connections, plugs, incoming, outgoing, secrets };
}

const NOTHING = { connections: [], plugs: [], incoming: [], outgoing: [], secrets: [] };

async function moved(site: AttachedSite, guest: RichGuest): Promise<void> {
  const again = await site.migrate(guest);
  expect(again.outcome).toBe("completed");
  await site.complete(guest, again.data);
  expect(await site.states(guest.instanceUuid)).toEqual({ source: "absent", destination: "running" });
  const boots = (await site.destination.lines(guest.instanceUuid)).filter((line) => line.startsWith("boot"));
  expect(boots).toEqual(["boot 1"]);
}

/** An outcome, or the step that failed and the effect. */
const summaryOf = (end: { readonly outcome: string } | DriverError): string =>
  end instanceof DriverError ? `${(end.details as { step: string }).step} ${end.effect}` : end.outcome;

/** Nobody may roll back what has gone, and it can be completed. */
async function hasGone(
  site: AttachedSite,
  stateDirectory: string,
  guest: RichGuest,
  data: LiveMigrateData,
): Promise<void> {
  const { instanceUuid } = guest;
  expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
  expect(await failureOf(site.rollBackAtDestination(instanceUuid, data))).toMatchObject({ code: "INVALID_STATE" });
  await site.complete(guest, data);
  expect(leftovers(stateDirectory, "fake-host-1")).toEqual(NOTHING);
}

/** What has stayed can be rolled back, and moved then. */
async function hasStayed(
  site: AttachedSite,
  stateDirectory: string,
  guest: RichGuest,
  data: LiveMigrateData,
): Promise<void> {
  const { instanceUuid } = guest;
  expect(await site.states(instanceUuid)).toEqual({ source: "running", destination: "absent" });
  await site.rollBack(guest, data);
  expect(leftovers(stateDirectory, "fake-host-2")).toEqual(NOTHING);
  expect(site.source.transitions(instanceUuid)).toEqual(["spawned"]);
  await moved(site, guest);
}

describe("a failure at each step", () => {
  it("of preLiveMigration leaves nothing, and the same call succeeds afterwards", async () => {
    const steps: string[] = [];
    const { site, stateDirectory } = await create();
    const guest = await richGuest(site, directory);
    const { instanceUuid, devices, additions } = guest;
    const checked = await site.check(guest);
    const node = site.destination.node();
    const params = { instance: site.instanceOf(instanceUuid), node, data: { ...checked, ...additions }, devices };
    const kept = storedHost(stateDirectory, "fake-host-2").incoming;
    for (let step = 1; step < MANY; step += 1) {
      await failStep(site.destination, step);
      const end = await endOf(site.destination.driver.preLiveMigration(params));
      if (!(end instanceof DriverError)) break;
      expect(end.effect).toBe("none");
      steps.push(end.code === "BACKEND_FAILED" ? (end.details as { step: string }).step : end.code);
      expect(leftovers(stateDirectory, "fake-host-2")).toEqual({ ...NOTHING, incoming: kept });
      expect(storedDisks(stateDirectory, instanceUuid)).toHaveLength(1);
    }
    await site.destination.driver["simulation/clearFaults"]();
    // The image, once fetched, stays in the cache, so that a step is skipped.
    expect(steps).toEqual([
      "prepareGuest",
      "fetchImage",
      "createDisk",
      "connectVolume",
      "INTERFACE_PLUG_FAILED",
      "INTERFACE_PLUG_FAILED",
      "allocateConsole",
    ]);
    await moved(site, guest);
  });

  it("of liveMigration leaves the guest at one host, which says so, and a second migration succeeds", async () => {
    const ends: string[] = [];
    for (let step = 1; step < MANY; step += 1) {
      const { site, stateDirectory } = await create();
      const guest = await richGuest(site, directory);
      const { instanceUuid } = guest;
      const data = await site.prepare(guest);
      await failStep(site.source, step);
      const end = await endOf(site.source.driver.liveMigration({ instanceUuid, data }));
      await site.source.driver["simulation/clearFaults"]();
      ends.push(summaryOf(end));
      if (ends.at(-1) === "completed") break;
      if (end instanceof DriverError) await hasGone(site, stateDirectory, guest, data);
      else await hasStayed(site, stateDirectory, guest, data);
    }
    // A device of the host is detached, then: prepareGuest, transferMemory, switchOver and dropGuest.
    expect(ends).toEqual(["failed", "failed", "failed", "failed", "dropGuest unknown", "completed"]);
  });

  it("of a forced liveMigration does so too, and the guest goes on", async () => {
    const ends: string[] = [];
    for (let step = 1; step < MANY; step += 1) {
      const { site } = await create();
      const instanceUuid = await site.source.spawn();
      await site.source.driver["simulation/injectFault"]({
        fault: { kind: "guestBehaviour", instanceUuid, dirtyMibPerSecond: 100 },
      });
      const data = await site.prepare({ instanceUuid });
      await failStep(site.source, step);
      const end = await endOf(
        site.source.driver.liveMigration({
          instanceUuid,
          data,
          completionTimeoutSeconds: 10,
          onTimeout: "forceComplete",
        }),
      );
      ends.push(summaryOf(end));
      const isThere = end instanceof DriverError || end.outcome === "completed";
      expect(await site.states(instanceUuid)).toEqual(
        isThere ? { source: "absent", destination: "running" } : { source: "running", destination: "absent" },
      );
      const holder = isThere ? site.destination : site.source;
      const before = (await holder.lines(instanceUuid)).length;
      await site.source.advance(1000);
      expect((await holder.lines(instanceUuid)).length).toBe(before + 10);
      if (ends.at(-1) === "completed") break;
    }
    // prepareGuest, transferMemory, pauseGuest, unpauseGuest, switchOver, dropGuest.
    expect(ends).toEqual(["failed", "failed", "failed", "failed", "failed", "dropGuest unknown", "completed"]);
  });

  it("of a switch-over that takes effect and is reported as failed is an error with effect unknown", async () => {
    const { site } = await create();
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.driver["simulation/injectFault"]({
      fault: { kind: "stepFault", trigger: { operation: "liveMigration", step: "switchOver" }, action: "failAfter" },
    });
    expect(await failureOf(site.source.driver.liveMigration({ instanceUuid, data }))).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "unknown",
      details: { step: "switchOver" },
    });
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
  });

  it("of rollbackLiveMigrationAtDestination keeps nothing else there, and the next call removes the rest", async () => {
    const { site, stateDirectory } = await create();
    const guest = await richGuest(site, directory);
    let failures = 0;
    for (let step = 1; step < MANY; step += 1) {
      const data = await site.prepare(guest);
      const rollBack = (): Promise<void> => site.rollBackAtDestination(guest.instanceUuid, data, guest.devices);
      await failStep(site.destination, step);
      const end = await endOf(rollBack());
      await site.destination.driver["simulation/clearFaults"]();
      if (!(end instanceof DriverError)) break;
      failures += 1;
      expect(end).toMatchObject({ code: "BACKEND_FAILED", effect: "partial" });
      await rollBack();
      expect(leftovers(stateDirectory, "fake-host-2")).toEqual(NOTHING);
      expect(storedDisks(stateDirectory, guest.instanceUuid)).toHaveLength(1);
    }
    // Two volumes, two interfaces, a disk, and what was kept.
    expect(failures).toBe(6);
    await site.rollBackAtDestination(guest.instanceUuid, await site.prepare(guest));
    await moved(site, guest);
  });

  it("of rollbackLiveMigrationAtSource is made good by the next call", async () => {
    const { site } = await create();
    const guest = await richGuest(site, directory);
    const { instanceUuid } = guest;
    const data = await site.prepare(guest);
    await failStep(site.source, 2);
    expect((await site.source.driver.liveMigration({ instanceUuid, data })).outcome).toBe("failed");
    await failStep(site.source, 1);
    expect(await failureOf(site.source.driver.rollbackLiveMigrationAtSource({ instanceUuid, data }))).toMatchObject({
      code: "INTERFACE_PLUG_FAILED",
      effect: "partial",
    });
    await site.rollBack(guest, data);
    await moved(site, guest);
  });

  it("of the calls that complete a migration leaves the guest where it is, and the next call goes on", async () => {
    const { site, stateDirectory } = await create();
    const guest = await richGuest(site, directory);
    const { instanceUuid, devices, sourceDevices } = guest;
    const { data } = await site.migrate(guest);
    const node = site.destination.node();
    const instance = site.instanceOf(instanceUuid);
    const repeat = async (fake: Attached, call: () => Promise<unknown>): Promise<number> => {
      let failures = 0;
      for (let step = 1; step < MANY; step += 1) {
        await failStep(fake, 1);
        const end = await endOf(call());
        await fake.driver["simulation/clearFaults"]();
        if (!(end instanceof DriverError)) break;
        failures += 1;
        expect(end.effect).toBe("partial");
        expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
        await endOf(call());
      }
      return failures;
    };
    const { driver: there } = site.destination;
    expect(
      await repeat(site.destination, () => there.postLiveMigrationAtDestination({ instance, node, data, devices })),
    ).toBeGreaterThan(0);
    const { driver: here } = site.source;
    await repeat(site.source, () => here.postLiveMigrationAtSource({ instanceUuid, data, devices: sourceDevices }));
    await here.destroy({ instanceUuid, destroyDisks: true });
    expect(leftovers(stateDirectory, "fake-host-1")).toEqual(NOTHING);
    expect(site.destination.transitions(instanceUuid)).toEqual(["migrated"]);
    expect(site.source.transitions(instanceUuid)).toEqual(["spawned", "migrated"]);
  });
});

describe("a hypervisor that is cut off from its driver during liveMigration", () => {
  it("keeps nothing of a guest that has left", async () => {
    const { site, stateDirectory } = await create();
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = failureOf(site.source.driver.liveMigration({ instanceUuid, data, permitPostCopy: true }));
    await site.source.advance(3000);
    await site.source.driver.liveMigrationForceComplete({ instanceUuid });
    await site.source.advance(500);
    await site.source.driver["simulation/injectFault"]({ fault: { kind: "backendUnreachable" } });
    await site.source.advance(10_000);
    expect(await migrating).toMatchObject({ code: "BACKEND_UNREACHABLE", effect: "unknown" });
    await site.source.driver["simulation/clearFaults"]();
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
    await site.complete({ instanceUuid }, data);
    expect(leftovers(stateDirectory, "fake-host-1")).toEqual(NOTHING);
  });

  it("breaks the transfer off and lets the guest go on; the driver says that it does not know", async () => {
    const { site } = await create();
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = failureOf(site.source.driver.liveMigration({ instanceUuid, data }));
    await site.source.advance(4000);
    await site.source.driver["simulation/injectFault"]({ fault: { kind: "backendUnreachable" } });
    await site.source.advance(10_000);
    expect(await migrating).toMatchObject({ code: "BACKEND_UNREACHABLE", effect: "unknown" });
    await site.source.driver["simulation/clearFaults"]();
    expect(await site.states(instanceUuid)).toEqual({ source: "running", destination: "absent" });
    await site.rollBack({ instanceUuid }, data);
    expect((await site.migrate({ instanceUuid })).outcome).toBe("completed");
  });
});
