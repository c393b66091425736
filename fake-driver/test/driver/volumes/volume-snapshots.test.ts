import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { VolumeSnapshotRequest } from "@virt-driver-kit/spec";
import { qcow2Contents } from "../../../src/contents/qcow2.ts";
import { failureOf } from "../../support/attached.ts";
import { directory, prepareBench, VolumeBench } from "../../support/volume-bench.ts";
import { bootCountIn, type FileAttachment, overlayOf } from "../../support/volume-files.ts";

prepareBench();

interface Chained {
  readonly bench: VolumeBench;
  readonly instanceUuid: string;
  readonly volume: FileAttachment;
  /** The names of the files, the raw one first. */
  readonly names: string[];
}

const bootCountOf = (name: string): number => qcow2Contents(join(directory, name)).readSector(1).readUInt32LE(0);

async function benchWithGuest(): Promise<Chained> {
  const bench = await VolumeBench.create();
  const { instanceUuid, volume } = await bench.spawnOnVolume();
  return { bench, instanceUuid, volume, names: [basename(volume.connection.path)] };
}

/** Makes the file of a snapshot, as the volume service does. */
function newLayer({ names }: Chained): VolumeSnapshotRequest {
  const newFileName = `layer-${randomUUID()}.qcow2`;
  overlayOf(join(directory, newFileName), { name: names.at(-1) ?? "", format: names.length === 1 ? "raw" : "qcow2" });
  return { snapshotId: randomUUID(), format: "qcow2", newFileName };
}

/** Makes a snapshot, and has the guest write once to the new file. */
async function takeSnapshot(chained: Chained): Promise<void> {
  const { bench, instanceUuid, volume, names } = chained;
  const snapshot = newLayer(chained);
  await bench.driver.volumeSnapshotCreate({ instanceUuid, volumeId: volume.volumeId, snapshot });
  names.push(snapshot.newFileName);
  await bench.reboot(instanceUuid);
}

