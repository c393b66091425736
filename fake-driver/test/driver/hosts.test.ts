import { randomUUID } from "node:crypto";
import type { HostCpuStats, NodesChangedParams, NodeStatus } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { bridgeInterface, fileVolume } from "../support/guest-devices.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
const NOBODY = "0d8a5f6d-2c11-4b0e-9d8b-4f9c1a526a0e";
const HOUR_MS = 3_600_000;

async function statusOf(fake: Attached, index = 0): Promise<NodeStatus | undefined> {
  return (await fake.driver.listNodes()).nodes[index]?.status;
}

function newsOf(fake: Attached): NodesChangedParams[] {
  const news: NodesChangedParams[] = [];
  fake.connection.onNotification("nodesChanged", (told) => void news.push(told));
  return news;
}

async function addForeignGuest(fake: Attached): Promise<void> {
  const claim = { vcpus: 2, memoryMib: 512, localGib: 1 };
  const fault = { kind: "foreignGuest", node: fake.node(), name: "not ours", ...claim } as const;
  await fake.driver["simulation/injectFault"]({ fault });
}

describe("a node's operations", () => {
  it.each(["getHostUptime", "getHostCpuStats"] as const)("%s refuses a node that is not served", async (operation) => {
    const fake = await Attached.create();
    expect(await failureOf(fake.driver[operation]({ node: NOBODY }))).toMatchObject({ code: "NODE_NOT_FOUND" });
  });

  it("change nothing on a node that is not served", async () => {
    const fake = await Attached.create();
    const calls = [
      fake.driver.setHostEnabled({ node: NOBODY, enabled: false }),
      fake.driver.hostMaintenanceMode({ node: NOBODY, maintenance: true }),
      fake.driver.hostPowerAction({ node: NOBODY, action: "reboot" }),
    ];
    for (const call of calls) {
      expect(await failureOf(call)).toMatchObject({
        code: "NODE_NOT_FOUND",
        effect: "none",
        details: { node: NOBODY },
      });
    }
  });
});

describe("getHostUptime", () => {
  it("grows by the time that passes, over a restart of the driver too, and begins anew with the node", async () => {
    const stateDirectory = temporaryDirectory();
    const fake = await Attached.create({ stateDirectory });
    const before = (await fake.driver.getHostUptime({ node: fake.node() })).uptimeSeconds;
    await fake.advance(26 * HOUR_MS);
    await fake.connection.close();
    const again = await Attached.create({ stateDirectory });
    const after = await again.driver.getHostUptime({ node: again.node() });
    expect(after.uptimeSeconds - before).toBe(26 * 3600);
    expect(after.text).toContain("up 1 days, 2:00");
    await again.driver.hostPowerAction({ node: again.node(), action: "reboot" });
    expect((await again.driver.getHostUptime({ node: again.node() })).uptimeSeconds).toBe(0);
    expect((await again.driver.getHostUptime({ node: again.node(1) })).uptimeSeconds).toBeGreaterThan(26 * 3600);
  });
});

/** The counters of the first node, in milliseconds but for `all`. */
async function cpuTimeOf(fake: Attached): Promise<{ sum: number; user: number; all: number[]; atMs: number }> {
  const { stats, observedAt } = await fake.driver.getHostCpuStats({ node: fake.node() });
  const { kernelNanoseconds, userNanoseconds, idleNanoseconds, iowaitNanoseconds } = stats satisfies HostCpuStats;
  const all = [kernelNanoseconds, userNanoseconds, idleNanoseconds, iowaitNanoseconds].map(Number);
  const sum = all.reduce((left, right) => left + right, 0);
  return { sum: sum / 1e6, user: Number(userNanoseconds) / 1e6, all, atMs: Date.parse(observedAt) };
}

