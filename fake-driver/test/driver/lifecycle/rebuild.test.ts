import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DriverError, type InstanceInfo, type RebuildParams, type SpawnParams } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { bridgeInterface, fileVolume } from "../../support/guest-devices.ts";
import { imageOf, probeImage, temporaryDirectory } from "../../support/probe-image.ts";
import { storedDisks, storedHost, storedInstance } from "../../support/stored-values.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
const other = probeImage(directory, { powerOffAfterTicks: 500 });
const nothing = { vcpus: 0, memoryMib: 0, localGib: 0 };

const freshState = (): string => join(directory, randomUUID());

/** A fake driver with an instance that has booted twice. */
async function withInstance(
  stateDirectory = freshState(),
  changes: Partial<SpawnParams> = {},
): Promise<{ fake: Attached; params: SpawnParams; instanceUuid: string; stateDirectory: string }> {
  const fake = await Attached.create({ stateDirectory }, image);
  const params = { ...fake.spawnParams(), ...changes };
  const instanceUuid = params.instance.uuid;
  await fake.driver.spawn(params);
  await fake.advance(500);
  await fake.driver.reboot({ instanceUuid, type: "hard" });
  await fake.advance(500);
  return { fake, params, instanceUuid, stateDirectory };
}

const anew = ({ instance }: SpawnParams, changes: Partial<RebuildParams> = {}): RebuildParams => ({
  instance: { ...instance, image: other },
  powerOn: true,
  ...changes,
});

/** Brings an instance that runs into another power state. */
const into: Readonly<Record<string, (fake: Attached, instanceUuid: string) => Promise<unknown>>> = {
  running: async () => undefined,
  paused: (fake, instanceUuid) => fake.driver.pause({ instanceUuid }),
  shutdown: (fake, instanceUuid) => fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }),
  crashed: (fake, instanceUuid) =>
    fake.driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } }),
  suspended: (fake, instanceUuid) => fake.driver.suspend({ instanceUuid }),
};

