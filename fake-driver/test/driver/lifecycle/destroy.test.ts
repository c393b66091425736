import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { DriverError, type GuestDevices, type SpawnParams } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { bridgeInterface, fileVolume } from "../../support/guest-devices.ts";
import { probeImage, silentImage, temporaryDirectory } from "../../support/probe-image.ts";
import { storedDisks, storedHost, storedInstance } from "../../support/stored-values.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

describe("destroy", () => {
  it("removes the instance and gives its resources back", async () => {
    const fake = await Attached.create({}, image);
    const uuid = await fake.spawn();
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
    expect(await failureOf(fake.driver.getInfo({ instanceUuid: uuid }))).toMatchObject({ code: "INSTANCE_NOT_FOUND" });
    expect(await fake.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
    expect(fake.events.at(-1)).toMatchObject({ transition: "destroyed", powerState: "absent" });
  });

  it("succeeds for an absent instance without telling of anything", async () => {
    const fake = await Attached.create({}, image);
    await fake.driver.destroy({ instanceUuid: fake.spawnParams().instance.uuid, destroyDisks: true });
    expect(fake.events).toEqual([]);
  });

  it("keeps the disks when asked, and a spawn of the same uuid starts from them", async () => {
    const fake = await Attached.create({}, image);
    const uuid = await fake.spawn();
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: false });
    await fake.spawn({ uuid });
    expect((await fake.lines(uuid))[0]).toBe("boot 2");
  });

  it("keeps such disks when that spawn fails", async () => {
    const fake = await Attached.create({}, image);
    const uuid = await fake.spawn();
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: false });
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 3 } });
    await failureOf(fake.driver.spawn(fake.spawnParams({ uuid })));
    await fake.spawn({ uuid });
    expect((await fake.lines(uuid))[0]).toBe("boot 2");
  });

  it("removes disks that an earlier destroy had kept", async () => {
    const fake = await Attached.create({}, image);
    const uuid = await fake.spawn();
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: false });
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
    await fake.spawn({ uuid });
    expect((await fake.lines(uuid))[0]).toBe("boot 1");
  });

  it("can be repeated after a failure at any step, and tells of the removal once", async () => {
    const fake = await Attached.create({}, image);
    for (const step of [1, 2, 3]) {
      const uuid = await fake.spawn();
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      const error = await failureOf(fake.driver.destroy({ instanceUuid: uuid, destroyDisks: true }));
      expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "partial" });
      await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
      expect(fake.transitions(uuid)).toEqual(["spawned", "destroyed"]);
      await fake.spawn({ uuid });
      expect((await fake.lines(uuid))[0]).toBe("boot 1");
    }
  });

  it("keeps the config drive with the other disks when asked, for a later spawn to start from", async () => {
    const stateDirectory = join(directory, randomUUID());
    const fake = await Attached.create({ stateDirectory }, image);
    const configDrive = { format: "iso9660" as const, label: "config-2", files: [{ path: "a", data: "" }] };
    const params = fake.spawnParams({ configDrive });
    const { uuid } = params.instance;
    await fake.driver.spawn(params);
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: false });
    await fake.spawn({ uuid });
    expect(storedInstance(stateDirectory, uuid).configDrive).toEqual(configDrive);
  });

  it("leaves other instances as they are", async () => {
    const fake = await Attached.create({}, image);
    const [one, other] = [await fake.spawn(), await fake.spawn()];
    await fake.driver.destroy({ instanceUuid: one, destroyDisks: true });
    const before = await fake.lines(other);
    await fake.advance(100);
    expect(await fake.lines(other)).toEqual([...before, `tick ${before.length}`]);
  });

  it("removes a silent guest too", async () => {
    const fake = await Attached.create({}, silentImage(directory));
    const uuid = await fake.spawn();
    expect(await fake.lines(uuid)).toEqual([]);
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
    expect((await fake.driver.listInstances()).instances).toEqual([]);
  });
});

/** A fake driver with an instance that has two volumes and an interface. */
async function spawned(): Promise<{
  fake: Attached;
  instanceUuid: string;
  devices: GuestDevices;
  stateDirectory: string;
}> {
  const stateDirectory = join(directory, randomUUID());
  const fake = await Attached.create({ stateDirectory }, image);
  const devices = {
    networkInterfaces: [bridgeInterface()],
    blockDevices: { volumes: [fileVolume(directory), fileVolume(directory)] },
  };
  const params = fake.spawnParams();
  await fake.driver.spawn({ ...params, devices });
  return { fake, instanceUuid: params.instance.uuid, devices, stateDirectory };
}

