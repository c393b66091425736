import { randomUUID } from "node:crypto";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { DriverError, type GuestDevices } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import type { FakeDriverOptions } from "../../../src/index.ts";
import { Attached, failureOf } from "../../support/attached.ts";
import { bridgeInterface, fileVolume } from "../../support/guest-devices.ts";
import { personaWith } from "../../support/persona-with.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";
import { storedHost, storedInstance } from "../../support/stored-values.ts";
import type { FileAttachment } from "../../support/volume-files.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

interface Started {
  readonly fake: Attached;
  readonly instanceUuid: string;
  readonly volumes: readonly [FileAttachment, FileAttachment];
  readonly devices: GuestDevices;
  readonly stateDirectory: string;
}

/** A fake driver with an instance that has two volumes and two interfaces. */
async function withDevices(options: FakeDriverOptions = {}): Promise<Started> {
  const stateDirectory = join(directory, randomUUID());
  const fake = await Attached.create({ stateDirectory, ...options }, image);
  const params = fake.spawnParams();
  const instanceUuid = params.instance.uuid;
  const volumes = [fileVolume(directory), fileVolume(directory, { tag: "database" })] as const;
  const devices = {
    networkInterfaces: [bridgeInterface({ tag: "public" }), bridgeInterface()],
    blockDevices: { volumes: [...volumes] },
  };
  await fake.driver.spawn({ ...params, devices });
  await fake.advance(500);
  return { fake, instanceUuid, volumes, devices, stateDirectory };
}

const off = (fake: Attached, instanceUuid: string): Promise<unknown> =>
  fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });

const pathOf = ({ connection }: FileAttachment): string => connection.path;

/** The ids of what the host is connected to and has plugged. */
function onHost(stateDirectory: string): { volumes: string[]; ports: string[] } {
  const { connections, plugs } = storedHost(stateDirectory);
  return {
    volumes: connections.map(({ volumeId }) => volumeId).toSorted(),
    ports: plugs.map(({ networkInterface }) => networkInterface.portId).toSorted(),
  };
}

describe("a start without devices", () => {
  it.each(["powerOn", "reboot"] as const)("by %s gives the guest what it had, under the same names", async (how) => {
    const { fake, instanceUuid, stateDirectory } = await withDevices();
    const before = onHost(stateDirectory);
    const { attachedVolumes, taggedDevices } = await fake.driver.powerOn({ instanceUuid });
    expect(attachedVolumes).toHaveLength(2);
    expect(taggedDevices?.map(({ tag }) => tag)).toEqual(["public", "database"]);
    if (how === "powerOn") await off(fake, instanceUuid);
    const answer =
      how === "powerOn"
        ? await fake.driver.powerOn({ instanceUuid })
        : await fake.driver.reboot({ instanceUuid, type: "hard" });
    expect(answer).toMatchObject({ attachedVolumes, taggedDevices });
    expect(onHost(stateDirectory)).toEqual(before);
  });

  it("connects and plugs anew what is not there any more", async () => {
    const { fake, instanceUuid, stateDirectory } = await withDevices();
    const before = onHost(stateDirectory);
    await off(fake, instanceUuid);
    await fake.driver["simulation/injectFault"]({ fault: { kind: "hostDown", node: fake.node() } });
    await fake.driver["simulation/clearFaults"]();
    await fake.driver.resumeStateOnHostBoot({ instanceUuid });
    expect(onHost(stateDirectory)).toEqual(before);
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });
});

