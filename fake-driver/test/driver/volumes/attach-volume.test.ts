import { randomBytes } from "node:crypto";
import { readFileSync, unlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { VolumeAttachment } from "@virt-driver-kit/spec";
import { failureOf } from "../../support/attached.ts";
import { directory, prepareBench, VolumeBench } from "../../support/volume-bench.ts";
import { attachmentOf, bootVolume, luksVolume, rawVolume } from "../../support/volume-files.ts";

prepareBench();

const iscsi = (changes: Partial<VolumeAttachment> = {}): VolumeAttachment =>
  attachmentOf("", {
    connection: {
      protocol: "iscsi",
      portals: [{ host: "192.0.2.7", targetName: "iqn.2010-10.org.example:volume-1", lun: 1 }],
      authentication: { username: "host", password: "chap-secret" },
    },
    ...changes,
  });

const floppy = (deviceName: string): VolumeAttachment =>
  attachmentOf(rawVolume(directory), { bus: "fdc", deviceType: "floppy", deviceName });

describe("attachVolume", () => {
  it.each(["running", "paused", "shutdown", "crashed"] as const)(
    "gives a %s instance the volume",
    async (powerState) => {
      const bench = await VolumeBench.create();
      const instanceUuid = await bench.fake.spawn();
      await bench.bring(instanceUuid, powerState);
      const volume = attachmentOf(rawVolume(directory));
      const { attached } = await bench.driver.attachVolume({ instanceUuid, volume });
      expect(attached).toEqual({
        volumeId: volume.volumeId,
        devicePath: volume.connection.path,
        deviceName: "/dev/vdb",
        bus: "virtio",
        deviceType: "disk",
      });
      expect(await bench.fake.powerState(instanceUuid)).toBe(powerState);
      expect(bench.volumeIds(instanceUuid)).toEqual([volume.volumeId]);
      expect(bench.connections(volume.volumeId)).toMatchObject([{ users: [instanceUuid] }]);
    },
  );

  it("lets an instance that is off boot from the volume, and finds it after a reboot and a restart", async () => {
    const bench = await VolumeBench.create();
    const { instanceUuid, volume } = await bench.spawnOnVolume();
    await bench.off(instanceUuid);
    await bench.driver.detachVolume({ instanceUuid, volume, timeoutSeconds: 10 });
    const other = attachmentOf(bootVolume(directory), { bootIndex: 0 });
    await bench.driver.attachVolume({ instanceUuid, volume: other });
    const restarted = await VolumeBench.create(bench.stateDirectory);
    await restarted.driver.powerOn({ instanceUuid });
    await restarted.reboot(instanceUuid);
    expect(readFileSync(other.connection.path).readUInt32LE(512)).toBe(2);
    expect(readFileSync(volume.connection.path).readUInt32LE(512)).toBe(1);
  });

  it("refuses an instance that is suspended or is not there", async () => {
    const bench = await VolumeBench.create();
    const instanceUuid = await bench.fake.spawn();
    await bench.bring(instanceUuid, "suspended");
    const volume = attachmentOf(rawVolume(directory));
    const failure = await failureOf(bench.driver.attachVolume({ instanceUuid, volume }));
    expect(failure).toMatchObject({ code: "INVALID_STATE", effect: "none" });
    const absent = { instanceUuid: volume.volumeId, volume };
    expect(await failureOf(bench.driver.attachVolume(absent))).toMatchObject({ code: "INSTANCE_NOT_FOUND" });
  });

  it.each([1, 2])("that fails at step %i leaves neither connection nor device", async (step) => {
    const bench = await VolumeBench.create();
    const instanceUuid = await bench.fake.spawn();
    const volume = attachmentOf(rawVolume(directory));
    await bench.failStep(step);
    const failure = await failureOf(bench.driver.attachVolume({ instanceUuid, volume }));
    expect(failure).toMatchObject({ code: "BACKEND_FAILED", effect: "none" });
    expect(bench.volumeIds(instanceUuid)).toEqual([]);
    expect(bench.connections(volume.volumeId)).toEqual([]);
    await bench.driver.attachVolume({ instanceUuid, volume });
  });

  it("of the same volume in the same way succeeds again, whatever became of its secrets", async () => {
    const bench = await VolumeBench.create();
    const instanceUuid = await bench.fake.spawn();
    const volume = iscsi({ encryption: { format: "luks", passphrase: "right" } });
    const first = await bench.driver.attachVolume({ instanceUuid, volume });
    const before = await bench.fake.advance(0);
    const again = { ...volume, attached: first.attached, encryption: { format: "luks", passphrase: "new" } as const };
    expect(await bench.driver.attachVolume({ instanceUuid, volume: again })).toEqual(first);
    expect(await bench.fake.advance(0)).toBe(before);
    expect(bench.volumeIds(instanceUuid)).toHaveLength(1);
  });

  it("of the same volume in another way is refused", async () => {
    const bench = await VolumeBench.create();
    const instanceUuid = await bench.fake.spawn();
    const volume = attachmentOf(rawVolume(directory));
    await bench.driver.attachVolume({ instanceUuid, volume });
    const others: Partial<VolumeAttachment>[] = [
      { accessMode: "readOnly" },
      { deviceName: "/dev/vdz" },
      { bus: "scsi" },
      { multiattach: true },
      { bootIndex: 1 },
      { connection: { ...volume.connection, path: rawVolume(directory) } },
      { qos: { readBytesPerSecond: 1 } },
    ];
    for (const other of others) {
      const failure = await failureOf(bench.driver.attachVolume({ instanceUuid, volume: { ...volume, ...other } }));
      expect(failure).toMatchObject({ code: "VOLUME_IN_USE", effect: "none", details: { volumeId: volume.volumeId } });
    }
  });

  it("of a volume that another instance has needs multiattach on both", async () => {
    const bench = await VolumeBench.create();
    const [first, second] = [await bench.fake.spawn(), await bench.fake.spawn()];
    const alone = attachmentOf(rawVolume(directory));
    await bench.driver.attachVolume({ instanceUuid: first, volume: alone });
    for (const volume of [alone, { ...alone, multiattach: true }]) {
      expect(await failureOf(bench.driver.attachVolume({ instanceUuid: second, volume }))).toMatchObject({
        code: "VOLUME_IN_USE",
      });
    }
    const shared = attachmentOf(rawVolume(directory), { multiattach: true });
    for (const instanceUuid of [first, second]) await bench.driver.attachVolume({ instanceUuid, volume: shared });
    expect(bench.connections(shared.volumeId)).toMatchObject([{ users: [first, second] }]);
  });

  it.each([
    [{ bus: "nvme" }, "params.volume.bus"],
    [{ bus: "ide", deviceType: "lun" }, "params.volume.deviceType"],
    [{ deviceType: "other" }, "params.volume.deviceType"],
    [{ logicalBlockSizeBytes: 65_536 }, "params.volume.logicalBlockSizeBytes"],
    [{ physicalBlockSizeBytes: 1000 }, "params.volume.physicalBlockSizeBytes"],
    [{ logicalBlockSizeBytes: 4096, physicalBlockSizeBytes: 512 }, "params.volume.physicalBlockSizeBytes"],
    [{ qos: { requestSizeBytes: 4096 } }, "params.volume.qos.requestSizeBytes"],
    [{ qos: { totalBytesPerSecond: 9, readBytesPerSecond: 9 } }, "params.volume.qos.totalBytesPerSecond"],
    [{ encryption: { format: "plain", passphrase: "p" } }, "params.volume.encryption.format"],
    [{ encryption: { format: "luks2", passphrase: "p" } }, "params.volume.encryption.format"],
    [{ connection: { protocol: "localFile", path: "/x", format: "other" } }, "params.volume.connection.format"],
  ] as [Partial<VolumeAttachment>, string][])("refuses what it cannot provide: %j", async (changes, path) => {
    const bench = await VolumeBench.create();
    const instanceUuid = await bench.fake.spawn();
    const volume = attachmentOf(rawVolume(directory), changes);
    const before = await bench.fake.advance(0);
    const failure = await failureOf(bench.driver.attachVolume({ instanceUuid, volume }));
    expect(failure).toMatchObject({ code: "NOT_SUPPORTED", details: { operation: "attachVolume", path } });
    expect(await bench.fake.advance(0)).toBe(before);
    expect(bench.connections(volume.volumeId)).toEqual([]);
  });

  it("fails where the volume cannot be reached, and leaves no connection", async () => {
    const bench = await VolumeBench.create();
    const instanceUuid = await bench.fake.spawn();
    const gone = attachmentOf(rawVolume(directory));
    unlinkSync(gone.connection.path);
    const noQcow2 = attachmentOf(rawVolume(directory));
    const unreachable = [
      gone,
      attachmentOf("relative.img"),
      attachmentOf(directory),
      { ...noQcow2, connection: { ...noQcow2.connection, format: "qcow2" as const } },
      iscsi({ requiresMultipath: true }),
    ];
    for (const volume of unreachable) {
      const failure = await failureOf(bench.driver.attachVolume({ instanceUuid, volume }));
      expect(failure).toMatchObject({
        code: "VOLUME_CONNECTION_FAILED",
        effect: "none",
        details: { volumeId: volume.volumeId },
      });
      expect(bench.connections(volume.volumeId)).toEqual([]);
    }
  });

  it("is refused where the bus is full or the name is taken", async () => {
    const bench = await VolumeBench.create();
    const instanceUuid = await bench.fake.spawn();
    await bench.driver.attachVolume({ instanceUuid, volume: floppy("/dev/fda") });
    expect(await failureOf(bench.driver.attachVolume({ instanceUuid, volume: floppy("/dev/fda") }))).toMatchObject({
      code: "INVALID_REQUEST",
      details: { path: "params.volume.deviceName" },
    });
    await bench.driver.attachVolume({ instanceUuid, volume: floppy("/dev/fdb") });
    const failure = await failureOf(bench.driver.attachVolume({ instanceUuid, volume: floppy("/dev/fdc") }));
    expect(failure).toMatchObject({ code: "TOO_MANY_DEVICES", effect: "none", details: { limit: 2 } });
  });

  it("tells where the guest finds a device with a tag, also the second time", async () => {
    const bench = await VolumeBench.create();
    const instanceUuid = await bench.fake.spawn();
    const volume = attachmentOf(rawVolume(directory));
    const request = { instanceUuid, volume, tag: "database" };
    const { taggedDevice } = await bench.driver.attachVolume(request);
    expect(taggedDevice).toMatchObject({
      tag: "database",
      deviceId: volume.volumeId,
      deviceName: "/dev/vdb",
      bus: "pci",
    });
    expect((await bench.driver.attachVolume(request)).taggedDevice).toEqual(taggedDevice);
    const untagged = await bench.driver.attachVolume({ instanceUuid, volume: attachmentOf(rawVolume(directory)) });
    expect(untagged.taggedDevice).toBeUndefined();
  });

  it("never writes to a volume that may only be read", async () => {
    const bench = await VolumeBench.create();
    const { instanceUuid, volume } = await bench.spawnOnVolume({ accessMode: "readOnly" });
    await bench.reboot(instanceUuid);
    expect(await bench.fake.lines(instanceUuid)).toEqual(expect.arrayContaining(["disk error", "boot 1"]));
    expect(readFileSync(volume.connection.path).readUInt32LE(512)).toBe(0);
  });

  it("presents a raw file as it is, even if it looks like another format", async () => {
    const bench = await VolumeBench.create();
    const bytes = readFileSync(bootVolume(directory));
    const path = rawVolume(directory, Buffer.concat([Buffer.from("QFI\xfb\0\0\0\x03", "latin1"), bytes.subarray(8)]));
    const volume = attachmentOf(path, { bootIndex: 0 });
    const { instanceUuid } = await bench.spawn([volume]);
    expect(await bench.fake.lines(instanceUuid)).toContain("boot 1");
  });
});

describe("an encrypted volume", () => {
  it("is read and written in the clear by its guest, and holds none of it", async () => {
    const bench = await VolumeBench.create();
    const path = luksVolume(directory, "right", readFileSync(bootVolume(directory)));
    const volume = attachmentOf(path, { bootIndex: 0, encryption: { format: "luks", passphrase: "right" } });
    const { instanceUuid } = await bench.spawn([volume]);
    await bench.reboot(instanceUuid);
    expect(await bench.fake.lines(instanceUuid)).toContain("boot 2");
    expect(readFileSync(path).includes("VDKPROBE")).toBe(false);
  });

  it("goes on being open over a restart of the driver, which has kept no passphrase", async () => {
    const bench = await VolumeBench.create();
    const path = luksVolume(directory, "the-passphrase", readFileSync(bootVolume(directory)));
    const volume = attachmentOf(path, { bootIndex: 0, encryption: { format: "luks", passphrase: "the-passphrase" } });
    const { instanceUuid } = await bench.spawn([volume]);
    await bench.off(instanceUuid);
    expect(readFileSync(`${bench.stateDirectory}/journal`).includes("the-passphrase")).toBe(false);
    const restarted = await VolumeBench.create(bench.stateDirectory);
    await restarted.driver.powerOn({ instanceUuid });
    await restarted.fake.advance(500);
    expect(await restarted.fake.lines(instanceUuid)).toContain("boot 2");
  });

  it.each([
    ["a file", (): VolumeAttachment => attachmentOf(luksVolume(directory, "right", randomBytes(4096)))],
    ["iSCSI", iscsi],
  ])("on %s opens with its passphrase only", async (_, make) => {
    const bench = await VolumeBench.create();
    const instanceUuid = await bench.fake.spawn();
    const volume = { ...make(), encryption: { format: "luks", passphrase: "right" } as const };
    const { attached } = await bench.driver.attachVolume({ instanceUuid, volume });
    await bench.driver.detachVolume({ instanceUuid, volume: { ...volume, attached }, timeoutSeconds: 10 });
    const wrong = { ...volume, encryption: { format: "luks", passphrase: "wrong" } as const };
    const failure = await failureOf(bench.driver.attachVolume({ instanceUuid, volume: wrong }));
    expect(failure).toMatchObject({ code: "VOLUME_CONNECTION_FAILED", effect: "none" });
    expect(failure.message).not.toContain("wrong");
    expect(bench.connections(volume.volumeId)).toEqual([]);
    await bench.driver.attachVolume({ instanceUuid, volume });
  });

  it("goes to one of two instances that ask for it at the same time", async () => {
    const bench = await VolumeBench.create();
    const uuids = [await bench.fake.spawn(), await bench.fake.spawn()];
    const volume = attachmentOf(rawVolume(directory));
    await bench.fake.hold();
    const attaching = uuids.map((instanceUuid) => bench.driver.attachVolume({ instanceUuid, volume }));
    const outcomes = Promise.all(
      attaching.map((call) =>
        call.then(
          () => "attached",
          ({ code }) => code as string,
        ),
      ),
    );
    await bench.fake.advance(60_000);
    await bench.fake.hold(false);
    expect((await outcomes).toSorted()).toEqual(["VOLUME_IN_USE", "attached"]);
    expect(bench.connections(volume.volumeId)).toMatchObject([{ users: [expect.anything()] }]);
  });

  it("that does not open with the passphrase is left as it is", async () => {
    const bench = await VolumeBench.create();
    const instanceUuid = await bench.fake.spawn();
    const path = luksVolume(directory, "right", randomBytes(4096));
    const before = readFileSync(path);
    const volume = attachmentOf(path, { encryption: { format: "luks", passphrase: "wrong" } });
    await failureOf(bench.driver.attachVolume({ instanceUuid, volume }));
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("that is not encrypted is not formatted", async () => {
    const bench = await VolumeBench.create();
    const instanceUuid = await bench.fake.spawn();
    const path = rawVolume(directory);
    const before = readFileSync(path);
    const volume = attachmentOf(path, { encryption: { format: "luks", passphrase: "p" } });
    expect(await failureOf(bench.driver.attachVolume({ instanceUuid, volume }))).toMatchObject({
      code: "VOLUME_CONNECTION_FAILED",
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});