describe("getHostCpuStats", () => {
  it("accounts for all time of all CPUs, whatever guests do", async () => {
    const fake = await Attached.create({ vcpus: 4 }, image);
    const readings = [await cpuTimeOf(fake)];
    const flavor = { name: "half", vcpus: 2, memoryMib: 64, rootGib: 1 };
    const instanceUuid = await fake.spawn({ flavor });
    readings.push(await cpuTimeOf(fake));
    await fake.advance(10_000);
    readings.push(await cpuTimeOf(fake));
    await fake.driver.pause({ instanceUuid });
    await fake.advance(10_000);
    readings.push(await cpuTimeOf(fake));
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    readings.push(await cpuTimeOf(fake));
    for (const [index, later] of readings.slice(1).entries()) {
      const earlier = readings[index] ?? later;
      expect(later.sum - earlier.sum).toBeCloseTo(4 * (later.atMs - earlier.atMs), 3);
      for (const [counter, value] of later.all.entries())
        expect(value).toBeGreaterThanOrEqual(earlier.all[counter] ?? 0);
    }
  });

  it("counts as used what guests execute, and nothing while they are paused", async () => {
    const fake = await Attached.create({ vcpus: 4 }, image);
    const flavor = { name: "half", vcpus: 2, memoryMib: 64, rootGib: 1 };
    const instanceUuid = await fake.spawn({ flavor });
    const start = await cpuTimeOf(fake);
    await fake.advance(10_000);
    const running = await cpuTimeOf(fake);
    expect(running.user - start.user).toBeCloseTo(0.96 * 20_000, 3);
    await fake.driver.pause({ instanceUuid });
    const paused = await cpuTimeOf(fake);
    await fake.advance(10_000);
    expect((await cpuTimeOf(fake)).user).toBe(paused.user);
  });

  it("goes on from where it was after a restart of the driver", async () => {
    const stateDirectory = temporaryDirectory();
    const fake = await Attached.create({ stateDirectory }, image);
    const instanceUuid = await fake.spawn();
    await fake.advance(10_000);
    const before = await cpuTimeOf(fake);
    await fake.connection.close();
    const again = await Attached.create({ stateDirectory });
    expect(await cpuTimeOf(again)).toEqual(before);
    await again.advance(1000);
    expect((await cpuTimeOf(again)).user - before.user).toBeCloseTo(960, 3);
    await again.driver.destroy({ instanceUuid, destroyDisks: true });
    const { user } = await cpuTimeOf(again);
    await again.advance(1000);
    expect((await cpuTimeOf(again)).user).toBe(user);
  });

  it("begins anew with the node", async () => {
    const fake = await Attached.create({}, image);
    await fake.spawn();
    await fake.advance(10_000);
    await fake.driver.hostPowerAction({ node: fake.node(), action: "reboot", force: true });
    expect(await cpuTimeOf(fake)).toMatchObject({ sum: 0, user: 0 });
  });
});

describe("setHostEnabled", () => {
  it("closes and opens a node, and tells of it before it answers", async () => {
    const fake = await Attached.create();
    const news = newsOf(fake);
    const node = fake.node();
    const operationId = randomUUID();
    expect(await fake.driver.setHostEnabled({ node, enabled: false }, { operationId })).toEqual({ enabled: false });
    expect(await statusOf(fake)).toMatchObject({ acceptsInstances: false, reasons: ["disabled"] });
    expect(news).toMatchObject([
      { operationId, changes: [{ node, change: "changed", info: { status: { reasons: ["disabled"] } } }] },
    ]);
    expect(await statusOf(fake, 1)).toEqual({ acceptsInstances: true, reasons: [] });
    expect(await fake.driver.setHostEnabled({ node, enabled: false })).toEqual({ enabled: false });
    expect(news).toHaveLength(1);
    expect(await fake.driver.setHostEnabled({ node, enabled: true })).toEqual({ enabled: true });
    expect(await statusOf(fake)).toEqual({ acceptsInstances: true, reasons: [] });
  });

  it("lets no new instance in, and leaves those that are there as they are", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.setHostEnabled({ node: fake.node(), enabled: false });
    expect(await failureOf(fake.driver.spawn(fake.spawnParams()))).toMatchObject({
      code: "INSUFFICIENT_RESOURCES",
      effect: "none",
      details: { resource: "other" },
    });
    expect(await fake.powerState(instanceUuid)).toBe("running");
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await fake.driver.powerOn({ instanceUuid });
    await fake.driver.rebuild({ instance: { ...fake.spawnParams().instance, uuid: instanceUuid }, powerOn: true });
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
  });

  it("keeps a node closed while its hypervisor comes and goes, and over a restart of the driver", async () => {
    const stateDirectory = temporaryDirectory();
    const fake = await Attached.create({ stateDirectory });
    await fake.driver.setHostEnabled({ node: fake.node(), enabled: false });
    await fake.driver["simulation/injectFault"]({ fault: { kind: "backendUnreachable" } });
    await fake.driver["simulation/clearFaults"]();
    expect(await statusOf(fake)).toMatchObject({ reasons: ["disabled"] });
    await fake.connection.close();
    expect(await statusOf(await Attached.create({ stateDirectory }))).toMatchObject({ reasons: ["disabled"] });
  });

  it("leaves the node as it was where the hypervisor refuses", async () => {
    const fake = await Attached.create();
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 1 } });
    const call = fake.driver.setHostEnabled({ node: fake.node(), enabled: false });
    expect(await failureOf(call)).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "none",
      details: { step: "setNodeState" },
    });
    expect(await statusOf(fake)).toEqual({ acceptsInstances: true, reasons: [] });
  });
});