describe("destroy of an instance with devices", () => {
  it("disconnects its volumes and unplugs its interfaces", async () => {
    const { fake, instanceUuid, stateDirectory } = await spawned();
    await fake.driver.destroy({ instanceUuid, destroyDisks: false });
    expect(storedHost(stateDirectory)).toMatchObject({ connections: [], plugs: [] });
  });

  it("leaves the interfaces plugged when asked, until a repeat that does not ask", async () => {
    const { fake, instanceUuid, stateDirectory } = await spawned();
    await fake.driver.destroy({ instanceUuid, destroyDisks: true, destroyVifs: false });
    expect(storedHost(stateDirectory).plugs).toMatchObject([{ instanceUuid }]);
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(storedHost(stateDirectory).plugs).toEqual([]);
  });

  it("succeeds for an absent instance whose devices were never there", async () => {
    const { fake, devices } = await spawned();
    const absent = fake.spawnParams().instance.uuid;
    const other = {
      ...devices,
      blockDevices: { volumes: [fileVolume(directory)] },
      networkInterfaces: [bridgeInterface()],
    };
    await fake.driver.destroy({ instanceUuid: absent, destroyDisks: true, devices: other });
    expect(fake.events.filter((event) => event.instanceUuid === absent)).toEqual([]);
  });

  it("leaves what another instance is connected to, whatever it is told", async () => {
    const { fake, devices, stateDirectory } = await spawned();
    const absent = fake.spawnParams().instance.uuid;
    const before = storedHost(stateDirectory);
    await fake.driver.destroy({ instanceUuid: absent, destroyDisks: true, devices });
    expect(storedHost(stateDirectory)).toEqual(before);
  });

  it("goes on past a volume that cannot be disconnected, and releases it when it is repeated", async () => {
    const { fake, instanceUuid, devices, stateDirectory } = await spawned();
    const [volume] = devices.blockDevices?.volumes ?? [];
    const volumeId = volume?.volumeId ?? "";
    await fake.driver["simulation/injectFault"]({ fault: { kind: "volumeLost", volumeId } });
    const error = await failureOf(fake.driver.destroy({ instanceUuid, destroyDisks: true }));
    expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "partial" });
    expect(await fake.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
    expect(storedDisks(stateDirectory, instanceUuid)).toEqual([]);
    expect(storedHost(stateDirectory).plugs).toEqual([]);
    expect(storedHost(stateDirectory).connections.map((connection) => connection.volumeId)).toEqual([volumeId]);
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "destroyed"]);
    await fake.driver["simulation/clearFaults"]();
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(storedHost(stateDirectory).connections).toEqual([]);
  });

  it("releases them after a restart, without being told of them", async () => {
    const { instanceUuid, stateDirectory } = await spawned();
    const after = await Attached.create({ stateDirectory }, image);
    await after.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(storedHost(stateDirectory)).toMatchObject({ connections: [], plugs: [] });
  });

  it("can be repeated after a failure at any step, and leaves nothing", async () => {
    for (let step = 1; ; step += 1) {
      const { fake, instanceUuid, stateDirectory } = await spawned();
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      const outcome = await fake.driver.destroy({ instanceUuid, destroyDisks: true }).catch((error: unknown) => error);
      if (!(outcome instanceof DriverError)) break;
      expect(outcome).toMatchObject({ code: "BACKEND_FAILED", effect: "partial" });
      await fake.driver.destroy({ instanceUuid, destroyDisks: true });
      expect(storedHost(stateDirectory)).toMatchObject({ connections: [], plugs: [] });
      expect(storedDisks(stateDirectory, instanceUuid)).toEqual([]);
      expect(fake.transitions(instanceUuid)).toEqual(["spawned", "destroyed"]);
    }
  });

  it("can be repeated after the driver died at any moment of it", async () => {
    for (let elapsed = 200; elapsed < 6000; elapsed += 700) {
      const { fake, instanceUuid, stateDirectory } = await spawned();
      await fake.hold();
      const destroying = fake.driver.destroy({ instanceUuid, destroyDisks: true });
      await fake.advance(elapsed);
      const after = await Attached.create({ stateDirectory }, image);
      await after.driver.destroy({ instanceUuid, destroyDisks: true });
      expect(storedHost(stateDirectory)).toMatchObject({ connections: [], plugs: [] });
      expect(await after.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
      await after.spawn({ uuid: instanceUuid });
      expect((await after.lines(instanceUuid))[0]).toBe("boot 1");
      await fake.hold(false);
      await destroying;
    }
  });
});

describe("destroy of an instance with a trusted platform module", () => {
  const tpm = { properties: { tpm: { version: "2.0" as const } } };
  const withTpm = async (): Promise<{ fake: Attached; params: SpawnParams; stateDirectory: string }> => {
    const stateDirectory = join(directory, randomUUID());
    const fake = await Attached.create({ stateDirectory }, { ...image, ...tpm });
    const secrets = [{ use: "vtpm" as const, value: "c2VjcmV0", keepOnHost: true }];
    const params = { ...fake.spawnParams(), devices: { secrets } };
    await fake.driver.spawn(params);
    return { fake, params, stateDirectory };
  };

  it("keeps its secret with its disks when asked, so that a spawn does without being given it", async () => {
    const { fake, params } = await withTpm();
    const { devices: _, ...again } = params;
    const { uuid: instanceUuid } = params.instance;
    await fake.driver.destroy({ instanceUuid, destroyDisks: false, destroySecrets: false });
    await fake.driver.spawn(again);
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });

  it("keeps nothing of it in any other case", async () => {
    for (const [destroyDisks, destroySecrets] of [
      [true, false],
      [true, true],
      [false, true],
    ] as const) {
      const { fake, params, stateDirectory } = await withTpm();
      const { devices: _, ...again } = params;
      await fake.driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks, destroySecrets });
      expect(storedHost(stateDirectory).secrets).toEqual([]);
      expect(await failureOf(fake.driver.spawn(again))).toMatchObject({ code: "INVALID_REQUEST", effect: "none" });
    }
  });
});
