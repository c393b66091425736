import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { bridgeInterface, fileVolume } from "../../support/guest-devices.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

/** Brings an instance that runs into another power state. */
const into: Readonly<Record<string, (fake: Attached, instanceUuid: string) => Promise<unknown>>> = {
  running: async () => undefined,
  paused: (fake, instanceUuid) => fake.driver.pause({ instanceUuid }),
  shutdown: (fake, instanceUuid) => fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }),
  crashed: (fake, instanceUuid) =>
    fake.driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } }),
  suspended: (fake, instanceUuid) => fake.driver.suspend({ instanceUuid }),
};

describe("softDelete", () => {
  it.each(Object.entries(into))("puts an instance that is %s aside, listed and shut down", async (_state, bring) => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await bring(fake, instanceUuid);
    const used = await fake.used();
    await fake.driver.softDelete({ instanceUuid });
    expect(fake.events.at(-1)).toMatchObject({ instanceUuid, transition: "softDeleted", powerState: "shutdown" });
    const before = await fake.lines(instanceUuid);
    await fake.advance(10_000);
    expect(await fake.lines(instanceUuid)).toEqual(before);
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    expect((await fake.driver.listInstances()).instances).toHaveLength(1);
    expect(await fake.used()).toEqual(used);
  });

  it("leaves one that is put aside already as it is, and tells of nothing", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.softDelete({ instanceUuid });
    fake.events.length = 0;
    await fake.driver.softDelete({ instanceUuid });
    expect(fake.events).toEqual([]);
  });

  it("does not stand in the way of destroy", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.softDelete({ instanceUuid });
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    expect((await fake.driver.listInstances()).instances).toEqual([]);
    await fake.spawn({ uuid: instanceUuid });
    expect((await fake.lines(instanceUuid))[0]).toBe("boot 1");
  });

  it("can be repeated after a failure at any step", async () => {
    const fake = await Attached.create({}, image);
    for (const [step, powerState] of [
      [1, "running"],
      [2, "shutdown"],
    ] as const) {
      const instanceUuid = await fake.spawn();
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      const error = await failureOf(fake.driver.softDelete({ instanceUuid }));
      expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "partial" });
      expect(await fake.powerState(instanceUuid)).toBe(powerState);
      await fake.driver.softDelete({ instanceUuid });
      expect(fake.transitions(instanceUuid)).toEqual(["spawned", "softDeleted"]);
    }
  });
});

describe("restore", () => {
  it("brings back what was put aside, with its disks and devices", async () => {
    const fake = await Attached.create({}, image);
    const volume = fileVolume(directory);
    const networkInterface = bridgeInterface();
    const params = fake.spawnParams();
    const devices = { networkInterfaces: [networkInterface], blockDevices: { volumes: [volume] } };
    const { attachedVolumes } = await fake.driver.spawn({ ...params, devices });
    const instanceUuid = params.instance.uuid;
    await fake.advance(500);
    await fake.driver.softDelete({ instanceUuid });
    const answer = await fake.driver.restore({ instanceUuid });
    expect(answer.attachedVolumes).toEqual(attachedVolumes);
    expect(fake.events.at(-1)).toMatchObject({ transition: "restored", powerState: "running" });
    await fake.advance(450);
    expect((await fake.lines(instanceUuid)).at(-1)).toBe("boot 2");
  });

  it("starts what is merely off or crashed, and leaves alone what runs", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    fake.events.length = 0;
    await fake.driver.restore({ instanceUuid });
    expect(fake.events).toEqual([]);
    for (const state of ["shutdown", "crashed"]) {
      await into[state]?.(fake, instanceUuid);
      await fake.driver.restore({ instanceUuid });
      expect(await fake.powerState(instanceUuid)).toBe("running");
    }
  });

  it.each(["paused", "suspended"])("refuses one that is %s", async (state) => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await into[state]?.(fake, instanceUuid);
    const error = await failureOf(fake.driver.restore({ instanceUuid }));
    expect(error).toMatchObject({ code: "INVALID_STATE", effect: "none", details: { powerState: state } });
    expect(await fake.powerState(instanceUuid)).toBe(state);
  });

  it("refuses an absent one", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = randomUUID();
    for (const call of [fake.driver.restore({ instanceUuid }), fake.driver.softDelete({ instanceUuid })]) {
      const error = await failureOf(call);
      expect(error).toMatchObject({ code: "INSTANCE_NOT_FOUND", effect: "none" });
    }
  });

  it("leaves the instance put aside when any step fails", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.softDelete({ instanceUuid });
    fake.events.length = 0;
    for (const step of [1, 2]) {
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      const error = await failureOf(fake.driver.restore({ instanceUuid }));
      expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "none" });
      expect(await fake.powerState(instanceUuid)).toBe("shutdown");
      await fake.driver.softDelete({ instanceUuid });
    }
    expect(fake.events).toEqual([]);
    await fake.driver.restore({ instanceUuid });
    expect(fake.transitions(instanceUuid)).toEqual(["restored"]);
  });
});