describe("hostMaintenanceMode", () => {
  it("takes a node into maintenance and out of it, stopped instances and all", async () => {
    const fake = await Attached.create({}, image);
    const node = fake.node();
    const instanceUuid = await fake.spawn();
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    expect(await fake.driver.hostMaintenanceMode({ node, maintenance: true })).toEqual({ maintenance: true });
    expect(await statusOf(fake)).toMatchObject({ acceptsInstances: false, reasons: ["maintenance"] });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    expect(await failureOf(fake.driver.spawn(fake.spawnParams()))).toMatchObject({ code: "INSUFFICIENT_RESOURCES" });
    await fake.driver.setHostEnabled({ node, enabled: false });
    expect(await statusOf(fake)).toMatchObject({ reasons: ["disabled", "maintenance"] });
    expect(await fake.driver.hostMaintenanceMode({ node, maintenance: false })).toEqual({ maintenance: false });
    expect(await statusOf(fake)).toMatchObject({ reasons: ["disabled"] });
  });

  it.each(["running", "paused"])("is refused while a guest is %s", async (powerState) => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    if (powerState === "paused") await fake.driver.pause({ instanceUuid });
    const call = fake.driver.hostMaintenanceMode({ node: fake.node(), maintenance: true });
    expect(await failureOf(call)).toMatchObject({
      code: "NODE_IN_USE",
      effect: "none",
      details: { node: fake.node(), runningInstances: 1, foreignGuests: 0 },
    });
    expect(await fake.powerState(instanceUuid)).toBe(powerState);
    expect(await statusOf(fake)).toEqual({ acceptsInstances: true, reasons: [] });
    expect(await fake.driver.hostMaintenanceMode({ node: fake.node(1), maintenance: true })).toEqual({
      maintenance: true,
    });
  });

  it("is refused while a foreign guest runs", async () => {
    const fake = await Attached.create();
    await addForeignGuest(fake);
    const call = fake.driver.hostMaintenanceMode({ node: fake.node(), maintenance: true });
    expect(await failureOf(call)).toMatchObject({
      code: "NODE_IN_USE",
      details: { runningInstances: 0, foreignGuests: 1 },
    });
  });

  it("is refused while an instance of the node is being changed, or one is being built there", async () => {
    const fake = await Attached.create({}, image);
    const node = fake.node();
    const instanceUuid = await fake.spawn();
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await fake.hold();
    const changes = [fake.driver.destroy({ instanceUuid, destroyDisks: true }), fake.driver.spawn(fake.spawnParams())];
    await fake.advance(100);
    const call = fake.driver.hostMaintenanceMode({ node, maintenance: true });
    expect(await failureOf(call)).toMatchObject({ code: "NODE_IN_USE", details: { runningInstances: 2 } });
    await fake.hold(false);
    await Promise.all(changes);
  });

  it("runs no guests", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await fake.driver.hostMaintenanceMode({ node: fake.node(), maintenance: true });
    expect(await failureOf(fake.driver.powerOn({ instanceUuid }))).toMatchObject({ code: "BACKEND_FAILED" });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    await fake.driver.hostMaintenanceMode({ node: fake.node(), maintenance: false });
    await fake.driver.powerOn({ instanceUuid });
  });
});