describe("volumeSnapshotCreate", () => {
  it.each(["running", "paused", "shutdown", "crashed"] as const)(
    "lets a %s instance write to the new file only",
    async (state) => {
      const chained = await benchWithGuest();
      const { bench, instanceUuid, volume } = chained;
      const { path } = volume.connection;
      await bench.bring(instanceUuid, state);
      const snapshot = newLayer(chained);
      const before = readFileSync(path);
      const result = await bench.driver.volumeSnapshotCreate({ instanceUuid, volumeId: volume.volumeId, snapshot });
      expect(result).toEqual({ activeFileName: snapshot.newFileName, isQuiesced: state === "running" });
      expect(await bench.fake.powerState(instanceUuid)).toBe(state);
      await bench.reboot(instanceUuid);
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(bootCountOf(snapshot.newFileName)).toBe(2);
      expect(bench.connections(volume.volumeId)).toHaveLength(1);
    },
  );

  it("for the file that is in use already succeeds with the same answer", async () => {
    const chained = await benchWithGuest();
    const { bench, instanceUuid, volume } = chained;
    const request = { instanceUuid, volumeId: volume.volumeId, snapshot: newLayer(chained) };
    const first = await bench.driver.volumeSnapshotCreate(request);
    const before = await bench.fake.advance(0);
    expect(await bench.driver.volumeSnapshotCreate(request)).toEqual(first);
    expect(await bench.fake.advance(0)).toBe(before);
  });

  it.each([1, 2, 3])("that fails at step %i leaves the guest on the old file", async (step) => {
    const chained = await benchWithGuest();
    const { bench, instanceUuid, volume } = chained;
    const request = { instanceUuid, volumeId: volume.volumeId, snapshot: newLayer(chained) };
    await bench.failStep(step);
    expect(await failureOf(bench.driver.volumeSnapshotCreate(request))).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "none",
    });
    await bench.reboot(instanceUuid);
    expect(bootCountIn(volume.connection.path)).toBe(2);
  });

  it("fails where the new file is not there, is over another file, or is none", async () => {
    const chained = await benchWithGuest();
    const { bench, instanceUuid, volume } = chained;
    const { newFileName } = newLayer({ ...chained, names: ["other.img"] });
    for (const name of ["gone.qcow2", newFileName]) {
      const snapshot = { snapshotId: randomUUID(), format: "qcow2", newFileName: name } as const;
      const failure = await failureOf(
        bench.driver.volumeSnapshotCreate({ instanceUuid, volumeId: volume.volumeId, snapshot }),
      );
      expect(failure).toMatchObject({ code: "BACKEND_FAILED", effect: "none", details: { step: "createLayer" } });
    }
    await bench.reboot(instanceUuid);
    expect(bootCountIn(volume.connection.path)).toBe(2);
  });

  it("quiesces the guest as it is told to", async () => {
    const chained = await benchWithGuest();
    const { bench, instanceUuid, volume, names } = chained;
    const take = async (quiesce: "never" | "ifPossible" | "required"): Promise<boolean> => {
      const snapshot = { ...newLayer(chained), quiesce };
      const { isQuiesced } = await bench.driver.volumeSnapshotCreate({
        instanceUuid,
        volumeId: volume.volumeId,
        snapshot,
      });
      names.push(snapshot.newFileName);
      return isQuiesced;
    };
    expect(await take("required")).toBe(true);
    expect(await take("never")).toBe(false);
    const fault = { kind: "guestBehaviour", instanceUuid, agent: "silent" } as const;
    await bench.driver["simulation/injectFault"]({ fault });
    expect(await take("ifPossible")).toBe(false);
    expect(await failureOf(take("required"))).toMatchObject({ code: "GUEST_AGENT_UNAVAILABLE", effect: "none" });
  });

  it("refuses what it cannot do, before any effect", async () => {
    const chained = await benchWithGuest();
    const { bench, instanceUuid, volume } = chained;
    const snapshot = newLayer(chained);
    const create = (changes: object): Promise<unknown> =>
      failureOf(bench.driver.volumeSnapshotCreate({ instanceUuid, volumeId: volume.volumeId, snapshot, ...changes }));
    expect(await create({ volumeId: randomUUID() })).toMatchObject({ code: "VOLUME_NOT_ATTACHED" });
    expect(await create({ instanceUuid: randomUUID() })).toMatchObject({ code: "INSTANCE_NOT_FOUND" });
    expect(await create({ snapshot: { ...snapshot, format: "other" } })).toMatchObject({ code: "NOT_SUPPORTED" });
    const nbd = {
      ...volume,
      volumeId: randomUUID(),
      bootIndex: 1,
      connection: { protocol: "nbd", host: "192.0.2.9" } as const,
    };
    await bench.driver.attachVolume({ instanceUuid, volume: nbd });
    expect(await create({ volumeId: nbd.volumeId })).toMatchObject({ code: "NOT_SUPPORTED" });
    await bench.bring(instanceUuid, "suspended");
    expect(await create({})).toMatchObject({ code: "INVALID_STATE" });
  });
});

/** A guest that has written to each of three files. */
async function chainOfThree(): Promise<
  Chained & { readonly request: { instanceUuid: string; volumeId: string; snapshotId: string } }
> {
  const chained = await benchWithGuest();
  await takeSnapshot(chained);
  await takeSnapshot(chained);
  const { instanceUuid, volume } = chained;
  return { ...chained, request: { instanceUuid, volumeId: volume.volumeId, snapshotId: randomUUID() } };
}

