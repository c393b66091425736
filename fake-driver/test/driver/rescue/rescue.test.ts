import { randomUUID } from "node:crypto";
import { DriverError, type ImageMeta } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import type { OptionalCapability } from "../../../src/index.ts";
import { Attached, failureOf } from "../../support/attached.ts";
import { fileVolume } from "../../support/guest-devices.ts";
import { probeImage, silentImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
const off = { timeoutSeconds: 0, retryIntervalSeconds: 0 };

/** Spawns an instance whose guest has booted once, and powers it off. */
async function spawnOff(fake: Attached): Promise<string> {
  const instanceUuid = await fake.spawn();
  await fake.driver.powerOff({ instanceUuid, ...off });
  return instanceUuid;
}

async function isRescued(fake: Attached, instanceUuid: string): Promise<boolean | undefined> {
  return (await fake.driver.getInfo({ instanceUuid })).info.rescued;
}

/** The boots that are on the console. The counter is on the disk that was booted. */
async function boots(fake: Attached, instanceUuid: string): Promise<string[]> {
  await fake.advance(500);
  return (await fake.lines(instanceUuid)).filter((line) => line.startsWith("boot"));
}

/** Spawns an instance whose root disk is a volume, and powers it off. */
async function spawnFromVolume(without: OptionalCapability[] = []): Promise<{ fake: Attached; instanceUuid: string }> {
  const fake = await Attached.create({ without });
  const params = fake.spawnParams({ image: { ...image, source: { kind: "volume" } } });
  const volume = fileVolume(directory, { bootIndex: 0 });
  await fake.driver.spawn({ ...params, devices: { blockDevices: { volumes: [volume] } } });
  const instanceUuid = params.instance.uuid;
  await fake.driver.powerOff({ instanceUuid, ...off });
  return { fake, instanceUuid };
}

describe("rescue", () => {
  it("boots the rescue image once, says so, and leaves the own disk alone", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await spawnOff(fake);
    await fake.driver.rescue({ instanceUuid, image: probeImage(directory) });
    expect(await fake.powerState(instanceUuid)).toBe("running");
    expect(await isRescued(fake, instanceUuid)).toBe(true);
    expect(await boots(fake, instanceUuid)).toEqual(["boot 1", "boot 1"]);
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "stopped", "rescued"]);
    await fake.driver.unrescue({ instanceUuid });
    expect(await fake.powerState(instanceUuid)).toBe("running");
    expect(await isRescued(fake, instanceUuid)).toBe(false);
    expect(await boots(fake, instanceUuid)).toEqual(["boot 1", "boot 1", "boot 2"]);
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "stopped", "rescued", "unrescued"]);
  });

  it("outlives power cycles and a restart of the driver, on the same rescue disk", async () => {
    const stateDirectory = temporaryDirectory();
    const first = await Attached.create({ stateDirectory }, image);
    const instanceUuid = await spawnOff(first);
    await first.driver.rescue({ instanceUuid, image: probeImage(directory) });
    await first.driver.reboot({ instanceUuid, type: "hard" });
    await first.advance(500);
    await first.driver.reboot({ instanceUuid, type: "soft" });
    await first.connection.close();
    const second = await Attached.create({ stateDirectory }, image);
    await second.driver.powerOff({ instanceUuid, ...off });
    await second.driver.powerOn({ instanceUuid });
    expect(await isRescued(second, instanceUuid)).toBe(true);
    expect(await boots(second, instanceUuid)).toEqual(["boot 1", "boot 1", "boot 2", "boot 3", "boot 4"]);
  });

  it("begins anew with another image, or goes back to the first if that fails", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await spawnOff(fake);
    await fake.driver.rescue({ instanceUuid, image: probeImage(directory) });
    await fake.advance(500);
    await fake.driver.powerOff({ instanceUuid, ...off });
    await fake.driver["simulation/injectFault"]({
      fault: { kind: "stepFault", trigger: { step: "startGuest" }, action: "fail" },
    });
    const other = probeImage(directory);
    expect(await failureOf(fake.driver.rescue({ instanceUuid, image: other }))).toMatchObject({ effect: "none" });
    expect(await isRescued(fake, instanceUuid)).toBe(true);
    await fake.driver.powerOn({ instanceUuid });
    expect((await boots(fake, instanceUuid)).at(-1)).toBe("boot 2");
    await fake.driver.powerOff({ instanceUuid, ...off });
    await fake.driver.rescue({ instanceUuid, image: other });
    expect((await boots(fake, instanceUuid)).at(-1)).toBe("boot 1");
  });

  it("is refused unless the instance is off", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    const rescue = (): Promise<object> => fake.driver.rescue({ instanceUuid, image });
    expect(await failureOf(rescue())).toMatchObject({ code: "INVALID_STATE", effect: "none" });
    await fake.driver.pause({ instanceUuid });
    expect(await failureOf(rescue())).toMatchObject({ code: "INVALID_STATE" });
    await fake.driver.unpause({ instanceUuid });
    await fake.driver.suspend({ instanceUuid });
    expect(await failureOf(rescue())).toMatchObject({ code: "INVALID_STATE" });
    expect(await failureOf(fake.driver.rescue({ instanceUuid: randomUUID(), image }))).toMatchObject({
      code: "INSTANCE_NOT_FOUND",
    });
    await fake.driver.resume({ instanceUuid });
    await fake.driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } });
    await rescue();
    expect(await isRescued(fake, instanceUuid)).toBe(true);
  });

  it("refuses a bad image, one on a volume, and a bus that there is not", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await spawnOff(fake);
    const rescuing = (changes: Partial<ImageMeta>): Promise<object> =>
      failureOf(fake.driver.rescue({ instanceUuid, image: { ...probeImage(directory), ...changes } }));
    for (const changes of [
      { sha256: "0".repeat(64) },
      { diskFormat: "qcow2" as const },
      { source: { kind: "volume" as const } },
    ]) {
      expect(await rescuing(changes)).toMatchObject({ code: "IMAGE_UNACCEPTABLE", effect: "none" });
    }
    expect(await rescuing({ properties: { rescue: { bus: "other" } } })).toMatchObject({
      code: "NOT_SUPPORTED",
      details: { operation: "rescue", path: "params.image.properties.rescue.bus" },
    });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    expect(await isRescued(fake, instanceUuid)).toBe(false);
  });

  it("leaves no trace when any step fails, or it is cancelled", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await spawnOff(fake);
    const rescueImage = probeImage(directory);
    const configDrive = { label: "config-2", files: [{ path: "openstack/latest/meta_data.json", data: "e30=" }] };
    const rescue = (signal?: AbortSignal): Promise<object> =>
      fake.driver.rescue({ instanceUuid, image: rescueImage, configDrive }, signal === undefined ? {} : { signal });
    const expectUnrescued = async (): Promise<void> => {
      expect(await fake.powerState(instanceUuid)).toBe("shutdown");
      expect(await isRescued(fake, instanceUuid)).toBe(false);
    };
    for (let elapsed = 100; elapsed < 11_000; elapsed += 1900) {
      await fake.hold();
      const cancellation = new AbortController();
      const call = failureOf(rescue(cancellation.signal));
      await fake.advance(elapsed);
      cancellation.abort();
      expect(await call).toMatchObject({ code: "OPERATION_CANCELLED", effect: "none" });
      await fake.hold(false);
      await expectUnrescued();
    }
    let steps = 0;
    for (let step = 1; ; step += 1) {
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      const outcome = await rescue().catch((error: unknown) => error);
      if (!(outcome instanceof Error)) break;
      steps = step;
      expect(outcome).toMatchObject({ code: "BACKEND_FAILED", effect: "none" });
      await expectUnrescued();
    }
    expect(steps).toBeGreaterThan(3);
    await fake.driver["simulation/clearFaults"]();
    await fake.driver.powerOff({ instanceUuid, ...off });
    await fake.driver.unrescue({ instanceUuid });
    expect((await boots(fake, instanceUuid)).at(-1)).toBe("boot 2");
  });

  it("ends with a destroy, which keeps the own disk if asked", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await spawnOff(fake);
    await fake.driver.rescue({ instanceUuid, image: probeImage(directory) });
    await fake.driver.destroy({ instanceUuid, destroyDisks: false });
    await fake.spawn({ uuid: instanceUuid });
    expect(await isRescued(fake, instanceUuid)).toBe(false);
    expect(await boots(fake, instanceUuid)).toEqual(["boot 2"]);
  });

  it("boots with the rescue image's own kernel, or without one", async () => {
    const { id, sizeBytes, sha256 = "", source } = probeImage(directory);
    const kernel = { id, sizeBytes, sha256, source };
    const fake = await Attached.create({}, { ...image, kernelBoot: { kernel } });
    const instanceUuid = await spawnOff(fake);
    await fake.driver.rescue({ instanceUuid, image: silentImage(directory) });
    expect(await boots(fake, instanceUuid)).toEqual(["boot 1"]);
    await fake.driver.powerOff({ instanceUuid, ...off });
    await fake.driver.rescue({ instanceUuid, image: { ...silentImage(directory), kernelBoot: { kernel } } });
    expect(await boots(fake, instanceUuid)).toHaveLength(2);
  });
});

