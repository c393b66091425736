import { describe, expect, it } from "vitest";
import type { BlockDevices, SpawnParams } from "@virt-driver-kit/spec";
import { failureOf } from "../../support/attached.ts";
import { storedDisks, storedInstance } from "../../support/stored-values.ts";
import { directory, prepareBench, VolumeBench } from "../../support/volume-bench.ts";
import { attachmentOf, bootCountIn, bootVolume, rawVolume } from "../../support/volume-files.ts";

prepareBench();

const GIB = 2 ** 30;

const paramsOf = (bench: VolumeBench, blockDevices: BlockDevices): SpawnParams => ({
  ...bench.fake.spawnParams({
    flavor: { name: "large", vcpus: 1, memoryMib: 64, rootGib: 1, ephemeralGib: 5, swapMib: 64 },
  }),
  devices: { blockDevices },
});

const encrypted = (passphrase: string): BlockDevices => ({ root: { encryption: { format: "luks", passphrase } } });

/** What a spawn fails with whose so-manieth step fails; undefined if it has no such step. */
async function spawnFailingAt(bench: VolumeBench, params: SpawnParams, step: number): Promise<unknown> {
  await bench.failStep(step);
  const failure = await bench.driver.spawn(params).then(
    () => undefined,
    (error: unknown) => error,
  );
  await bench.driver["simulation/clearFaults"]();
  return failure;
}

describe("the local disks of an instance", () => {
  it("have the sizes asked for, in their order and by their names, and begin blank", async () => {
    const bench = await VolumeBench.create();
    const params = paramsOf(bench, {
      ephemerals: [
        { sizeGib: 2, tag: "scratch" },
        { sizeGib: 3, deviceName: "/dev/vdb" },
      ],
      swap: { sizeMib: 64 },
    });
    const { taggedDevices } = await bench.driver.spawn(params);
    const { uuid } = params.instance;
    const disks = storedDisks(bench.stateDirectory, uuid).filter(({ use }) => use !== "root");
    expect(disks.map(({ name, use, contents }) => [name, use, contents])).toEqual([
      ["ephemeral-1", "ephemeral", { sizeBytes: 2 * GIB, base: null, written: {} }],
      ["ephemeral-2", "ephemeral", { sizeBytes: 3 * GIB, base: null, written: {} }],
      ["swap", "swap", { sizeBytes: 64 * 2 ** 20, base: null, written: {} }],
    ]);
    const { localDisks } = storedInstance(bench.stateDirectory, uuid);
    expect(localDisks.map(({ name, deviceName }) => [name, deviceName])).toEqual([
      ["root", "/dev/vda"],
      ["ephemeral-1", "/dev/vdc"],
      ["ephemeral-2", "/dev/vdb"],
      ["swap", "/dev/vdd"],
    ]);
    expect(taggedDevices).toMatchObject([{ tag: "scratch", deviceName: "/dev/vdc" }]);
  });

  it("open with their passphrase and no other when they were kept, the root disk too", async () => {
    const bench = await VolumeBench.create();
    const params = paramsOf(bench, encrypted("the-right-one"));
    const instanceUuid = params.instance.uuid;
    await bench.driver.spawn(params);
    await bench.driver.destroy({ instanceUuid, destroyDisks: false });
    for (const blockDevices of [encrypted("another-one"), {}]) {
      const failure = await failureOf(bench.driver.spawn({ ...params, devices: { blockDevices } }));
      expect(failure).toMatchObject({ code: "BACKEND_FAILED", effect: "none", details: { step: "createDisk" } });
    }
    await bench.driver.spawn(params);
  });

  it("keep a digest of their passphrase and not the passphrase", async () => {
    const bench = await VolumeBench.create();
    const params = paramsOf(bench, {
      swap: { sizeMib: 64, encryption: { format: "luks", passphrase: "a-passphrase" } },
    });
    await bench.driver.spawn(params);
    const swap = storedDisks(bench.stateDirectory, params.instance.uuid).find(({ use }) => use === "swap");
    expect(swap?.keyDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(storedInstance(bench.stateDirectory, params.instance.uuid))).not.toContain("a-passphrase");
  });

  it("go if the spawn fails, whichever step it is", async () => {
    const bench = await VolumeBench.create();
    const volume = attachmentOf(rawVolume(directory));
    const params = paramsOf(bench, { ephemerals: [{ sizeGib: 1 }], swap: { sizeMib: 64 }, volumes: [volume] });
    let steps = 0;
    for (let failure = await spawnFailingAt(bench, params, 1); failure !== undefined; steps += 1) {
      expect(failure).toMatchObject({ effect: "none" });
      expect(storedDisks(bench.stateDirectory, params.instance.uuid)).toEqual([]);
      expect(bench.connections(volume.volumeId)).toEqual([]);
      failure = await spawnFailingAt(bench, params, steps + 2);
    }
    expect(steps).toBeGreaterThan(6);
    expect(bench.connections(volume.volumeId)).toHaveLength(1);
  });

  it("cannot be made with a file system", async () => {
    const bench = await VolumeBench.create();
    const params = paramsOf(bench, { ephemerals: [{ sizeGib: 1, guestFormat: "ext4" }] });
    expect(await failureOf(bench.driver.spawn(params))).toMatchObject({
      code: "NOT_SUPPORTED",
      details: { operation: "spawn", path: "params.devices.blockDevices.ephemerals.0.guestFormat" },
    });
  });
});

describe("an instance that is built with volumes", () => {
  it("has all of them under their names, and answers what attachVolume would", async () => {
    const bench = await VolumeBench.create();
    const [one, two, root] = [
      attachmentOf(rawVolume(directory)),
      attachmentOf(rawVolume(directory), { deviceName: "/dev/vdb" }),
      attachmentOf(bootVolume(directory), { bootIndex: 0 }),
    ];
    const { instanceUuid, result } = await bench.spawn([one, two, root]);
    expect(result.attachedVolumes?.map(({ volumeId, deviceName }) => [volumeId, deviceName])).toEqual([
      [one.volumeId, "/dev/vdc"],
      [two.volumeId, "/dev/vdb"],
      [root.volumeId, "/dev/vda"],
    ]);
    expect(storedDisks(bench.stateDirectory, instanceUuid)).toEqual([]);
    expect(bootCountIn(root.connection.path)).toBe(1);
    const { attached } = await bench.driver.attachVolume({ instanceUuid, volume: one });
    expect(attached).toEqual(result.attachedVolumes?.[0]);
  });

  it("is refused where a volume is in use, comes twice, or cannot be had so", async () => {
    const bench = await VolumeBench.create();
    const volume = attachmentOf(rawVolume(directory));
    await bench.spawn([volume]);
    expect(await failureOf(bench.spawn([volume]))).toMatchObject({ code: "VOLUME_IN_USE", effect: "none" });
    const other = attachmentOf(rawVolume(directory));
    expect(await failureOf(bench.spawn([other, other]))).toMatchObject({ code: "INVALID_REQUEST" });
    expect(await failureOf(bench.spawn([{ ...other, bus: "uml" }]))).toMatchObject({
      code: "NOT_SUPPORTED",
      details: { path: "params.devices.blockDevices.volumes.0.bus" },
    });
  });

  it("is destroyed without its volumes, which the host lets go of, also after a restart", async () => {
    const bench = await VolumeBench.create();
    const { instanceUuid, volume } = await bench.spawnOnVolume();
    const restarted = await VolumeBench.create(bench.stateDirectory);
    await restarted.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(restarted.connections(volume.volumeId)).toEqual([]);
    expect(bootCountIn(volume.connection.path)).toBe(1);
  });
});
