// The changing calls on the volumes and interfaces of a guest that runs.
import { basename } from "node:path";

import type { VolumeAttachment } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import type { Change, PreparedChange } from "./change.ts";
import { attach, detach } from "./connections.ts";
import { makeLayer, snapshotTo } from "./layers.ts";

const MIB = 1 << 20;

/** A guest that runs, and a volume that it has. */
async function givenAttached(t: CheckContext): Promise<{ instance: TestInstance; volume: VolumeAttachment }> {
  const instance = await t.givenInstance();
  const volume = await t.given("attachVolume", () => attach(t, instance, t.volume().attachment()));
  return { instance, volume };
}

/** Everything that begins and ends with a guest that runs. */
function ofRunning(operation: Change["operation"], prepare: (t: CheckContext) => Promise<PreparedChange>): Change {
  return { variant: operation, operation, from: "running", to: "running", prepare };
}

const VOLUME_CHANGES: readonly Change[] = [
  ofRunning("attachVolume", async (t) => {
    const [instance, volume] = [await t.givenInstance(), t.volume().attachment()];
    return { instance, call: () => t.driver.attachVolume({ ...instance.target, volume }) };
  }),
  ofRunning("detachVolume", async (t) => {
    const { instance, volume } = await givenAttached(t);
    return { instance, call: () => detach(t, instance, volume) };
  }),
  ofRunning("swapVolume", async (t) => {
    const { instance, volume: oldVolume } = await givenAttached(t);
    const newVolume = t.volume().attachment();
    return { instance, call: () => t.driver.swapVolume({ ...instance.target, oldVolume, newVolume }) };
  }),
  ofRunning("extendVolume", async (t) => {
    const [instance, file] = [await t.givenInstance(), t.volume({ sizeBytes: MIB })];
    const volume = await t.given("attachVolume", () => attach(t, instance, file.attachment()));
    file.grow(2 * MIB);
    return { instance, call: () => t.driver.extendVolume({ ...instance.target, volume, sizeBytes: 2 * MIB }) };
  }),
  ofRunning("volumeSnapshotCreate", async (t) => {
    const { instance, params } = await givenLayer(t);
    return { instance, call: () => t.driver.volumeSnapshotCreate(params) };
  }),
  ofRunning("volumeSnapshotDelete", async (t) => {
    const { instance, params, baseName } = await givenLayer(t);
    await t.given("volumeSnapshotCreate", () => t.driver.volumeSnapshotCreate(params));
    const { instanceUuid, volumeId, snapshot } = params;
    const { snapshotId, newFileName } = snapshot;
    const merge = { kind: "commit", fileToMerge: newFileName, mergeTargetFile: baseName } as const;
    return { instance, call: () => t.driver.volumeSnapshotDelete({ instanceUuid, volumeId, snapshotId, merge }) };
  }),
];

/** A guest that has a volume, and a layer over the volume's file that is not in use. */
async function givenLayer(
  t: CheckContext,
): Promise<{ instance: TestInstance; params: ReturnType<typeof snapshotTo>; baseName: string }> {
  const [instance, base] = [await t.givenInstance(), t.volume({ sizeBytes: MIB })];
  await t.given("attachVolume", () => attach(t, instance, base.attachment()));
  return { instance, params: snapshotTo(t, { instance, base }, makeLayer(t, base)), baseName: basename(base.path) };
}

const INTERFACE_CHANGES: readonly Change[] = [
  ofRunning("attachInterface", async (t) => {
    const [instance, networkInterface] = [await t.givenInstance(), t.networkInterface()];
    const params = { ...instance.target, interface: networkInterface };
    return { instance, call: () => t.driver.attachInterface(params) };
  }),
  ofRunning("detachInterface", async (t) => {
    const [instance, networkInterface] = [await t.givenInstance(), t.networkInterface()];
    const params = { ...instance.target, interface: networkInterface };
    await t.given("attachInterface", () => t.driver.attachInterface(params));
    return { instance, call: () => t.driver.detachInterface(params) };
  }),
];

/** The changes of a guest's devices. */
export const DEVICE_CHANGES: readonly Change[] = [...VOLUME_CHANGES, ...INTERFACE_CHANGES];