describe("rebuild", () => {
  it("boots the guest from the new image, once, and tells of it as one event", async () => {
    const { fake, params, instanceUuid } = await withInstance();
    fake.events.length = 0;
    const operationId = randomUUID();
    await fake.driver.rebuild(anew(params), { operationId });
    expect(fake.events).toMatchObject([{ instanceUuid, transition: "rebuilt", powerState: "running", operationId }]);
    await fake.advance(60_000);
    expect((await fake.lines(instanceUuid)).filter((line) => line.startsWith("boot"))).toEqual(["boot 1"]);
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
  });

  it("leaves the guest unexecuted when it is not to be powered on", async () => {
    const { fake, params, instanceUuid } = await withInstance();
    await fake.driver.rebuild(anew(params, { powerOn: false }));
    await fake.advance(10_000);
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    expect(await fake.lines(instanceUuid)).toEqual([]);
    expect(fake.events.at(-1)).toMatchObject({ transition: "rebuilt", powerState: "shutdown" });
  });

  it.each(Object.entries(into))("works on an instance that is %s", async (_state, bring) => {
    const { fake, params, instanceUuid } = await withInstance();
    await bring(fake, instanceUuid);
    await fake.driver.rebuild(anew(params));
    await fake.advance(450);
    expect(await fake.powerState(instanceUuid)).toBe("running");
    expect(await fake.lines(instanceUuid)).toEqual(["boot 1"]);
  });

  it("refuses an instance that is absent, and one that is called otherwise", async () => {
    const { fake, params } = await withInstance();
    const absent = anew({ ...params, instance: { ...params.instance, uuid: randomUUID() } });
    expect(await failureOf(fake.driver.rebuild(absent))).toMatchObject({ code: "INSTANCE_NOT_FOUND", effect: "none" });
    const renamed = anew({ ...params, instance: { ...params.instance, name: "another" } });
    expect(await failureOf(fake.driver.rebuild(renamed))).toMatchObject({
      code: "INVALID_REQUEST",
      details: { path: "params.instance.name" },
    });
  });

  it("keeps the identity, the place, the interfaces and the volumes", async () => {
    const devices = {
      networkInterfaces: [bridgeInterface(), bridgeInterface()],
      blockDevices: { volumes: [fileVolume(directory), fileVolume(directory)] },
    };
    const { fake, params, instanceUuid, stateDirectory } = await withInstance(freshState(), { devices });
    const before = { record: storedInstance(stateDirectory, instanceUuid), host: storedHost(stateDirectory) };
    const info = async (): Promise<InstanceInfo> => (await fake.driver.getInfo({ instanceUuid })).info;
    const infoBefore = await info();
    const used = await fake.used();
    const { attachedVolumes } = await fake.driver.rebuild(anew(params));
    expect(await info()).toEqual(infoBefore);
    expect(await fake.used()).toEqual(used);
    const after = storedInstance(stateDirectory, instanceUuid);
    expect(after.interfaces).toEqual(before.record.interfaces);
    expect(after.volumes.map(({ attached }) => attached)).toEqual(
      before.record.volumes.map(({ attached }) => attached),
    );
    expect(attachedVolumes).toEqual(before.record.volumes.map(({ attached }) => attached));
    expect(storedHost(stateDirectory).connections).toEqual(before.host.connections);
  });

  it("gives the instance the devices that the request names, and no others", async () => {
    const [old, kept, made] = [fileVolume(directory), fileVolume(directory), fileVolume(directory)];
    const devices = { networkInterfaces: [bridgeInterface()], blockDevices: { volumes: [old, kept] } };
    const { fake, params, instanceUuid, stateDirectory } = await withInstance(freshState(), { devices });
    const nic = bridgeInterface();
    const changed = { networkInterfaces: [nic], blockDevices: { volumes: [kept, made] } };
    await fake.driver.rebuild(anew(params, { devices: changed }));
    const { interfaces, volumes } = storedInstance(stateDirectory, instanceUuid);
    expect(interfaces.map(({ networkInterface }) => networkInterface.portId)).toEqual([nic.portId]);
    expect(volumes.map(({ volumeId }) => volumeId)).toEqual([kept.volumeId, made.volumeId]);
    const { connections, plugs } = storedHost(stateDirectory);
    expect(connections.map(({ volumeId }) => volumeId).toSorted()).toEqual([kept.volumeId, made.volumeId].toSorted());
    expect(plugs.map(({ networkInterface }) => networkInterface.portId)).toEqual([nic.portId]);
  });

  it("takes and gives back resources as the new flavor says", async () => {
    const { fake, params } = await withInstance();
    for (const vcpus of [8, 2]) {
      const flavor = { ...params.instance.flavor, vcpus };
      await fake.driver.rebuild(anew({ ...params, instance: { ...params.instance, flavor } }));
      expect((await fake.used()).vcpus).toBe(vcpus);
    }
  });

  it("makes ephemeral disks and swap anew unless they are to be preserved", async () => {
    const blockDevices = { ephemerals: [{ sizeGib: 1 }, { sizeGib: 2 }], swap: { sizeMib: 64 } };
    const flavor = { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1, ephemeralGib: 3, swapMib: 64 };
    const stateDirectory = freshState();
    const first = await Attached.create({ stateDirectory }, image);
    const params = { ...first.spawnParams({ flavor }), devices: { blockDevices } };
    await first.driver.spawn(params);
    const { uuid } = params.instance;
    const disks = (): string[] =>
      storedDisks(stateDirectory, uuid)
        .filter(({ use }) => use === "ephemeral" || use === "swap")
        .map(({ name, contents }) => `${name} ${contents.sizeBytes} ${Object.keys(contents.written).length}`);
    const blank = disks();
    expect(blank).toHaveLength(3);
    await first.driver.rebuild({ instance: params.instance, powerOn: true, preserveEphemeral: true });
    expect(disks()).toEqual(blank);
    await first.driver.rebuild({ instance: params.instance, powerOn: true });
    expect(disks()).toEqual(blank);
    const fewer = { ephemerals: [{ sizeGib: 1 }] };
    const withoutSwap = { ...params.instance, flavor: { ...flavor, swapMib: 0 } };
    await first.driver.rebuild({ instance: withoutSwap, powerOn: true, devices: { blockDevices: fewer } });
    expect(disks()).toEqual(blank.slice(0, 1));
  });

  it("leaves the guest executing on its old disk when it refuses", async () => {
    const { fake, params, instanceUuid } = await withInstance();
    const bytes = readFileSync(image.source.path);
    const refused: [string, Partial<RebuildParams["instance"]>][] = [
      ["IMAGE_UNACCEPTABLE", { image: { ...other, sha256: "0".repeat(64) } }],
      ["IMAGE_UNACCEPTABLE", { image: { ...imageOf(join(directory, "absent"), bytes) } }],
      ["INSUFFICIENT_RESOURCES", { flavor: { ...params.instance.flavor, vcpus: 65 } }],
    ];
    fake.events.length = 0;
    const before = await fake.lines(instanceUuid);
    const used = await fake.used();
    for (const [code, changes] of refused) {
      const request = anew({ ...params, instance: { ...params.instance, image: other, ...changes } });
      const error = await failureOf(fake.driver.rebuild({ ...request, instance: { ...request.instance, ...changes } }));
      expect(error).toMatchObject({ code, effect: "none" });
    }
    await fake.advance(100);
    expect((await fake.lines(instanceUuid)).slice(0, before.length)).toEqual(before);
    expect(await fake.lines(instanceUuid)).not.toHaveLength(before.length);
    expect(await fake.used()).toEqual(used);
    expect(fake.events).toEqual([]);
  });

  it("leaves the instance as it was, or shut down without a disk that boots, whatever step fails", async () => {
    const devices = { networkInterfaces: [bridgeInterface()], blockDevices: { volumes: [fileVolume(directory)] } };
    const { fake, params, instanceUuid } = await withInstance(freshState(), { devices });
    const instance = { ...params.instance, configDrive: { files: [{ path: "a", data: "" }] } };
    const left: string[] = [];
    for (let step = 1; ; step += 1) {
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      const outcome = await fake.driver.rebuild(anew({ ...params, instance })).catch((error: unknown) => error);
      if (!(outcome instanceof DriverError)) break;
      await fake.driver["simulation/clearFaults"]();
      const powerState = await fake.powerState(instanceUuid);
      const starting = await fake.driver.powerOn({ instanceUuid }).then(
        () => "starts",
        ({ code, effect }: DriverError) => `${code} ${effect}`,
      );
      left.push(`${outcome.effect}: ${powerState}, ${starting}`);
      await fake.driver.rebuild(anew(params));
    }
    expect(left.length).toBeGreaterThan(8);
    expect(new Set(left)).toEqual(new Set(["none: running, starts", "partial: shutdown, BACKEND_FAILED none"]));
    await fake.driver["simulation/clearFaults"]();
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(await fake.used()).toEqual(nothing);
  });

  it("boots from what the root volume holds at the time of the call", async () => {
    const volume = fileVolume(directory, { bootIndex: 0 });
    const fake = await Attached.create({ stateDirectory: freshState() }, image);
    const described = { ...image, source: { kind: "volume" as const } };
    const params = { ...fake.spawnParams({ image: described }), devices: { blockDevices: { volumes: [volume] } } };
    await fake.driver.spawn(params);
    const instanceUuid = params.instance.uuid;
    expect((await fake.used()).localGib).toBe(0);
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    const path = volume.connection.path;
    writeFileSync(path, readFileSync(image.source.path));
    await fake.driver.rebuild({ instance: params.instance, powerOn: true });
    await fake.advance(450);
    expect(await fake.lines(instanceUuid)).toEqual(["boot 1"]);
    expect(readFileSync(path).readUInt32LE(512)).toBe(1);
  });

  it("holds no more room than before when the driver dies before the guest is cut off", async () => {
    const { fake, params, stateDirectory } = await withInstance();
    const before = await fake.used();
    const trigger = { operation: "rebuild", step: "allocateResources" };
    await fake.driver["simulation/injectFault"]({ fault: { kind: "stepFault", trigger, action: "killDriverAfter" } });
    const larger = { ...params.instance, image: other, flavor: { ...params.instance.flavor, vcpus: 4 } };
    void fake.driver.rebuild({ instance: larger, powerOn: true }).catch(() => undefined);
    await expect.poll(() => storedInstance(stateDirectory, params.instance.uuid).claim.vcpus).toBe(4);
    const after = await Attached.create({ stateDirectory }, image);
    expect(await after.used()).toEqual(before);
  });

  it("leaves an instance without a root disk that boots when the driver dies half way", async () => {
    const left = new Set<string>();
    for (let elapsed = 500; elapsed < 22_000; elapsed += 1500) {
      const { fake, params, instanceUuid, stateDirectory } = await withInstance();
      await fake.hold();
      const rebuilding = fake.driver.rebuild(anew(params));
      await fake.advance(elapsed);
      const after = await Attached.create({ stateDirectory }, image);
      const { isHalfBuilt } = storedInstance(stateDirectory, instanceUuid);
      const powerState = await after.powerState(instanceUuid);
      const starting = await after.driver.powerOn({ instanceUuid }).then(
        () => "starts",
        ({ code, effect }: DriverError) => `${code} ${effect}`,
      );
      left.add(`${isHalfBuilt ? "half" : "whole"}: ${powerState}, ${starting}`);
      await after.driver.rebuild(anew(params));
      expect(await after.powerState(instanceUuid)).toBe("running");
      await after.driver.destroy({ instanceUuid, destroyDisks: true });
      expect(await after.used()).toEqual(nothing);
      await fake.hold(false);
      await rebuilding;
    }
    expect(left).toEqual(
      new Set(["whole: running, starts", "half: shutdown, BACKEND_FAILED none", "whole: shutdown, starts"]),
    );
  });
});
