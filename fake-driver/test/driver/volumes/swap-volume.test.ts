import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SwapVolumeParams, VolumeAttachment } from "@virt-driver-kit/spec";
import { failureOf } from "../../support/attached.ts";
import { directory, prepareBench, VolumeBench } from "../../support/volume-bench.ts";
import { attachmentOf, bootCountIn, luksVolume, rawVolume, VOLUME_BYTES } from "../../support/volume-files.ts";

prepareBench();

/** Steps of a swap that grows the device: connect, four of the mirror, switch, grow, disconnect. */
const STEPS = 8;

async function benchWithGuest(
  changes: Partial<VolumeAttachment> = {},
): Promise<{ bench: VolumeBench; request: SwapVolumeParams; paths: { old: string; next: string } }> {
  const bench = await VolumeBench.create();
  const { instanceUuid, volume } = await bench.spawnOnVolume();
  const next = attachmentOf(rawVolume(directory, Buffer.alloc(2 * VOLUME_BYTES, 9)), changes);
  const paths = { old: volume.connection.path, next: next.connection.path };
  return { bench, request: { instanceUuid, oldVolume: volume, newVolume: next }, paths };
}

describe("swapVolume", () => {
  it("moves a running guest with all its data, which goes on without a boot", async () => {
    const { bench, request, paths } = await benchWithGuest();
    const { instanceUuid, oldVolume, newVolume } = request;
    const ticks = (await bench.fake.lines(instanceUuid)).length;
    const { attached } = await bench.driver.swapVolume(request);
    expect(attached).toMatchObject({ volumeId: newVolume.volumeId, deviceName: "/dev/vda", devicePath: paths.next });
    expect(readFileSync(paths.next).subarray(0, VOLUME_BYTES).equals(readFileSync(paths.old))).toBe(true);
    expect(readFileSync(paths.next)[VOLUME_BYTES]).toBe(9);
    const lines = await bench.fake.lines(instanceUuid);
    expect(lines.length).toBeGreaterThan(ticks + 100);
    expect(lines.filter((line) => line.startsWith("boot"))).toEqual(["boot 1"]);
    expect(bench.connections(oldVolume.volumeId)).toEqual([]);
    await bench.reboot(instanceUuid);
    expect([bootCountIn(paths.old), bootCountIn(paths.next)]).toEqual([1, 2]);
  });

  it("brings what the guest writes meanwhile", async () => {
    const { bench, request, paths } = await benchWithGuest();
    const { instanceUuid } = request;
    const fault = { kind: "guestBehaviour", instanceUuid, writesMibPerSecond: 10 } as const;
    await bench.driver["simulation/injectFault"]({ fault });
    await bench.fake.hold();
    const swapping = bench.driver.swapVolume(request);
    await bench.fake.advance(20_000);
    const during = readFileSync(paths.old).readBigUInt64LE(1024);
    await bench.fake.advance(60_000);
    await swapping;
    expect(readFileSync(paths.next).subarray(0, 1024).equals(readFileSync(paths.old).subarray(0, 1024))).toBe(true);
    expect(readFileSync(paths.next).readBigUInt64LE(1024)).toBeGreaterThan(during);
  });

  it("grows the device if it is told to, and only then", async () => {
    const { bench, request } = await benchWithGuest();
    const { instanceUuid, newVolume } = request;
    await bench.driver.swapVolume(request);
    expect(bench.sizeBytes(instanceUuid, newVolume.volumeId)).toBe(VOLUME_BYTES);
    const next = attachmentOf(rawVolume(directory, Buffer.alloc(2 * VOLUME_BYTES)));
    const grown = { instanceUuid, oldVolume: newVolume, newVolume: next, sizeBytes: 2 * VOLUME_BYTES };
    await bench.driver.swapVolume(grown);
    expect(bench.sizeBytes(instanceUuid, next.volumeId)).toBe(2 * VOLUME_BYTES);
  });

  it("keeps the name of the volume if the service does", async () => {
    const { bench, request, paths } = await benchWithGuest();
    const newVolume = { ...request.newVolume, volumeId: request.oldVolume.volumeId };
    await bench.driver.swapVolume({ ...request, newVolume });
    expect(bench.connections(newVolume.volumeId)).toMatchObject([{ place: `localFile:${paths.next}` }]);
    await bench.reboot(request.instanceUuid);
    expect(bootCountIn(paths.next)).toBe(2);
  });

  it("that was done already copies nothing and answers the same", async () => {
    const { bench, request, paths } = await benchWithGuest();
    const first = await bench.driver.swapVolume(request);
    await bench.reboot(request.instanceUuid);
    expect(await bench.driver.swapVolume(request)).toEqual(first);
    expect(bootCountIn(paths.next)).toBe(2);
  });

  it.each(Array.from({ length: STEPS }, (_, index) => index + 1))(
    "that fails at step %i leaves the guest on the old volume",
    async (step) => {
      const { bench, request, paths } = await benchWithGuest();
      await bench.failStep(step);
      const failure = await failureOf(bench.driver.swapVolume({ ...request, sizeBytes: 2 * VOLUME_BYTES }));
      expect(failure).toMatchObject({ code: "BACKEND_FAILED", effect: "none" });
      const { instanceUuid, oldVolume, newVolume } = request;
      expect(bench.volumeIds(instanceUuid)).toEqual([oldVolume.volumeId]);
      expect(bench.sizeBytes(instanceUuid, oldVolume.volumeId)).toBe(VOLUME_BYTES);
      expect(bench.connections(newVolume.volumeId)).toEqual([]);
      await bench.reboot(instanceUuid);
      expect(bootCountIn(paths.old)).toBe(2);
      await bench.driver.swapVolume(request);
    },
  );

  it("can be cancelled half way, and leaves the guest on the old volume", async () => {
    const { bench, request, paths } = await benchWithGuest();
    await bench.fake.hold();
    const cancellation = new AbortController();
    const swapping = failureOf(bench.driver.swapVolume(request, { signal: cancellation.signal }));
    await bench.fake.advance(25_000);
    cancellation.abort();
    expect(await swapping).toMatchObject({ code: "OPERATION_CANCELLED" });
    expect(bench.connections(request.newVolume.volumeId)).toEqual([]);
    await bench.fake.hold(false);
    await bench.reboot(request.instanceUuid);
    expect(bootCountIn(paths.old)).toBe(2);
  });

  it("refuses what it cannot do, before any effect", async () => {
    const { bench, request } = await benchWithGuest();
    const { instanceUuid, newVolume } = request;
    const neither = { ...request, oldVolume: attachmentOf(rawVolume(directory)) };
    expect(await failureOf(bench.driver.swapVolume(neither))).toMatchObject({ code: "VOLUME_NOT_ATTACHED" });
    const smaller = { ...request, sizeBytes: 512 };
    expect(await failureOf(bench.driver.swapVolume(smaller))).toMatchObject({ code: "INVALID_REQUEST" });
    const encryption = { format: "luks", passphrase: "p" } as const;
    const encrypted = { ...request, newVolume: { ...newVolume, encryption } };
    expect(await failureOf(bench.driver.swapVolume(encrypted))).toMatchObject({
      code: "NOT_SUPPORTED",
      details: { path: "params.newVolume.encryption" },
    });
    const other = await bench.fake.spawn();
    await bench.driver.attachVolume({ instanceUuid: other, volume: newVolume });
    expect(await failureOf(bench.driver.swapVolume(request))).toMatchObject({ code: "VOLUME_IN_USE" });
    await bench.driver.detachVolume({ instanceUuid: other, volume: newVolume, timeoutSeconds: 10 });
    await bench.driver.attachVolume({ instanceUuid, volume: newVolume });
    expect(await failureOf(bench.driver.swapVolume(request))).toMatchObject({ code: "VOLUME_IN_USE" });
  });

  it("refuses to copy an encrypted volume", async () => {
    const bench = await VolumeBench.create();
    const instanceUuid = await bench.fake.spawn();
    const encryption = { format: "luks", passphrase: "p" } as const;
    const oldVolume = attachmentOf(luksVolume(directory, "p", Buffer.alloc(4096)), { encryption });
    await bench.driver.attachVolume({ instanceUuid, volume: oldVolume });
    const failure = await failureOf(
      bench.driver.swapVolume({ instanceUuid, oldVolume, newVolume: attachmentOf(rawVolume(directory)) }),
    );
    expect(failure).toMatchObject({ code: "NOT_SUPPORTED" });
  });

  it("to a volume that is too small or cannot be reached leaves no connection", async () => {
    const { bench, request } = await benchWithGuest();
    const small = attachmentOf(rawVolume(directory, Buffer.alloc(4096)));
    const failure = await failureOf(bench.driver.swapVolume({ ...request, newVolume: small }));
    expect(failure).toMatchObject({ code: "BACKEND_FAILED", effect: "none" });
    expect(bench.connections(small.volumeId)).toEqual([]);
    const gone = attachmentOf(`${directory}/gone.img`);
    expect(await failureOf(bench.driver.swapVolume({ ...request, newVolume: gone }))).toMatchObject({
      code: "VOLUME_CONNECTION_FAILED",
    });
  });

  it.each(["shutdown", "crashed", "suspended"] as const)("refuses an instance that is %s", async (powerState) => {
    const { bench, request } = await benchWithGuest();
    await bench.bring(request.instanceUuid, powerState);
    expect(await failureOf(bench.driver.swapVolume(request))).toMatchObject({ code: "INVALID_STATE" });
  });

  it("moves a paused guest, which stays so", async () => {
    const { bench, request } = await benchWithGuest();
    await bench.bring(request.instanceUuid, "paused");
    await bench.driver.swapVolume(request);
    expect(await bench.fake.powerState(request.instanceUuid)).toBe("paused");
  });
});
