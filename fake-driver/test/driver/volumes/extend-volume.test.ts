import { readFileSync, truncateSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { failureOf } from "../../support/attached.ts";
import { directory, prepareBench, VolumeBench } from "../../support/volume-bench.ts";
import {
  attachmentOf,
  bootVolume,
  LUKS_HEADER_BYTES,
  luksVolume,
  rawVolume,
  VOLUME_BYTES,
} from "../../support/volume-files.ts";

prepareBench();

const GROWN = 2 * VOLUME_BYTES;

describe("extendVolume", () => {
  it.each(["running", "paused", "shutdown", "crashed"] as const)(
    "shows a %s instance the new size, with its content",
    async (state) => {
      const bench = await VolumeBench.create();
      const { instanceUuid, volume } = await bench.spawnOnVolume();
      await bench.bring(instanceUuid, state);
      const before = readFileSync(volume.connection.path);
      truncateSync(volume.connection.path, GROWN);
      const request = { instanceUuid, volume, sizeBytes: GROWN };
      expect(await bench.driver.extendVolume(request)).toEqual({ sizeBytes: GROWN });
      expect(bench.sizeBytes(instanceUuid, volume.volumeId)).toBe(GROWN);
      expect(await bench.driver.extendVolume(request)).toEqual({ sizeBytes: GROWN });
      expect(await bench.fake.powerState(instanceUuid)).toBe(state);
      expect(readFileSync(volume.connection.path).subarray(0, VOLUME_BYTES).equals(before)).toBe(true);
    },
  );

  it("fails where the volume is not that large, and leaves the device alone", async () => {
    const bench = await VolumeBench.create();
    const { instanceUuid, volume } = await bench.spawnOnVolume();
    const request = { instanceUuid, volume, sizeBytes: GROWN };
    expect(await failureOf(bench.driver.extendVolume(request))).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "partial",
    });
    expect(bench.sizeBytes(instanceUuid, volume.volumeId)).toBe(VOLUME_BYTES);
    await bench.reboot(instanceUuid);
    expect(await bench.fake.lines(instanceUuid)).toContain("boot 2");
    truncateSync(volume.connection.path, GROWN);
    await bench.driver.extendVolume(request);
  });

  it("checks volumes in the storage network likewise", async () => {
    const bench = await VolumeBench.create();
    const instanceUuid = await bench.fake.spawn();
    const connection = { protocol: "nbd", host: "192.0.2.9" } as const;
    const volume = { ...attachmentOf(""), connection };
    await bench.driver.attachVolume({ instanceUuid, volume });
    expect(await bench.driver.extendVolume({ instanceUuid, volume, sizeBytes: 2 ** 30 })).toEqual({
      sizeBytes: 2 ** 30,
    });
    const failure = await failureOf(bench.driver.extendVolume({ instanceUuid, volume, sizeBytes: 2 ** 31 }));
    expect(failure).toMatchObject({ code: "BACKEND_FAILED" });
  });

  it("never makes a device smaller", async () => {
    const bench = await VolumeBench.create();
    const { instanceUuid, volume } = await bench.spawnOnVolume();
    const failure = await failureOf(bench.driver.extendVolume({ instanceUuid, volume, sizeBytes: VOLUME_BYTES - 512 }));
    expect(failure).toMatchObject({ code: "INVALID_REQUEST", details: { path: "params.sizeBytes" } });
    expect(bench.sizeBytes(instanceUuid, volume.volumeId)).toBe(VOLUME_BYTES);
  });

  it("leaves out what the encryption takes", async () => {
    const bench = await VolumeBench.create();
    const path = luksVolume(directory, "p", readFileSync(bootVolume(directory)));
    const volume = attachmentOf(path, { bootIndex: 0, encryption: { format: "luks", passphrase: "p" } });
    const { instanceUuid } = await bench.spawn([volume]);
    truncateSync(path, GROWN);
    const sizeBytes = GROWN - LUKS_HEADER_BYTES;
    expect(await bench.driver.extendVolume({ instanceUuid, volume, sizeBytes: GROWN })).toEqual({ sizeBytes });
    expect(await bench.driver.extendVolume({ instanceUuid, volume, sizeBytes: GROWN })).toEqual({ sizeBytes });
  });

  it("refuses an instance that is suspended, absent, or does not have the volume", async () => {
    const bench = await VolumeBench.create();
    const { instanceUuid, volume } = await bench.spawnOnVolume();
    const other = attachmentOf(rawVolume(directory));
    const extend = (changes: object): Promise<unknown> =>
      failureOf(bench.driver.extendVolume({ instanceUuid, volume, sizeBytes: GROWN, ...changes }));
    expect(await extend({ volume: other })).toMatchObject({
      code: "VOLUME_NOT_ATTACHED",
      details: { volumeId: other.volumeId },
    });
    expect(await extend({ instanceUuid: other.volumeId })).toMatchObject({ code: "INSTANCE_NOT_FOUND" });
    await bench.bring(instanceUuid, "suspended");
    expect(await extend({})).toMatchObject({ code: "INVALID_STATE" });
  });
});