describe("volumeSnapshotDelete", () => {
  it("brings the file in use down into the one below it", async () => {
    const { bench, request, names } = await chainOfThree();
    const [, middle = "", top = ""] = names;
    const merge = { kind: "commit", fileToMerge: top, mergeTargetFile: middle } as const;
    expect(await bench.driver.volumeSnapshotDelete({ ...request, merge })).toEqual({ activeFileName: middle });
    expect(bootCountOf(middle)).toBe(3);
    await bench.reboot(request.instanceUuid);
    expect(bootCountOf(middle)).toBe(4);
    expect(await bench.driver.volumeSnapshotDelete({ ...request, merge })).toEqual({ activeFileName: middle });
  });

  it("brings a file in the middle down into the raw one", async () => {
    const { bench, request, names, volume } = await chainOfThree();
    const [base = "", middle = "", top = ""] = names;
    const merge = { kind: "commit", fileToMerge: middle, mergeTargetFile: base } as const;
    expect(await bench.driver.volumeSnapshotDelete({ ...request, merge })).toEqual({ activeFileName: top });
    expect(bootCountIn(volume.connection.path)).toBe(2);
    overlayOf(join(directory, middle), null);
    await bench.reboot(request.instanceUuid);
    expect(bootCountOf(top)).toBe(4);
  });

  it.each([true, false])(
    "brings the files below up into the one in use, down to another one: %s",
    async (staysOnBase) => {
      const { bench, request, names, volume } = await chainOfThree();
      const [base = "", middle = "", top = ""] = names;
      const merge = { kind: "pull", ...(staysOnBase ? { newBackingFile: base } : {}) } as const;
      expect(await bench.driver.volumeSnapshotDelete({ ...request, merge })).toEqual({ activeFileName: top });
      const before = readFileSync(volume.connection.path);
      const leaving = staysOnBase ? [middle] : [middle, base];
      for (const name of leaving) overlayOf(join(directory, name), null);
      expect(qcow2Contents(join(directory, top)).read(4096, 4096)).toEqual(before.subarray(4096, 8192));
      await bench.reboot(request.instanceUuid);
      expect(bootCountOf(top)).toBe(4);
      expect(await bench.driver.volumeSnapshotDelete({ ...request, merge })).toEqual({ activeFileName: top });
    },
  );

  it.each([1, 2, 3, 4])("that fails at step %i keeps the data, and succeeds when it is repeated", async (step) => {
    const { bench, request, names } = await chainOfThree();
    const [, middle = "", top = ""] = names;
    const merge = { kind: "commit", fileToMerge: top, mergeTargetFile: middle } as const;
    await bench.failStep(step);
    const failure = await failureOf(bench.driver.volumeSnapshotDelete({ ...request, merge }));
    expect(failure).toMatchObject({ code: "BACKEND_FAILED", effect: "partial" });
    await bench.reboot(request.instanceUuid);
    expect(bootCountOf(top)).toBe(4);
    expect(await bench.driver.volumeSnapshotDelete({ ...request, merge })).toEqual({ activeFileName: middle });
    expect(bootCountOf(middle)).toBe(4);
  });

  it("that is cancelled keeps the data", async () => {
    const { bench, request, names } = await chainOfThree();
    const [, middle = "", top = ""] = names;
    const merge = { kind: "commit", fileToMerge: top, mergeTargetFile: middle } as const;
    await bench.fake.hold();
    const cancellation = new AbortController();
    const merging = failureOf(
      bench.driver.volumeSnapshotDelete({ ...request, merge }, { signal: cancellation.signal }),
    );
    await bench.fake.advance(10_000);
    cancellation.abort();
    expect(await merging).toMatchObject({ code: "OPERATION_CANCELLED" });
    await bench.fake.hold(false);
    await bench.reboot(request.instanceUuid);
    expect(bootCountOf(top)).toBe(4);
  });

  it("fails for files that are not in the chain, or not one over the other", async () => {
    const { bench, request, names } = await chainOfThree();
    const [base = "", , top = ""] = names;
    const merges = [
      { kind: "commit", fileToMerge: top, mergeTargetFile: base },
      { kind: "commit", fileToMerge: "gone", mergeTargetFile: "gone-too" },
      { kind: "pull", newBackingFile: "gone" },
    ] as const;
    for (const merge of merges) {
      const failure = await failureOf(bench.driver.volumeSnapshotDelete({ ...request, merge }));
      expect(failure).toMatchObject({ code: "BACKEND_FAILED", details: { step: "mergeLayer" } });
    }
    const merge = { kind: "pull" } as const;
    const other = { ...request, volumeId: randomUUID(), merge };
    expect(await failureOf(bench.driver.volumeSnapshotDelete(other))).toMatchObject({ code: "VOLUME_NOT_ATTACHED" });
    await bench.bring(request.instanceUuid, "suspended");
    expect(await failureOf(bench.driver.volumeSnapshotDelete({ ...request, merge }))).toMatchObject({
      code: "INVALID_STATE",
    });
  });
});
