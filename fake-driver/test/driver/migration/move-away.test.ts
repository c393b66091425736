import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import {
  AT_ONCE,
  bootsOf,
  destinationFor,
  failStep,
  finish,
  hasDisks,
  instanceOf,
  LARGE,
  moveAway,
  SMALL,
} from "../../support/cold-move.ts";
import { type ProbeBehaviour, probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
const create = (behaviour: ProbeBehaviour = {}): Promise<AttachedSite> =>
  AttachedSite.create(probeImage(directory, behaviour));

describe("getMigrationDestination", () => {
  it("names formats, and an endpoint with a credential that expires", async () => {
    const site = await create();
    const destination = await destinationFor(site, randomUUID());
    expect(destination.node).toBe(site.destination.node());
    expect(destination.acceptedFormats.length).toBeGreaterThan(0);
    const [endpoint] = destination.endpoints;
    expect(endpoint?.uri).toMatch(/^tls:\/\/fake-host-2\./);
    expect(endpoint?.credential).toBeTypeOf("string");
    const now = await site.destination.advance(0);
    expect(Date.parse(endpoint?.expiresAt ?? "")).toBeGreaterThan(now + 60_000);
  });

  it("refuses a node that it does not serve", async () => {
    const { source } = await create();
    const error = await failureOf(
      source.driver.getMigrationDestination({ instanceUuid: randomUUID(), node: randomUUID() }),
    );
    expect(error).toMatchObject({ code: "NODE_NOT_FOUND", effect: "none" });
  });
});

describe("migrateDiskAndPowerOff", () => {
  it("stops the guest, describes its disks and brings them to the destination", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const data = await moveAway(site, instanceUuid);
    expect(await site.source.powerState(instanceUuid)).toBe("shutdown");
    expect(site.source.transitions(instanceUuid)).toEqual(["spawned", "stopped"]);
    expect(data.sharedStorage).toBe(false);
    expect(data.disks).toMatchObject([{ name: "root", use: "root", diskFormat: "raw", virtualSizeBytes: 2 ** 30 }]);
    expect(await hasDisks(site.destination, instanceUuid)).toBe(true);
    expect(await site.states(instanceUuid)).toEqual({ source: "shutdown", destination: "absent" });
    expect(await site.source.used()).toEqual({ vcpus: 1, memoryMib: 64, localGib: 1 });
  });

  it("gives the guest the time to shut down that powerOff gives it", async () => {
    const site = await create({ ignoresPowerButton: true });
    const instanceUuid = await site.source.spawn();
    const before = await site.source.advance(0);
    await moveAway(site, instanceUuid, { timeoutSeconds: 30, retryIntervalSeconds: 7 });
    expect((await site.source.advance(0)) - before).toBeGreaterThanOrEqual(30_000);
    const polite = await create();
    const other = await polite.source.spawn();
    await moveAway(polite, other, { timeoutSeconds: 30, retryIntervalSeconds: 7 });
    expect((await polite.source.lines(other)).slice(-2)).toEqual(["power button", "off"]);
  });

  it("works from every state that it allows, and from no other", async () => {
    const site = await create();
    const { driver } = site.source;
    const reach = {
      running: async () => undefined,
      paused: (instanceUuid: string) => driver.pause({ instanceUuid }),
      shutdown: (instanceUuid: string) => driver.powerOff({ instanceUuid, ...AT_ONCE }),
      crashed: (instanceUuid: string) =>
        driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } }),
    };
    for (const [state, go] of Object.entries(reach)) {
      const instanceUuid = await site.source.spawn();
      await go(instanceUuid);
      expect(await site.source.powerState(instanceUuid)).toBe(state);
      await moveAway(site, instanceUuid);
      expect(await site.source.powerState(instanceUuid)).toBe("shutdown");
    }
    const instanceUuid = await site.source.spawn();
    await driver.suspend({ instanceUuid });
    expect(await failureOf(moveAway(site, instanceUuid))).toMatchObject({ code: "INVALID_STATE", effect: "none" });
    expect(await failureOf(moveAway(site, randomUUID()))).toMatchObject({ code: "INSTANCE_NOT_FOUND", effect: "none" });
  });

  it("refuses a smaller root or ephemeral disk, naming the field, and leaves the guest alone", async () => {
    const site = await create();
    const { source } = site;
    const params = source.spawnParams({ flavor: { ...SMALL, rootGib: 2, ephemeralGib: 2 } });
    await source.driver.spawn({ ...params, devices: { blockDevices: { ephemerals: [{ sizeGib: 2 }] } } });
    const { uuid } = params.instance;
    for (const [flavor, path] of [
      [{ ...SMALL, rootGib: 1, ephemeralGib: 2 }, "params.flavor.rootGib"],
      [{ ...SMALL, rootGib: 0, ephemeralGib: 2 }, "params.flavor.rootGib"],
      [{ ...SMALL, rootGib: 2, ephemeralGib: 1 }, "params.flavor.ephemeralGib"],
      [{ ...SMALL, rootGib: 2 }, "params.flavor.ephemeralGib"],
    ] as const) {
      const error = await failureOf(moveAway(site, uuid, { flavor }));
      expect(error).toMatchObject({ code: "INVALID_REQUEST", effect: "none", details: { path } });
    }
    expect(await source.powerState(uuid)).toBe("running");
    expect(source.transitions(uuid)).toEqual(["spawned"]);
  });

  it("takes a flavor without a size for an instance whose root disk has the image's", async () => {
    const site = await create();
    const flavor = { ...SMALL, rootGib: 0 };
    const instanceUuid = await site.source.spawn({ flavor });
    const data = await moveAway(site, instanceUuid, { flavor });
    expect(data.disks[0]?.virtualSizeBytes).toBe(1 << 20);
  });

  it("writes only formats that the destination accepts", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const destination = await destinationFor(site, instanceUuid);
    const foreign = { ...destination, acceptedFormats: [{ name: "somebody-elses", version: 1 }] };
    const error = await failureOf(moveAway(site, instanceUuid, { destination: foreign }));
    expect(error).toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
      effect: "none",
      details: { reason: "unknown-format" },
    });
    expect(await site.source.powerState(instanceUuid)).toBe("running");
    const last = destination.acceptedFormats.at(-1);
    const acceptedFormats = [...foreign.acceptedFormats, ...(last === undefined ? [] : [last])];
    const data = await moveAway(site, instanceUuid, { destination: { ...destination, acceptedFormats } });
    expect(data.format).toEqual(last);
    expect(data.driverPrivate?.format).toEqual(last);
  });

  it("refuses endpoints that it cannot reach before the guest is stopped", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const destination = await destinationFor(site, instanceUuid);
    const [endpoint] = destination.endpoints;
    for (const uri of ["tls://elsewhere.example:49152", "tls://fake-host-9.example:49152", "nonsense"]) {
      const endpoints = [{ transport: "tls" as const, ...endpoint, uri }];
      const error = await failureOf(moveAway(site, instanceUuid, { destination: { ...destination, endpoints } }));
      expect(error).toMatchObject({ code: "MIGRATION_NOT_POSSIBLE", effect: "none", details: { reason: "other" } });
    }
    expect(await site.source.powerState(instanceUuid)).toBe("running");
  });

  it("refuses members that contradict each other", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const { driver } = site.source;
    const params = { instanceUuid, flavor: SMALL, ...AT_ONCE };
    const own = (await driver.getMigrationDestination({ instanceUuid, node: site.source.node(1) })).destination;
    for (const [changes, path] of [
      [{}, "params.destination"],
      [{ sameHost: true, destination: own }, "params.destination"],
      [{ destination: own }, "params.destination.node"],
    ] as const) {
      const error = await failureOf(driver.migrateDiskAndPowerOff({ ...params, ...changes }));
      expect(error).toMatchObject({ code: "INVALID_REQUEST", effect: "none", details: { path } });
    }
  });

  it("is not let in with a credential that has expired, or is for another instance", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const destination = await destinationFor(site, instanceUuid);
    const foreign = await destinationFor(site, randomUUID());
    expect(await failureOf(moveAway(site, instanceUuid, { destination: foreign }))).toMatchObject({
      code: "CREDENTIALS_EXPIRED",
      effect: "none",
    });
    await site.source.advance(700_000);
    expect(await failureOf(moveAway(site, instanceUuid, { destination }))).toMatchObject({
      code: "CREDENTIALS_EXPIRED",
    });
    expect(await site.source.powerState(instanceUuid)).toBe("running");
  });

  it("brings the disks back if the credential expires while the guest shuts down", async () => {
    const site = await create({ ignoresPowerButton: true });
    const instanceUuid = await site.source.spawn();
    const error = await failureOf(moveAway(site, instanceUuid, { timeoutSeconds: 700 }));
    expect(error).toMatchObject({ code: "CREDENTIALS_EXPIRED", effect: "partial" });
    expect(error.message).not.toContain((await destinationFor(site, instanceUuid)).endpoints[0]?.credential);
    expect(await hasDisks(site.destination, instanceUuid)).toBe(false);
    await site.source.driver.powerOn({ instanceUuid });
    await site.source.advance(500);
    expect(await bootsOf(site.source, instanceUuid)).toBe(2);
  });

  it("that fails at any step leaves the disks at the source and can be made again", async () => {
    const site = await create();
    const steps: unknown[] = [];
    for (let step = 1; ; step += 1) {
      const instanceUuid = await site.source.spawn();
      await failStep(site.source, step);
      const outcome = await moveAway(site, instanceUuid).catch((error: unknown) => error);
      await site.source.driver["simulation/clearFaults"]();
      if (!(outcome instanceof Error)) break;
      expect(outcome).toMatchObject({ code: "BACKEND_FAILED" });
      steps.push((outcome as { details?: { step?: unknown } }).details?.step);
      expect(await hasDisks(site.destination, instanceUuid)).toBe(false);
      expect(await hasDisks(site.source, instanceUuid)).toBe(true);
      const wasStopped = (await site.source.powerState(instanceUuid)) === "shutdown";
      await site.source.driver.powerOn({ instanceUuid });
      await site.source.advance(500);
      expect(await bootsOf(site.source, instanceUuid)).toBe(wasStopped ? 2 : 1);
      const data = await moveAway(site, instanceUuid);
      await finish(site, instanceOf(site, instanceUuid), data);
      expect(await site.destination.powerState(instanceUuid)).toBe("running");
    }
    expect(steps).toEqual(["stopGuest", "keepDisk", "sendDisk"]);
  });

  it("leaves nothing at a destination whose store fails or has no room", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const { driver } = site.destination;
    const node = site.destination.node();
    for (const fault of [
      { kind: "failStep", step: 1 },
      { kind: "failStep", step: 2 },
      { kind: "storageFull", node },
    ] as const) {
      await driver["simulation/injectFault"]({ fault });
      expect(await failureOf(moveAway(site, instanceUuid))).toMatchObject({ code: "BACKEND_FAILED" });
      await driver["simulation/clearFaults"]();
      expect(await hasDisks(site.destination, instanceUuid)).toBe(false);
    }
    await site.source.driver.powerOn({ instanceUuid });
    await site.source.advance(500);
    expect(await bootsOf(site.source, instanceUuid)).toBe(2);
  });

  it("says that nothing has changed if it fails and the guest was off", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    await site.source.driver.powerOff({ instanceUuid, ...AT_ONCE });
    await failStep(site.source, 2);
    expect(await failureOf(moveAway(site, instanceUuid))).toMatchObject({ code: "BACKEND_FAILED", effect: "none" });
  });

  it("sends in time, tells of its progress, and can be cancelled", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const destination = await destinationFor(site, instanceUuid);
    await site.source.hold();
    const cancellation = new AbortController();
    const told: (number | undefined)[] = [];
    const moving = failureOf(
      site.source.driver.migrateDiskAndPowerOff(
        { instanceUuid, destination, flavor: SMALL, ...AT_ONCE },
        { signal: cancellation.signal, onProgress: ({ percent }) => void told.push(percent) },
      ),
    );
    await site.source.advance(11_000);
    expect(await hasDisks(site.destination, instanceUuid)).toBe(false);
    expect(await site.source.powerState(instanceUuid)).toBe("shutdown");
    cancellation.abort();
    expect(await moving).toMatchObject({ code: "OPERATION_CANCELLED" });
    await site.source.hold(false);
    expect(await hasDisks(site.destination, instanceUuid)).toBe(false);
    await site.source.driver.powerOn({ instanceUuid });
    expect(told.length).toBeGreaterThan(0);
  });

  it("breaks when the network is lost, and can be made again when it is back", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const destination = await destinationFor(site, instanceUuid);
    await site.source.hold();
    const moving = failureOf(moveAway(site, instanceUuid, { destination }));
    await site.source.advance(3000);
    await site.source.driver["simulation/injectFault"]({ fault: { kind: "networkLoss", node: site.source.node() } });
    await site.source.advance(20_000);
    expect(await moving).toMatchObject({ code: "BACKEND_FAILED", effect: "partial", details: { step: "sendDisk" } });
    await site.source.hold(false);
    expect(await hasDisks(site.destination, instanceUuid)).toBe(false);
    const unreachable = await failureOf(moveAway(site, instanceUuid, { destination }));
    expect(unreachable).toMatchObject({ code: "MIGRATION_NOT_POSSIBLE", effect: "none" });
    await site.source.driver["simulation/clearFaults"]();
    const data = await moveAway(site, instanceUuid);
    await finish(site, instanceOf(site, instanceUuid), data);
    expect(await bootsOf(site.destination, instanceUuid)).toBe(2);
  });

  it("replaces what an earlier attempt has left at the destination", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    await moveAway(site, instanceUuid);
    await site.source.driver.finishRevertMigration({
      instance: instanceOf(site, instanceUuid),
      node: site.source.node(),
      powerOn: true,
    });
    await site.source.advance(500);
    expect(await hasDisks(site.destination, instanceUuid)).toBe(true);
    const data = await moveAway(site, instanceUuid);
    await finish(site, instanceOf(site, instanceUuid), data);
    expect(await bootsOf(site.destination, instanceUuid)).toBe(3);
  });

  it("made anew after its result was lost goes on from what it has kept", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const first = await moveAway(site, instanceUuid);
    const second = await moveAway(site, instanceUuid);
    expect(second.disks.map(({ name }) => name)).toEqual(first.disks.map(({ name }) => name));
    await finish(site, instanceOf(site, instanceUuid, { flavor: LARGE }), second, { resizeDisks: true });
    expect(await bootsOf(site.destination, instanceUuid)).toBe(2);
  });

  it("does not touch an instance that the destination has", async () => {
    const site = await create();
    const params = site.source.spawnParams();
    await site.source.driver.spawn(params);
    await site.destination.driver.spawn({ ...params, node: site.destination.node() });
    const error = await failureOf(moveAway(site, params.instance.uuid));
    expect(error).toMatchObject({ code: "DESTINATION_DISK_EXISTS", effect: "none" });
    expect(await site.source.powerState(params.instance.uuid)).toBe("running");
    expect(await site.destination.powerState(params.instance.uuid)).toBe("running");
  });

  it("with one operationId moves once", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const destination = await destinationFor(site, instanceUuid);
    const operationId = randomUUID();
    const params = { instanceUuid, destination, flavor: SMALL, ...AT_ONCE };
    const first = await site.source.driver.migrateDiskAndPowerOff(params, { operationId });
    expect(await site.source.driver.migrateDiskAndPowerOff(params, { operationId })).toEqual(first);
    expect(site.source.events.at(-1)).toMatchObject({ transition: "stopped", operationId });
  });

  it("is not offered by a driver without the capability", async () => {
    const fake = await Attached.create({ without: ["supportsMigration"] });
    const error = await failureOf(
      fake.driver.getMigrationDestination({ instanceUuid: randomUUID(), node: fake.node() }),
    );
    expect(error.code).toBe("NOT_SUPPORTED");
  });
});