describe("rescue of an instance whose root disk is a volume", () => {
  it("boots the rescue image, with all volumes beside it", async () => {
    const { fake, instanceUuid } = await spawnFromVolume();
    const { attachedVolumes } = await fake.driver.rescue({ instanceUuid, image: probeImage(directory) });
    expect(attachedVolumes).toHaveLength(1);
    expect(await boots(fake, instanceUuid)).toEqual(["boot 1"]);
    await fake.driver.unrescue({ instanceUuid });
    expect(await isRescued(fake, instanceUuid)).toBe(false);
  });

  it("is not supported by a driver that does not declare it", async () => {
    const { fake, instanceUuid } = await spawnFromVolume(["supportsBootVolumeRescue"]);
    expect(await failureOf(fake.driver.rescue({ instanceUuid, image: probeImage(directory) }))).toMatchObject({
      code: "NOT_SUPPORTED",
      effect: "none",
      details: { operation: "rescue", capability: "supportsBootVolumeRescue" },
    });
  });
});

describe("unrescue", () => {
  it("works in every power state of the rescued instance", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await spawnOff(fake);
    const states = {
      shutdown: () => fake.driver.powerOff({ instanceUuid, ...off }),
      paused: () => fake.driver.pause({ instanceUuid }),
      suspended: () => fake.driver.suspend({ instanceUuid }),
      crashed: () => fake.driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } }),
    };
    for (const [state, bring] of Object.entries(states)) {
      await fake.driver.rescue({ instanceUuid, image: probeImage(directory) });
      await bring();
      expect(await fake.powerState(instanceUuid)).toBe(state);
      await fake.driver.unrescue({ instanceUuid });
      expect(await fake.powerState(instanceUuid)).toBe("running");
      expect(await isRescued(fake, instanceUuid)).toBe(false);
      await fake.driver.powerOff({ instanceUuid, ...off });
    }
  });

  it("leaves an instance alone that is not rescued", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    expect(await fake.driver.unrescue({ instanceUuid })).toEqual({});
    expect(await fake.powerState(instanceUuid)).toBe("running");
    await fake.driver.powerOff({ instanceUuid, ...off });
    await fake.driver.unrescue({ instanceUuid });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    expect(await failureOf(fake.driver.unrescue({ instanceUuid: randomUUID() }))).toMatchObject({
      code: "INSTANCE_NOT_FOUND",
    });
  });

  it("removes the rescue disk, so that the next rescue begins with a fresh one", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await spawnOff(fake);
    const rescueImage = probeImage(directory);
    for (let round = 1; round <= 2; round += 1) {
      await fake.driver.rescue({ instanceUuid, image: rescueImage });
      expect((await boots(fake, instanceUuid)).at(-1)).toBe("boot 1");
      await fake.driver.unrescue({ instanceUuid });
      await fake.advance(500);
      await fake.driver.powerOff({ instanceUuid, ...off });
    }
    const { removed } = await fake.driver.manageImageCache({ node: fake.node(), imagesInUse: [], unusedForSeconds: 0 });
    expect(removed.map(({ imageId }) => imageId)).toEqual([rescueImage.id]);
  });

  it("can be repeated after each failure, until the instance is no longer rescued", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await spawnOff(fake);
    const rescueImage = probeImage(directory);
    const ends: (boolean | undefined)[] = [];
    for (let step = 1; ; step += 1) {
      await fake.driver.rescue({ instanceUuid, image: rescueImage });
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      const outcome = await fake.driver.unrescue({ instanceUuid }).catch((error: unknown) => error);
      await fake.driver["simulation/clearFaults"]();
      if (!(outcome instanceof DriverError)) break;
      ends.push(
        outcome.code === "BACKEND_FAILED" && outcome.effect === "partial" && (await isRescued(fake, instanceUuid)),
      );
      await fake.driver.unrescue({ instanceUuid });
      expect(await isRescued(fake, instanceUuid)).toBe(false);
      if ((await fake.powerState(instanceUuid)) !== "running") await fake.driver.powerOn({ instanceUuid });
      await fake.driver.powerOff({ instanceUuid, ...off });
    }
    expect(ends.slice(0, 3)).toEqual([true, true, true]);
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });
});
