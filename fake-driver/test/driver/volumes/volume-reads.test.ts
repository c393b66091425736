import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { BlockDeviceNaming, VolumeUsage } from "@virt-driver-kit/spec";
import { failureOf } from "../../support/attached.ts";
import { directory, prepareBench, VolumeBench } from "../../support/volume-bench.ts";
import { attachmentOf, rawVolume } from "../../support/volume-files.ts";

prepareBench();

const names = async (devices: BlockDeviceNaming[], imageProperties = {}): Promise<BlockDeviceNaming[]> => {
  const { driver, fake } = await VolumeBench.create();
  return (await driver.getDeviceNames({ node: fake.node(), devices, imageProperties })).devices;
};

const usageOf = async (bench: VolumeBench, instanceUuid: string, volumeId: string): Promise<VolumeUsage | undefined> =>
  (await bench.driver.getVolumeUsage({ attachments: [{ instanceUuid, volumeId }] })).usages[0];

describe("getDeviceNames", () => {
  it("gives each device a name, the root disk the first, and leaves those that have one", async () => {
    const devices: BlockDeviceNaming[] = [
      { kind: "volume" },
      { kind: "root" },
      { kind: "ephemeral", deviceName: "/dev/vdb" },
      { kind: "swap", bus: "scsi" },
      { kind: "volume", deviceName: "/dev/sda" },
      { kind: "volume", deviceType: "cdrom" },
    ];
    expect(await names(devices)).toEqual([
      { kind: "volume", deviceName: "/dev/vdc", bus: "virtio", deviceType: "disk" },
      { kind: "root", deviceName: "/dev/vda", bus: "virtio", deviceType: "disk" },
      { kind: "ephemeral", deviceName: "/dev/vdb", bus: "virtio", deviceType: "disk" },
      { kind: "swap", deviceName: "/dev/sdb", bus: "scsi", deviceType: "disk" },
      { kind: "volume", deviceName: "/dev/sda", bus: "scsi", deviceType: "disk" },
      { kind: "volume", deviceName: "/dev/sdc", bus: "sata", deviceType: "cdrom" },
    ]);
  });

  it("obeys the image where the request says nothing", async () => {
    const [root] = await names([{ kind: "root" }], { disk: { bus: "ide" } });
    expect(root).toEqual({ kind: "root", deviceName: "/dev/hda", bus: "ide", deviceType: "disk" });
  });

  it("goes on after the letter z, and answers the same each time", async () => {
    const devices = Array.from({ length: 28 }, () => ({ kind: "volume" }) as const);
    const answer = await names(devices);
    expect(answer.slice(-2).map(({ deviceName }) => deviceName)).toEqual(["/dev/vdaa", "/dev/vdab"]);
    expect(await names(devices)).toEqual(answer);
    expect(await names(answer)).toEqual(answer);
  });

  it("refuses what there cannot be", async () => {
    const twice = { kind: "volume", deviceName: "/dev/vdb" } as const;
    expect(await failureOf(names([twice, twice]))).toMatchObject({
      code: "INVALID_REQUEST",
      details: { path: "params.devices.1.deviceName" },
    });
    const many = Array.from({ length: 5 }, () => ({ kind: "volume", bus: "ide" }) as const);
    expect(await failureOf(names(many))).toMatchObject({ code: "TOO_MANY_DEVICES", details: { limit: 4 } });
    expect(await failureOf(names([{ kind: "volume", bus: "xen" }]))).toMatchObject({ code: "NOT_SUPPORTED" });
    const { driver } = await VolumeBench.create();
    const elsewhere = { node: randomUUID(), devices: [twice] };
    expect(await failureOf(driver.getDeviceNames(elsewhere))).toMatchObject({ code: "NODE_NOT_FOUND" });
  });
});

describe("getVolumeConnector", () => {
  it("names the host for each protocol, the same after a restart, and by the same names on all its nodes", async () => {
    const bench = await VolumeBench.create();
    const { connector } = await bench.driver.getVolumeConnector({ node: bench.fake.node() });
    expect(connector).toMatchObject({ host: "fake-host-1", multipath: true, platform: "x86_64" });
    expect(connector.initiator).toMatch(/^iqn\./);
    expect(connector.nqn).toMatch(/^nqn\./);
    expect(connector.wwpns).toHaveLength(2);
    const restarted = await VolumeBench.create(bench.stateDirectory);
    const again = await restarted.driver.getVolumeConnector({ node: bench.fake.node(), instanceUuid: randomUUID() });
    expect(again.connector).toEqual(connector);
    expect(await failureOf(bench.driver.getVolumeConnector({ node: randomUUID() }))).toMatchObject({
      code: "NODE_NOT_FOUND",
    });
  });
});

describe("getVolumeUsage", () => {
  it("counts what the guest read and wrote, anew with each boot", async () => {
    const bench = await VolumeBench.create();
    const { instanceUuid, volume } = await bench.spawnOnVolume();
    const first = await usageOf(bench, instanceUuid, volume.volumeId);
    expect(first).toMatchObject({ readRequests: "2", readBytes: "1024", writeRequests: "1", writeBytes: "512" });
    await bench.reboot(instanceUuid);
    const second = await usageOf(bench, instanceUuid, volume.volumeId);
    expect(Date.parse(second?.countedSince ?? "")).toBeGreaterThan(Date.parse(first?.countedSince ?? ""));
  });

  it("counts what a busy guest writes, and never less than before", async () => {
    const bench = await VolumeBench.create();
    const { instanceUuid, volume } = await bench.spawnOnVolume();
    const busy = { kind: "guestBehaviour", instanceUuid, writesMibPerSecond: 8 } as const;
    await bench.driver["simulation/injectFault"]({ fault: busy });
    const before = await usageOf(bench, instanceUuid, volume.volumeId);
    await bench.fake.advance(2000);
    const after = await usageOf(bench, instanceUuid, volume.volumeId);
    expect(Number(after?.writeBytes) - Number(before?.writeBytes)).toBe(16 * 2 ** 20);
    await bench.driver["simulation/clearFaults"]();
    const restarted = await VolumeBench.create(bench.stateDirectory);
    expect(await usageOf(restarted, instanceUuid, volume.volumeId)).toEqual(after);
  });

  it("leaves out what it cannot read, and answers for the others in their order", async () => {
    const bench = await VolumeBench.create();
    const [one, two] = [await bench.spawnOnVolume(), await bench.spawnOnVolume()];
    const off = await bench.spawnOnVolume();
    await bench.off(off.instanceUuid);
    const idle = attachmentOf(rawVolume(directory));
    await bench.driver.attachVolume({ instanceUuid: one.instanceUuid, volume: idle });
    const attachments = [
      { instanceUuid: two.instanceUuid, volumeId: two.volume.volumeId },
      { instanceUuid: off.instanceUuid, volumeId: off.volume.volumeId },
      { instanceUuid: randomUUID(), volumeId: one.volume.volumeId },
      { instanceUuid: one.instanceUuid, volumeId: randomUUID() },
      { instanceUuid: one.instanceUuid, volumeId: idle.volumeId },
      { instanceUuid: one.instanceUuid, volumeId: one.volume.volumeId },
    ];
    const { usages } = await bench.driver.getVolumeUsage({ attachments });
    expect(usages.map(({ volumeId }) => volumeId)).toEqual([two.volume.volumeId, idle.volumeId, one.volume.volumeId]);
    expect(usages[1]).toMatchObject({ readBytes: "0", writeBytes: "0" });
  });
});