describe("a start with devices", () => {
  it.each(["powerOn", "reboot", "restore"] as const)(
    "by %s gives the guest just those, in their order",
    async (how) => {
      const { fake, instanceUuid, volumes, devices, stateDirectory } = await withDevices();
      const [nic] = devices.networkInterfaces ?? [];
      const made = { volume: fileVolume(directory), nic: bridgeInterface() };
      const changed = {
        networkInterfaces: [made.nic, ...(nic === undefined ? [] : [nic])],
        blockDevices: { volumes: [made.volume, volumes[0]] },
      };
      if (how === "powerOn") await off(fake, instanceUuid);
      if (how === "restore") await fake.driver.softDelete({ instanceUuid });
      const { attachedVolumes } =
        how === "reboot"
          ? await fake.driver.reboot({ instanceUuid, type: "hard", devices: changed })
          : await fake.driver[how]({ instanceUuid, devices: changed });
      const ids = [made.volume.volumeId, volumes[0].volumeId];
      expect(attachedVolumes?.map(({ volumeId }) => volumeId)).toEqual(ids);
      const record = storedInstance(stateDirectory, instanceUuid);
      const ports = changed.networkInterfaces.map(({ portId }) => portId);
      expect(record.interfaces.map(({ networkInterface }) => networkInterface.portId)).toEqual(ports);
      expect(onHost(stateDirectory)).toEqual({ volumes: ids.toSorted(), ports: ports.toSorted() });
    },
  );

  it("takes all of a kind when the list is empty, and leaves the other kinds", async () => {
    const { fake, instanceUuid, stateDirectory } = await withDevices();
    await off(fake, instanceUuid);
    const { ports } = onHost(stateDirectory);
    await fake.driver.powerOn({ instanceUuid, devices: { blockDevices: { volumes: [] } } });
    expect(onHost(stateDirectory)).toEqual({ volumes: [], ports });
  });

  it("does not read them where the guest runs already", async () => {
    const { fake, instanceUuid, stateDirectory } = await withDevices();
    const before = onHost(stateDirectory);
    const answer = await fake.driver.powerOn({ instanceUuid, devices: { blockDevices: { volumes: [] } } });
    expect(answer.attachedVolumes).toHaveLength(2);
    expect(onHost(stateDirectory)).toEqual(before);
  });

  it("leaves everything as it was when any step fails, and then succeeds", async () => {
    const { fake, instanceUuid, volumes, stateDirectory } = await withDevices();
    await off(fake, instanceUuid);
    const before = { host: onHost(stateDirectory), record: storedInstance(stateDirectory, instanceUuid) };
    const devices = {
      networkInterfaces: [bridgeInterface()],
      blockDevices: { volumes: [fileVolume(directory), volumes[1]] },
    };
    fake.events.length = 0;
    let failures = 0;
    for (let step = 1; ; step += 1) {
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      const outcome = await fake.driver.powerOn({ instanceUuid, devices }).catch((error: unknown) => error);
      if (!(outcome instanceof DriverError)) break;
      failures += 1;
      expect(outcome).toMatchObject({ effect: "none" });
      const { interfaces, volumes: kept, powerState } = storedInstance(stateDirectory, instanceUuid);
      expect({ interfaces, kept, powerState }).toEqual({
        interfaces: before.record.interfaces,
        kept: before.record.volumes,
        powerState: "shutdown",
      });
      expect(onHost(stateDirectory)).toEqual(before.host);
      expect(fake.events).toEqual([]);
    }
    expect(failures).toBeGreaterThan(5);
    expect(onHost(stateDirectory).volumes).toEqual(
      devices.blockDevices.volumes.map(({ volumeId }) => volumeId).toSorted(),
    );
  });

  it("refuses a volume that another instance has, and leaves both alone", async () => {
    const { fake, instanceUuid, volumes } = await withDevices();
    const other = await fake.spawn();
    await off(fake, other);
    const devices = { blockDevices: { volumes: [volumes[0]] } };
    for (const call of [
      fake.driver.powerOn({ instanceUuid: other, devices }),
      fake.driver.reboot({ instanceUuid: other, type: "hard", devices }),
    ]) {
      expect(await failureOf(call)).toMatchObject({ code: "VOLUME_IN_USE", effect: "none" });
    }
    expect(await fake.powerState(other)).toBe("shutdown");
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });
});

