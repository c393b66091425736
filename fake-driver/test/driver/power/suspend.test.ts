import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const image = probeImage(temporaryDirectory());

/** The lines that a guest has written; the last one tells how far it came. */
async function lastLine(fake: Attached, uuid: string): Promise<string | undefined> {
  return (await fake.lines(uuid)).at(-1);
}

describe("suspend", () => {
  it("stops the guest, shows it as suspended, and tells of it", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.suspend({ instanceUuid });
    expect(await fake.powerState(instanceUuid)).toBe("suspended");
    const before = await lastLine(fake, instanceUuid);
    await fake.advance(60_000);
    expect(await lastLine(fake, instanceUuid)).toBe(before);
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "suspended"]);
    await fake.driver.suspend({ instanceUuid });
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "suspended"]);
  });

  it("is refused in other power states, and where nothing is", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.pause({ instanceUuid });
    expect(await failureOf(fake.driver.suspend({ instanceUuid }))).toMatchObject({
      code: "INVALID_STATE",
      details: { instanceUuid, powerState: "paused" },
    });
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    expect(await failureOf(fake.driver.suspend({ instanceUuid }))).toMatchObject({ code: "INVALID_STATE" });
    expect(await failureOf(fake.driver.resume({ instanceUuid }))).toMatchObject({ code: "INVALID_STATE" });
    expect(await failureOf(fake.driver.suspend({ instanceUuid: image.id }))).toMatchObject({
      code: "INSTANCE_NOT_FOUND",
    });
  });

  it("leaves the guest running if it fails, is cancelled, or finds no room", async () => {
    const fake = await Attached.create({ diskGib: 1 }, image);
    const flavor = { name: "large", vcpus: 1, memoryMib: 2048, rootGib: 0 };
    const instanceUuid = await fake.spawn({ flavor });
    expect(await failureOf(fake.driver.suspend({ instanceUuid }))).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "none",
      details: { step: "saveMemory" },
    });
    const small = await fake.spawn({ flavor: { ...flavor, memoryMib: 64 } });
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 1 } });
    expect(await failureOf(fake.driver.suspend({ instanceUuid: small }))).toMatchObject({ effect: "none" });
    await fake.hold();
    const cancellation = new AbortController();
    const suspending = failureOf(fake.driver.suspend({ instanceUuid: small }, { signal: cancellation.signal }));
    await fake.advance(1000);
    cancellation.abort();
    expect(await suspending).toMatchObject({ code: "OPERATION_CANCELLED", effect: "none" });
    await fake.hold(false);
    for (const uuid of [instanceUuid, small]) {
      const before = await lastLine(fake, uuid);
      await fake.advance(1000);
      expect(await fake.powerState(uuid)).toBe("running");
      expect(await lastLine(fake, uuid)).not.toBe(before);
    }
  });
});

describe("resume", () => {
  it("lets the guest go on where it stopped, without a boot, also over a restart", async () => {
    const stateDirectory = temporaryDirectory();
    const first = await Attached.create({ stateDirectory }, image);
    const instanceUuid = await first.spawn();
    await first.driver.suspend({ instanceUuid });
    const before = await first.lines(instanceUuid);
    await first.connection.close();
    const second = await Attached.create({ stateDirectory }, image);
    expect(await second.powerState(instanceUuid)).toBe("suspended");
    await second.driver.resume({ instanceUuid });
    expect(await second.powerState(instanceUuid)).toBe("running");
    await second.advance(100);
    expect(await second.lines(instanceUuid)).toEqual([...before, `tick ${before.length}`]);
    expect(second.transitions(instanceUuid)).toEqual(["resumed"]);
    expect(await second.driver.resume({ instanceUuid })).toEqual({ attachedVolumes: [], taggedDevices: [] });
    expect(second.transitions(instanceUuid)).toEqual(["resumed"]);
  });

  it("keeps the saved memory if it fails at any step, and then succeeds", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.suspend({ instanceUuid });
    const before = await fake.lines(instanceUuid);
    for (let step = 1; ; step += 1) {
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      const outcome = await fake.driver.resume({ instanceUuid }).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) break;
      expect(outcome).toMatchObject({ code: "BACKEND_FAILED", effect: "none" });
      expect(await fake.powerState(instanceUuid)).toBe("suspended");
    }
    await fake.advance(100);
    expect(await fake.lines(instanceUuid)).toEqual([...before, `tick ${before.length}`]);
  });

  it("uses the saved memory once, and a power-off discards it", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    for (const ending of ["resume", "powerOff"]) {
      await fake.driver.suspend({ instanceUuid });
      if (ending === "resume") await fake.driver.resume({ instanceUuid });
      await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
      expect(await fake.powerState(instanceUuid)).toBe("shutdown");
      expect(await failureOf(fake.driver.resume({ instanceUuid }))).toMatchObject({ code: "INVALID_STATE" });
      await fake.driver.powerOn({ instanceUuid });
      await fake.advance(450);
    }
    expect((await fake.lines(instanceUuid)).filter((line) => line.startsWith("boot"))).toEqual([
      "boot 1",
      "boot 2",
      "boot 3",
    ]);
  });
});
