import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { type ProbeBehaviour, probeImage, silentImage, temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();
const attach = (behaviour: ProbeBehaviour = {}): Promise<Attached> =>
  Attached.create({}, probeImage(directory, behaviour));

const crash = (fake: Attached, instanceUuid: string): Promise<unknown> =>
  fake.driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } });

const ends = (lines: readonly string[]): (string | undefined)[] => [lines[0], lines.at(-1)];

describe("powerOff", () => {
  it("with no time cuts the guest off without asking it", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    expect(await fake.lines(instanceUuid)).not.toContain("power button");
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "stopped"]);
  });

  it("with time presses the button and lets the guest shut down", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    const before = await fake.advance(0);
    const operationId = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 60, retryIntervalSeconds: 10 }, { operationId });
    expect((await fake.lines(instanceUuid)).slice(-2)).toEqual(["power button", "off"]);
    expect((await fake.advance(0)) - before).toBeLessThan(1000);
    expect(fake.events.at(-1)).toMatchObject({ transition: "stopped", powerState: "shutdown", operationId });
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "stopped"]);
  });

  it("gives a deaf guest all its time, and then cuts it off", async () => {
    const fake = await attach({ ignoresPowerButton: true });
    const instanceUuid = await fake.spawn();
    const before = await fake.advance(0);
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 30, retryIntervalSeconds: 7 });
    const took = (await fake.advance(0)) - before;
    expect(took).toBeGreaterThanOrEqual(30_000);
    expect(took).toBeLessThan(31_000);
    expect((await fake.lines(instanceUuid)).at(-1)).toMatch(/^tick 3\d\d$/);
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
  });

  it("presses the button again after each interval", async () => {
    const fake = await attach({ ignoresPowerButton: true });
    const stepThatFails = async (step: number): Promise<unknown> => {
      const instanceUuid = await fake.spawn();
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      const off = { instanceUuid, timeoutSeconds: 30, retryIntervalSeconds: 7 };
      return (await failureOf(fake.driver.powerOff(off))).details;
    };
    // At 0, 7, 14, 21 and 28 seconds, and then it is cut off.
    expect(await stepThatFails(5)).toEqual({ step: "pressPowerButton" });
    expect(await stepThatFails(6)).toEqual({ step: "stopGuest" });
  });

  it("lets a guest that is no probe shut down in its own time", async () => {
    const fake = await Attached.create({}, silentImage(directory));
    const instanceUuid = await fake.spawn();
    const before = await fake.advance(0);
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 60, retryIntervalSeconds: 0 });
    expect((await fake.advance(0)) - before).toBeLessThan(2000);
  });

  it("cuts off a paused guest, which cannot hear", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver.pause({ instanceUuid });
    const before = await fake.advance(0);
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 60, retryIntervalSeconds: 0 });
    expect((await fake.advance(0)) - before).toBeLessThan(1000);
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
  });

  it("of an instance that is off succeeds at once and tells of nothing", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    const before = await fake.advance(0);
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 60, retryIntervalSeconds: 1 });
    expect(await fake.advance(0)).toBe(before);
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "stopped"]);
  });

  it("leaves a guest running if the hypervisor fails", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 1 } });
    const off = { instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 };
    const error = await failureOf(fake.driver.powerOff(off));
    expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "none", details: { step: "stopGuest" } });
    expect(await fake.powerState(instanceUuid)).toBe("running");
    expect(fake.transitions(instanceUuid)).toEqual(["spawned"]);
    await fake.driver.powerOff(off);
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
  });

  it("in progress answers reads, and can be cancelled", async () => {
    const fake = await attach({ ignoresPowerButton: true });
    const instanceUuid = await fake.spawn();
    await fake.hold();
    const cancellation = new AbortController();
    const off = { instanceUuid, timeoutSeconds: 60, retryIntervalSeconds: 0 };
    const stopping = failureOf(fake.driver.powerOff(off, { signal: cancellation.signal }));
    await fake.advance(30_000);
    expect(await fake.powerState(instanceUuid)).toBe("running");
    cancellation.abort();
    expect(await stopping).toMatchObject({ code: "OPERATION_CANCELLED" });
    await fake.advance(60_000);
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });
});

describe("a powerOff that is cancelled after the button was pressed", () => {
  it("is named as the cause when the guest obeys while it is being cut off", async () => {
    // Here it takes a second to press the button, and stops of the guest itself are told only later.
    const fake = await Attached.create({ persona: "ironic" }, probeImage(directory));
    const instanceUuid = await fake.spawn();
    const operationId = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 1, retryIntervalSeconds: 0 }, { operationId });
    expect(fake.events.at(-1)).toMatchObject({ transition: "stopped", powerState: "shutdown", operationId });
    await fake.advance(10_000);
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "stopped"]);
  });

  it("is not named as the cause when the guest obeys later", async () => {
    const fake = await Attached.create({}, silentImage(directory));
    const instanceUuid = await fake.spawn();
    await fake.hold();
    const cancellation = new AbortController();
    const off = { instanceUuid, timeoutSeconds: 60, retryIntervalSeconds: 0 };
    const stopping = failureOf(fake.driver.powerOff(off, { signal: cancellation.signal }));
    await fake.advance(500);
    cancellation.abort();
    expect(await stopping).toMatchObject({ code: "OPERATION_CANCELLED", effect: "unknown" });
    expect(await fake.powerState(instanceUuid)).toBe("running");
    await fake.advance(5000);
    expect(fake.events.at(-1)).toMatchObject({ transition: "stopped", powerState: "shutdown" });
    expect(fake.events.at(-1)).not.toHaveProperty("operationId");
  });
});

