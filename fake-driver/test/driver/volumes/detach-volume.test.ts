import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { failureOf } from "../../support/attached.ts";
import { directory, prepareBench, VolumeBench } from "../../support/volume-bench.ts";
import { attachmentOf, bootVolume, type FileAttachment, rawVolume } from "../../support/volume-files.ts";

prepareBench();

async function benchWithVolume(): Promise<{ bench: VolumeBench; instanceUuid: string; volume: FileAttachment }> {
  const bench = await VolumeBench.create();
  const instanceUuid = await bench.fake.spawn();
  const volume = attachmentOf(rawVolume(directory));
  const { attached } = await bench.driver.attachVolume({ instanceUuid, volume });
  return { bench, instanceUuid, volume: { ...volume, attached } };
}

describe("detachVolume", () => {
  it.each(["running", "paused", "shutdown", "crashed"] as const)(
    "takes the volume from a %s instance for good",
    async (state) => {
      const { bench, instanceUuid, volume } = await benchWithVolume();
      await bench.bring(instanceUuid, state);
      await bench.driver.detachVolume({ instanceUuid, volume, timeoutSeconds: 10 });
      expect(await bench.fake.powerState(instanceUuid)).toBe(state);
      expect(bench.volumeIds(instanceUuid)).toEqual([]);
      expect(bench.connections(volume.volumeId)).toEqual([]);
      await bench.reboot(instanceUuid);
      expect(bench.volumeIds(instanceUuid)).toEqual([]);
    },
  );

  it("refuses an instance that is suspended", async () => {
    const { bench, instanceUuid, volume } = await benchWithVolume();
    await bench.bring(instanceUuid, "suspended");
    const failure = await failureOf(bench.driver.detachVolume({ instanceUuid, volume, timeoutSeconds: 10 }));
    expect(failure).toMatchObject({ code: "INVALID_STATE", effect: "none" });
    expect(bench.volumeIds(instanceUuid)).toEqual([volume.volumeId]);
  });

  it("succeeds for an instance that is not there, or does not have the volume", async () => {
    const { bench, instanceUuid, volume } = await benchWithVolume();
    const absent = { instanceUuid: volume.volumeId, volume, timeoutSeconds: 10 };
    await bench.driver.detachVolume(absent);
    await bench.driver.detachVolume({ ...absent, instanceUuid, volume: attachmentOf(rawVolume(directory)) });
    expect(bench.connections(volume.volumeId)).toHaveLength(1);
    await bench.driver.detachVolume({ ...absent, instanceUuid });
    await bench.driver.detachVolume({ ...absent, instanceUuid });
  });

  it.each([
    [1, [1, 1]],
    [2, [0, 1]],
  ])("that fails at step %i goes on from there when it is repeated", async (step, [devices, connections]) => {
    const { bench, instanceUuid, volume } = await benchWithVolume();
    await bench.failStep(step);
    const request = { instanceUuid, volume, timeoutSeconds: 10 };
    expect(await failureOf(bench.driver.detachVolume(request))).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "partial",
    });
    expect(bench.volumeIds(instanceUuid)).toHaveLength(devices ?? 0);
    expect(bench.connections(volume.volumeId)).toHaveLength(connections ?? 0);
    await bench.driver.detachVolume(request);
    expect(bench.volumeIds(instanceUuid)).toEqual([]);
    expect(bench.connections(volume.volumeId)).toEqual([]);
  });

  it("ends the connection of an instance that is gone, after a failure", async () => {
    const { bench, instanceUuid, volume } = await benchWithVolume();
    await bench.failStep(2);
    await failureOf(bench.driver.detachVolume({ instanceUuid, volume, timeoutSeconds: 10 }));
    const restarted = await VolumeBench.create(bench.stateDirectory);
    await restarted.driver.detachVolume({ instanceUuid, volume, timeoutSeconds: 10 });
    expect(restarted.connections(volume.volumeId)).toEqual([]);
  });

  it("leaves a shared volume to the others", async () => {
    const bench = await VolumeBench.create();
    const volume = attachmentOf(bootVolume(directory), { bootIndex: 0, multiattach: true });
    const { instanceUuid: first } = await bench.spawn([volume]);
    const { instanceUuid: second } = await bench.spawn([volume]);
    await bench.off(first);
    await bench.driver.detachVolume({ instanceUuid: first, volume, timeoutSeconds: 10 });
    expect(bench.connections(volume.volumeId)).toMatchObject([{ users: [second] }]);
    await bench.reboot(second);
    expect(readFileSync(volume.connection.path).readUInt32LE(512)).toBe(3);
    await bench.driver.detachVolume({ instanceUuid: second, volume, timeoutSeconds: 10 });
    expect(bench.connections(volume.volumeId)).toEqual([]);
  });

  it("waits for a guest that holds on, all the time that it may take, and leaves it the device", async () => {
    const { bench, instanceUuid, volume } = await benchWithVolume();
    const fault = { kind: "guestBehaviour", instanceUuid, keepsDevices: true } as const;
    await bench.driver["simulation/injectFault"]({ fault });
    const before = await bench.fake.advance(0);
    const failure = await failureOf(bench.driver.detachVolume({ instanceUuid, volume, timeoutSeconds: 30 }));
    const took = (await bench.fake.advance(0)) - before;
    expect(failure).toMatchObject({ code: "DEVICE_DETACH_FAILED", effect: "none", details: { device: "/dev/vdb" } });
    expect(took).toBeGreaterThanOrEqual(30_000);
    expect(took).toBeLessThan(33_000);
    expect(bench.volumeIds(instanceUuid)).toEqual([volume.volumeId]);
    expect(bench.connections(volume.volumeId)).toHaveLength(1);
    await bench.driver["simulation/clearFaults"]();
    await bench.driver.detachVolume({ instanceUuid, volume, timeoutSeconds: 30 });
    expect(bench.volumeIds(instanceUuid)).toEqual([]);
  });

  it("keeps the connection to a back end that does not answer, until it does", async () => {
    const { bench, instanceUuid, volume } = await benchWithVolume();
    const fault = { kind: "volumeLost", volumeId: volume.volumeId } as const;
    await bench.driver["simulation/injectFault"]({ fault });
    const request = { instanceUuid, volume, timeoutSeconds: 10 };
    const failure = await failureOf(bench.driver.detachVolume(request));
    expect(failure).toMatchObject({ code: "BACKEND_FAILED", effect: "partial", details: { step: "disconnectVolume" } });
    const other = await failureOf(bench.driver.attachVolume({ instanceUuid, volume }));
    expect(other).toMatchObject({ code: "VOLUME_CONNECTION_FAILED", effect: "none" });
    const third = { instanceUuid: await bench.fake.spawn(), volume };
    const held = { code: "VOLUME_IN_USE", effect: "none" };
    expect(await failureOf(bench.driver.attachVolume(third))).toMatchObject(held);
    const byAnotherName = { ...volume, volumeId: instanceUuid };
    expect(await failureOf(bench.driver.attachVolume({ ...third, volume: byAnotherName }))).toMatchObject(held);
    await bench.driver["simulation/clearFaults"]();
    await bench.driver.detachVolume(request);
    expect(bench.connections(volume.volumeId)).toEqual([]);
    await bench.driver.attachVolume(third);
  });
});