describe("hostPowerAction", () => {
  it("powers an empty node off and on, and tells of it", async () => {
    const fake = await Attached.create();
    const news = newsOf(fake);
    const node = fake.node();
    expect(await fake.driver.hostPowerAction({ node, action: "shutdown" })).toEqual({ poweredOn: false });
    expect(await statusOf(fake)).toMatchObject({ acceptsInstances: false, reasons: ["powered-off"] });
    expect(await fake.driver.hostPowerAction({ node, action: "shutdown" })).toEqual({ poweredOn: false });
    expect(news).toHaveLength(1);
    expect(await fake.driver.hostPowerAction({ node, action: "startup" })).toEqual({ poweredOn: true });
    expect(await statusOf(fake)).toEqual({ acceptsInstances: true, reasons: [] });
    expect(await fake.driver.hostPowerAction({ node, action: "startup" })).toEqual({ poweredOn: true });
    expect(news).toHaveLength(2);
    await fake.driver.hostPowerAction({ node, action: "reboot" });
    expect(news).toHaveLength(4);
    await fake.driver.hostPowerAction({ node, action: "shutdown" });
    expect(await fake.driver.hostPowerAction({ node, action: "reboot" })).toEqual({ poweredOn: true });
  });

  it.each(["shutdown", "reboot"] as const)("%s cuts nobody off unless it is forced to", async (action) => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await addForeignGuest(fake);
    expect(await failureOf(fake.driver.hostPowerAction({ node: fake.node(), action }))).toMatchObject({
      code: "NODE_IN_USE",
      effect: "none",
      details: { node: fake.node(), runningInstances: 1, foreignGuests: 1 },
    });
    expect(await fake.powerState(instanceUuid)).toBe("running");
    expect(await statusOf(fake)).toEqual({ acceptsInstances: true, reasons: [] });
  });

  it("leaves guests that it cut off stopped, with their disks, until they are started", async () => {
    const fake = await Attached.create({}, image);
    const node = fake.node();
    const params = fake.spawnParams();
    const { uuid: instanceUuid } = params.instance;
    const volume = fileVolume(temporaryDirectory());
    const devices = { networkInterfaces: [bridgeInterface()], blockDevices: { volumes: [volume] } };
    await fake.driver.spawn({ ...params, devices });
    await addForeignGuest(fake);
    const operationId = randomUUID();
    await fake.driver.hostPowerAction({ node, action: "reboot", force: true }, { operationId });
    expect(fake.events.at(-1)).toMatchObject({
      instanceUuid,
      transition: "stopped",
      powerState: "shutdown",
      operationId,
    });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    await fake.advance(60_000);
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    expect(await fake.driver.hostPowerAction({ node, action: "reboot" })).toEqual({ poweredOn: true });
    await fake.driver.powerOn({ instanceUuid });
    await fake.advance(500);
    expect((await fake.lines(instanceUuid)).at(-2)).toBe("boot 2");
  });

  it("lists the instances of a node that is off, and lets nothing be done there", async () => {
    const stateDirectory = temporaryDirectory();
    const fake = await Attached.create({ stateDirectory }, image);
    const node = fake.node();
    const instanceUuid = await fake.spawn();
    await fake.driver.hostPowerAction({ node, action: "shutdown", force: true });
    await fake.connection.close();
    const again = await Attached.create({ stateDirectory }, image);
    expect(await statusOf(again)).toMatchObject({ reasons: ["powered-off"] });
    expect((await again.driver.listInstanceStates({ node })).states).toEqual([
      { uuid: instanceUuid, node, powerState: "shutdown" },
    ]);
    expect(await again.used()).toEqual({ vcpus: 1, memoryMib: 64, localGib: 1 });
    const calls = [
      again.driver.powerOn({ instanceUuid }),
      again.driver.destroy({ instanceUuid, destroyDisks: true }),
      again.driver.spawn(again.spawnParams()),
      again.driver.getHostUptime({ node }),
      again.driver.getHostCpuStats({ node }),
    ];
    for (const call of calls) expect(await failureOf(call)).toMatchObject({ code: "BACKEND_UNREACHABLE" });
    await again.driver.hostPowerAction({ node, action: "startup" });
    await again.driver.powerOn({ instanceUuid });
  });

  it("takes back what was being built on a node that it cuts off, when the node is on again", async () => {
    const fake = await Attached.create({}, image);
    const node = fake.node();
    await fake.hold();
    const forced = fake.driver.hostPowerAction({ node, action: "reboot", force: true }, { operationId: randomUUID() });
    await fake.advance(35_000);
    const spawning = failureOf(fake.driver.spawn(fake.spawnParams()));
    await fake.hold(false);
    await forced;
    expect(await spawning).toMatchObject({ code: "BACKEND_UNREACHABLE" });
    expect((await fake.driver.listInstances()).instances).toEqual([]);
    expect(await fake.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
  });

  it.each([
    [1, true],
    [2, false],
  ])("that fails at step %i of a reboot leaves a node whose status tells whether it is on", async (step, isOn) => {
    const fake = await Attached.create();
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
    const call = fake.driver.hostPowerAction({ node: fake.node(), action: "reboot" });
    expect(await failureOf(call)).toMatchObject({ code: "BACKEND_FAILED", effect: "unknown" });
    expect((await statusOf(fake))?.reasons).toEqual(isOn ? [] : ["powered-off"]);
    expect(await fake.driver.hostPowerAction({ node: fake.node(), action: "reboot" })).toEqual({ poweredOn: true });
  });

  it("gives up a node that takes longer than the driver is configured to wait", async () => {
    const fake = await Attached.create();
    const before = await fake.advance(0);
    const value = { type: "integer", value: 10 } as const;
    await fake.driver.configure({ settings: [{ key: "nodes.powerTimeoutSeconds", value }] });
    const call = fake.driver.hostPowerAction({ node: fake.node(), action: "shutdown" });
    expect(await failureOf(call)).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "unknown",
      details: { step: "powerNode" },
    });
    expect((await fake.advance(0)) - before).toBe(10_000);
    expect(await statusOf(fake)).toEqual({ acceptsInstances: true, reasons: [] });
  });

  it("runs once for one operation id", async () => {
    const fake = await Attached.create();
    const news = newsOf(fake);
    const params = { node: fake.node(), action: "reboot" } as const;
    const operationId = randomUUID();
    const first = await fake.driver.hostPowerAction(params, { operationId });
    expect(await fake.driver.hostPowerAction(params, { operationId })).toEqual(first);
    expect(news).toHaveLength(2);
  });
});