describe("powerOn", () => {
  it("boots the guest from its own disk", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await fake.driver.powerOn({ instanceUuid });
    await fake.advance(400);
    expect(ends(await fake.lines(instanceUuid))).toEqual(["boot 1", "boot 2"]);
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "stopped", "started"]);
  });

  it("of a running instance changes nothing", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver.powerOn({ instanceUuid });
    await fake.advance(1000);
    expect((await fake.lines(instanceUuid)).filter((line) => line.startsWith("boot"))).toEqual(["boot 1"]);
    expect(fake.transitions(instanceUuid)).toEqual(["spawned"]);
  });

  it("of a paused instance is refused and leaves it paused", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver.pause({ instanceUuid });
    const error = await failureOf(fake.driver.powerOn({ instanceUuid }));
    expect(error).toMatchObject({ code: "INVALID_STATE", effect: "none", details: { powerState: "paused" } });
    expect(error.message).toBe(`Cannot power on instance "${instanceUuid}": power state is "paused"`);
    expect(await fake.powerState(instanceUuid)).toBe("paused");
  });
});

describe("reboot", () => {
  it("softly lets the guest shut down and boots it once", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver.reboot({ instanceUuid, type: "soft" });
    await fake.advance(400);
    expect((await fake.lines(instanceUuid)).slice(-3)).toEqual(["power button", "off", "boot 2"]);
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "rebooted"]);
  });

  it("softly becomes hard when a deaf guest's time is up", async () => {
    const fake = await attach({ ignoresPowerButton: true });
    const instanceUuid = await fake.spawn();
    const before = await fake.advance(0);
    await fake.driver.reboot({ instanceUuid, type: "soft", timeoutSeconds: 20 });
    expect((await fake.advance(0)) - before).toBeGreaterThanOrEqual(20_000);
    await fake.advance(400);
    expect((await fake.lines(instanceUuid)).at(-1)).toBe("boot 2");
  });

  it("hard works from every state and asks nobody", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    const states = {
      running: async () => undefined,
      paused: () => fake.driver.pause({ instanceUuid }),
      shutdown: () => fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }),
      crashed: () => crash(fake, instanceUuid),
    };
    for (const [state, reach] of Object.entries(states)) {
      await reach();
      expect(await fake.powerState(instanceUuid)).toBe(state);
      await fake.driver.reboot({ instanceUuid, type: "hard" });
      expect(await fake.powerState(instanceUuid)).toBe("running");
      await fake.advance(400);
    }
    const lines = await fake.lines(instanceUuid);
    expect(lines.at(-1)).toBe("boot 5");
    expect(lines).not.toContain("power button");
  });

  it("softly needs a running guest", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver.pause({ instanceUuid });
    expect(await failureOf(fake.driver.reboot({ instanceUuid, type: "soft" }))).toMatchObject({
      code: "INVALID_STATE",
    });
  });

  it("that fails half way says so, and tells the truth of the state", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 3 } });
    const error = await failureOf(fake.driver.reboot({ instanceUuid, type: "hard" }));
    expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "partial", details: { step: "startGuest" } });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    expect(fake.transitions(instanceUuid)).toEqual(["spawned"]);
    await fake.driver.reboot({ instanceUuid, type: "hard" });
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });
});

describe("pause and unpause", () => {
  it("stop the guest and let it go on where it was", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver.pause({ instanceUuid });
    const paused = await fake.lines(instanceUuid);
    await fake.advance(60_000);
    expect(await fake.lines(instanceUuid)).toEqual(paused);
    await fake.driver.unpause({ instanceUuid });
    await fake.advance(100);
    expect(await fake.lines(instanceUuid)).toEqual([...paused, `tick ${paused.length}`]);
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "paused", "unpaused"]);
  });

  it("change nothing the second time", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver.unpause({ instanceUuid });
    await fake.driver.pause({ instanceUuid });
    await fake.driver.pause({ instanceUuid });
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "paused"]);
  });

  it("need a guest", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    for (const operation of ["pause", "unpause"] as const) {
      const error = await failureOf(fake.driver[operation]({ instanceUuid }));
      expect(error).toMatchObject({ code: "INVALID_STATE", details: { powerState: "shutdown" } });
    }
  });

  it("hold a shutdown that the guest was about to begin", async () => {
    const fake = await attach({ powerOffAfterTicks: 50 });
    const instanceUuid = await fake.spawn();
    await fake.driver.pause({ instanceUuid });
    await fake.advance(60_000);
    expect(await fake.powerState(instanceUuid)).toBe("paused");
    await fake.driver.unpause({ instanceUuid });
    await fake.advance(5000);
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
  });
});

describe("operations of the group power", () => {
  it("refuse an absent instance", async () => {
    const fake = await attach();
    const { uuid: instanceUuid } = fake.spawnParams().instance;
    const calls = [
      () => fake.driver.powerOn({ instanceUuid }),
      () => fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }),
      () => fake.driver.reboot({ instanceUuid, type: "hard" }),
      () => fake.driver.pause({ instanceUuid }),
      () => fake.driver.unpause({ instanceUuid }),
    ];
    for (const call of calls)
      expect(await failureOf(call())).toMatchObject({ code: "INSTANCE_NOT_FOUND", effect: "none" });
  });
});
