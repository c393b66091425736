import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

describe("a guest that stops by itself", () => {
  it("is told of at the moment at which it does, without a cause", async () => {
    const fake = await Attached.create({}, probeImage(directory, { powerOffAfterTicks: 600 }));
    const params = fake.spawnParams();
    await fake.driver.spawn(params);
    const startedAt = await fake.advance(0);
    await fake.advance(3_600_000);
    const stopped = fake.events.at(-1);
    expect(stopped).toMatchObject({ transition: "stopped", powerState: "shutdown" });
    expect(stopped).not.toHaveProperty("operationId");
    expect(Date.parse(stopped?.observedAt ?? "")).toBe(startedAt + 60_400);
    expect(await fake.powerState(params.instance.uuid)).toBe("shutdown");
    expect((await fake.lines(params.instance.uuid)).slice(-2)).toEqual(["tick 600", "off"]);
  });

  it("is told of when another request lets the time pass", async () => {
    const fake = await Attached.create({}, image);
    const short = fake.spawnParams({ image: probeImage(directory, { powerOffAfterTicks: 10 }) });
    await fake.driver.spawn(short);
    await fake.driver.spawn(fake.spawnParams());
    expect(fake.events.map(({ transition }) => transition)).toEqual(["spawned", "stopped", "spawned"]);
  });
});

describe("simulation/injectFault", () => {
  it("crashes a guest, running or paused", async () => {
    const fake = await Attached.create({}, image);
    for (const isPaused of [false, true]) {
      const instanceUuid = await fake.spawn();
      if (isPaused) await fake.driver.pause({ instanceUuid });
      await fake.driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } });
      expect(await fake.powerState(instanceUuid)).toBe("crashed");
      expect(fake.events.at(-1)).toMatchObject({ instanceUuid, transition: "crashed", powerState: "crashed" });
      expect(fake.events.at(-1)).not.toHaveProperty("operationId");
    }
  });

  it("refuses to crash what is absent or off", async () => {
    const fake = await Attached.create({}, image);
    const params = { ...fake.spawnParams(), powerOn: false };
    const fault = { kind: "guestCrash" as const, instanceUuid: params.instance.uuid };
    expect(await failureOf(fake.driver["simulation/injectFault"]({ fault }))).toMatchObject({
      code: "INSTANCE_NOT_FOUND",
    });
    await fake.driver.spawn(params);
    expect(await failureOf(fake.driver["simulation/injectFault"]({ fault }))).toMatchObject({
      code: "INVALID_REQUEST",
    });
  });

  it("fails just the step that was named", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 2 } });
    await fake.driver.pause({ instanceUuid });
    await fake.driver.getInfo({ instanceUuid });
    expect(await failureOf(fake.driver.unpause({ instanceUuid }))).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "none",
    });
    await fake.driver.unpause({ instanceUuid });
  });
});

describe("a hypervisor that cannot be reached", () => {
  it("is never reported as empty or absent", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver["simulation/injectFault"]({ fault: { kind: "backendUnreachable" } });
    const calls: Record<string, () => Promise<unknown>> = {
      listNodes: () => fake.driver.listNodes(),
      listInstances: () => fake.driver.listInstances(),
      listInstanceStates: () => fake.driver.listInstanceStates(),
      getInfo: () => fake.driver.getInfo({ instanceUuid }),
      getConsoleOutput: () => fake.driver.getConsoleOutput({ instanceUuid }),
      getAvailableResource: () => fake.driver.getAvailableResource({ node: fake.node() }),
      spawn: () => fake.driver.spawn(fake.spawnParams()),
      destroy: () => fake.driver.destroy({ instanceUuid, destroyDisks: true }),
      powerOn: () => fake.driver.powerOn({ instanceUuid }),
      powerOff: () => fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }),
      reboot: () => fake.driver.reboot({ instanceUuid, type: "hard" }),
      pause: () => fake.driver.pause({ instanceUuid }),
      unpause: () => fake.driver.unpause({ instanceUuid }),
    };
    for (const [name, call] of Object.entries(calls)) {
      expect([name, (await failureOf(call())).code]).toEqual([name, "BACKEND_UNREACHABLE"]);
    }
    expect(await fake.driver.probe()).toMatchObject({ driver: "ok", backend: "unreachable" });
    await fake.driver["simulation/clearFaults"]();
    expect(await fake.driver.probe()).toEqual({ driver: "ok", backend: "reachable" });
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });

  it("carries out nothing that was under way when it was lost", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.hold();
    const pausing = failureOf(fake.driver.pause({ instanceUuid }));
    await fake.advance(100);
    await fake.driver["simulation/injectFault"]({ fault: { kind: "backendUnreachable" } });
    await fake.advance(1000);
    expect(await pausing).toMatchObject({ code: "BACKEND_UNREACHABLE", effect: "none" });
    await fake.driver["simulation/clearFaults"]();
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });

  it("tells afterwards what its guests did meanwhile", async () => {
    const fake = await Attached.create({}, probeImage(directory, { powerOffAfterTicks: 50 }));
    const instanceUuid = await fake.spawn();
    await fake.driver["simulation/injectFault"]({ fault: { kind: "backendUnreachable" } });
    await fake.advance(60_000);
    expect(fake.transitions(instanceUuid)).toEqual(["spawned"]);
    await fake.driver["simulation/clearFaults"]();
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "stopped"]);
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
  });
});

describe("simulation/clearFaults", () => {
  it("ends faults that have not happened yet, and a hold", async () => {
    const fake = await Attached.create({}, image);
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 1 } });
    await fake.hold();
    await fake.driver["simulation/clearFaults"]();
    await fake.spawn();
  });
});

describe("simulation/advance", () => {
  it("of a year of many ticking guests answers at once", async () => {
    const fake = await Attached.create({}, image);
    const uuids = [];
    for (let index = 0; index < 20; index += 1) uuids.push(await fake.spawn());
    await fake.advance(31_536_000_000);
    for (const instanceUuid of uuids) {
      const { firstOffset, endOffset } = await fake.driver.getConsoleOutput({ instanceUuid });
      expect(endOffset).toBeGreaterThan(2 ** 32);
      expect(endOffset - firstOffset).toBe(102_400);
    }
  });
});

/** All that a caller gets to see of a short life, but for the identities that are new in each run. */
async function transcript(seed: number): Promise<string> {
  const fake = await Attached.create({ seed }, image);
  const instanceUuid = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";
  const answers: unknown[] = [await fake.driver.spawn(fake.spawnParams({ uuid: instanceUuid }))];
  answers.push(await fake.driver.reboot({ instanceUuid, type: "soft" }));
  answers.push(await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 5, retryIntervalSeconds: 1 }));
  answers.push(await fake.driver.getConsoleOutput({ instanceUuid }));
  answers.push(await fake.driver["simulation/advance"]({ durationMs: 1 }));
  answers.push(fake.events.map(({ driverEpoch: _epoch, operationId: _id, node: _node, ...event }) => event));
  return JSON.stringify(answers);
}

describe("the same requests", () => {
  it("give the same transcript, byte for byte, with the same seed, and another with another", async () => {
    expect(await transcript(7)).toBe(await transcript(7));
    expect(await transcript(7)).not.toBe(await transcript(8));
  });
});