describe("a start with a volume that cannot be reached", () => {
  it("by powerOn fails and connects nothing", async () => {
    const { fake, instanceUuid, volumes, stateDirectory } = await withDevices();
    await off(fake, instanceUuid);
    const before = onHost(stateDirectory);
    const gone = fileVolume(directory);
    renameSync(pathOf(gone), `${pathOf(gone)}.away`);
    const error = await failureOf(
      fake.driver.powerOn({ instanceUuid, devices: { blockDevices: { volumes: [...volumes, gone] } } }),
    );
    expect(error).toMatchObject({
      code: "VOLUME_CONNECTION_FAILED",
      effect: "none",
      details: { volumeId: gone.volumeId },
    });
    expect(onHost(stateDirectory)).toEqual(before);
  });

  it("by a hard reboot fails, and the volume is still the instance's", async () => {
    const { fake, instanceUuid, volumes } = await withDevices();
    const [gone] = volumes;
    renameSync(pathOf(gone), `${pathOf(gone)}.away`);
    const error = await failureOf(fake.driver.reboot({ instanceUuid, type: "hard" }));
    expect(error).toMatchObject({ code: "VOLUME_CONNECTION_FAILED", effect: "partial" });
    renameSync(`${pathOf(gone)}.away`, pathOf(gone));
    const { attachedVolumes } = await fake.driver.reboot({ instanceUuid, type: "hard" });
    expect(attachedVolumes).toHaveLength(2);
  });

  it("by a hard reboot leaves it out and says so, where the persona drops such volumes", async () => {
    const persona = personaWith(directory, { unreachableVolumeAtReboot: "dropped" });
    const { fake, instanceUuid, volumes, stateDirectory } = await withDevices({ persona });
    const [gone, kept] = volumes;
    renameSync(pathOf(gone), `${pathOf(gone)}.away`);
    const { droppedVolumeIds, attachedVolumes } = await fake.driver.reboot({ instanceUuid, type: "hard" });
    expect(droppedVolumeIds).toEqual([gone.volumeId]);
    expect(attachedVolumes?.map(({ volumeId }) => volumeId)).toEqual([kept.volumeId]);
    expect(onHost(stateDirectory).volumes).toEqual([kept.volumeId]);
    expect(storedInstance(stateDirectory, instanceUuid).volumes).toHaveLength(1);
    expect(existsSync(pathOf(gone))).toBe(false);
  });

  it("by a hard reboot fails where it is the root disk", async () => {
    const fake = await Attached.create({}, image);
    const volume = fileVolume(directory, { bootIndex: 0 });
    const params = fake.spawnParams({ image: { ...image, source: { kind: "volume" } } });
    await fake.driver.spawn({ ...params, devices: { blockDevices: { volumes: [volume] } } });
    const instanceUuid = params.instance.uuid;
    renameSync(pathOf(volume), `${pathOf(volume)}.away`);
    const error = await failureOf(fake.driver.reboot({ instanceUuid, type: "hard" }));
    expect(error).toMatchObject({ code: "VOLUME_CONNECTION_FAILED", effect: "partial" });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    renameSync(`${pathOf(volume)}.away`, pathOf(volume));
    await fake.driver.reboot({ instanceUuid, type: "hard" });
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });
});

describe("a driver that dies in the middle of a start", () => {
  it("still knows of all devices, and the same call succeeds", async () => {
    for (let elapsed = 300; elapsed < 14_000; elapsed += 900) {
      const { fake, instanceUuid, volumes, stateDirectory } = await withDevices();
      const before = onHost(stateDirectory);
      await fake.hold();
      const rebooting = fake.driver.reboot({ instanceUuid, type: "hard" });
      await fake.advance(elapsed);
      const after = await Attached.create({ stateDirectory }, image);
      const { attachedVolumes } = await after.driver.reboot({ instanceUuid, type: "hard" });
      expect(attachedVolumes?.map(({ volumeId }) => volumeId)).toEqual(volumes.map(({ volumeId }) => volumeId));
      expect(onHost(stateDirectory)).toEqual(before);
      await fake.hold(false);
      await rebooting;
    }
  });
});

describe("resumeStateOnHostBoot", () => {
  it("starts what is off or crashed, and leaves the rest as it is", async () => {
    const fake = await Attached.create({ stateDirectory: join(directory, randomUUID()) }, image);
    const states: [string, (instanceUuid: string) => Promise<unknown>, string][] = [
      ["shutdown", (instanceUuid) => off(fake, instanceUuid), "running"],
      [
        "crashed",
        (instanceUuid) => fake.driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } }),
        "running",
      ],
      ["running", async () => undefined, "running"],
      ["paused", (instanceUuid) => fake.driver.pause({ instanceUuid }), "paused"],
      ["suspended", (instanceUuid) => fake.driver.suspend({ instanceUuid }), "suspended"],
    ];
    for (const [before, bring, after] of states) {
      const instanceUuid = await fake.spawn();
      await bring(instanceUuid);
      expect(await fake.powerState(instanceUuid)).toBe(before);
      fake.events.length = 0;
      await fake.driver.resumeStateOnHostBoot({ instanceUuid });
      expect(await fake.powerState(instanceUuid)).toBe(after);
      expect(fake.transitions(instanceUuid)).toEqual(before === after ? [] : ["started"]);
    }
    const absent = fake.driver.resumeStateOnHostBoot({ instanceUuid: randomUUID() });
    expect(await failureOf(absent)).toMatchObject({ code: "INSTANCE_NOT_FOUND" });
  });
});

describe("a suspended instance", () => {
  it("loses its memory to powerOff and to a hard reboot", async () => {
    const { fake, instanceUuid } = await withDevices();
    await fake.driver.suspend({ instanceUuid });
    await off(fake, instanceUuid);
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    await fake.driver.powerOn({ instanceUuid });
    await fake.advance(450);
    expect((await fake.lines(instanceUuid)).at(-1)).toBe("boot 2");
    await fake.driver.suspend({ instanceUuid });
    await fake.driver.reboot({ instanceUuid, type: "hard" });
    await fake.advance(450);
    expect((await fake.lines(instanceUuid)).at(-1)).toBe("boot 3");
  });
});
