// Operations on the volumes, interfaces and shares of an instance. Where a success takes a device away, there is one for each state.
import { basename } from "node:path";

import type { NetworkInterface, PlugVifsParams, VolumeAttachment } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../../harness/check-context.ts";
import type { TestInstance } from "../../../harness/test-instance.ts";
import { attach } from "../connections.ts";
import { newShare } from "../given-share.ts";
import { simulates } from "../guest-time.ts";
import { makeLayer, snapshotTo } from "../layers.ts";
import { type CallState, type InstanceCall, plain } from "./instance-call.ts";

const MIB = 1 << 20;

/** The states in which a device can be taken from an instance. */
const DETACHING: readonly CallState[] = ["running", "paused", "shutdown", "crashed"];

/** A volume that the instance has. Blocks the check if it cannot be attached. */
function givenAttached(t: CheckContext, instance: TestInstance): Promise<VolumeAttachment> {
  return t.given("attachVolume", () => attach(t, instance, t.volume().attachment()));
}

/** The parameters that name an instance and its node. */
function onItsNode({ target, node }: TestInstance): { readonly instanceUuid: string; readonly node: string } {
  return { ...target, node: node.uuid };
}

async function oneEach<T>(make: () => Promise<T>): Promise<(state: CallState) => T> {
  const made = new Map<CallState, T>();
  for (const state of DETACHING) made.set(state, await make());
  // Where the call is refused the last one is as good as any, as long as it is there.
  const spare = await make();
  return (state) => made.get(state) ?? spare;
}

const volumes: readonly InstanceCall[] = [
  {
    operation: "attachVolume",
    prepare: (t, { target }) => {
      const volume = t.volume().attachment();
      return (_, options) => t.driver.attachVolume({ ...target, volume }, options);
    },
  },
  {
    operation: "detachVolume",
    addsDevices: true,
    prepare: async (t, instance) => {
      const volumeFor = await oneEach(() => givenAttached(t, instance));
      return (state, options) =>
        t.driver.detachVolume({ ...instance.target, volume: volumeFor(state), timeoutSeconds: 10 }, options);
    },
  },
  {
    operation: "extendVolume",
    addsDevices: true,
    prepare: async (t, instance) => {
      const file = t.volume({ sizeBytes: MIB });
      const volume = await t.given("attachVolume", () => attach(t, instance, file.attachment()));
      file.grow(2 * MIB);
      return (_, options) => t.driver.extendVolume({ ...instance.target, volume, sizeBytes: 2 * MIB }, options);
    },
  },
  {
    operation: "swapVolume",
    addsDevices: true,
    prepare: async (t, instance) => {
      const oldVolume = await givenAttached(t, instance);
      const newVolume = t.volume().attachment();
      return (_, options) => t.driver.swapVolume({ ...instance.target, oldVolume, newVolume }, options);
    },
  },
  ...(["volumeSnapshotCreate", "volumeSnapshotDelete"] as const).map((operation): InstanceCall => ({
    operation,
    addsDevices: true,
    prepare: async (t, instance) => {
      const base = t.volume({ sizeBytes: MIB });
      await t.given("attachVolume", () => attach(t, instance, base.attachment()));
      const layer = makeLayer(t, base);
      const params = snapshotTo(t, { instance, base }, layer);
      if (operation === "volumeSnapshotCreate") return (_, options) => t.driver.volumeSnapshotCreate(params, options);
      await t.given("volumeSnapshotCreate", () => t.driver.volumeSnapshotCreate(params));
      const { instanceUuid, volumeId, snapshot } = params;
      // A chain that looks as asked already is left as it is, so that the call can be made again.
      const merge = { kind: "commit", fileToMerge: layer.name, mergeTargetFile: basename(base.path) } as const;
      const { snapshotId } = snapshot;
      return (_, options) => t.driver.volumeSnapshotDelete({ instanceUuid, volumeId, snapshotId, merge }, options);
    },
  })),
  plain("getVolumeConnector", (t, { target, node }) => t.driver.getVolumeConnector({ ...target, node: node.uuid })),
];

async function givenInterface(t: CheckContext, { target }: TestInstance): Promise<NetworkInterface> {
  const networkInterface = t.networkInterface();
  await t.given("attachInterface", () => t.driver.attachInterface({ ...target, interface: networkInterface }));
  return networkInterface;
}

/** An interface with a side on the host, on the node that the instance is on when it is asked. */
function vifsOf(t: CheckContext, instance: TestInstance): () => PlugVifsParams {
  const networkInterfaces = [t.networkInterface({}, { hasHostSide: true })];
  return () => ({ ...onItsNode(instance), networkInterfaces });
}

const interfaces: readonly InstanceCall[] = [
  {
    operation: "attachInterface",
    prepare: (t, { target }) => {
      const networkInterface = t.networkInterface();
      return (_, options) => t.driver.attachInterface({ ...target, interface: networkInterface }, options);
    },
  },
  {
    operation: "detachInterface",
    addsDevices: true,
    prepare: async (t, instance) => {
      const interfaceFor = await oneEach(() => givenInterface(t, instance));
      return (state, options) =>
        t.driver.detachInterface({ ...instance.target, interface: interfaceFor(state) }, options);
    },
  },
  {
    operation: "plugVifs",
    prepare: (t, instance) => {
      const params = vifsOf(t, instance);
      t.onCleanup(async () => void (await t.driver.unplugVifs(params()).catch(() => undefined)));
      return (_, options) => t.driver.plugVifs(params(), options);
    },
  },
  {
    operation: "unplugVifs",
    prepare: async (t, instance) => {
      const params = vifsOf(t, instance);
      await t.given("plugVifs", () => t.driver.plugVifs(params()));
      return (_, options) => t.driver.unplugVifs(params(), options);
    },
  },
];

const shares: readonly InstanceCall[] = [
  {
    operation: "mountShare",
    prepare: (t, instance) => {
      if (!simulates(t)) t.notApplicable("Only a simulated host can mount a share that nobody serves");
      const share = newShare(t);
      t.onCleanup(
        async () => void (await t.driver.umountShare({ ...onItsNode(instance), share }).catch(() => undefined)),
      );
      return (_, options) => t.driver.mountShare({ ...onItsNode(instance), share }, options);
    },
  },
  {
    operation: "umountShare",
    prepare: (t, instance) => {
      const share = newShare(t);
      return (_, options) => t.driver.umountShare({ ...onItsNode(instance), share }, options);
    },
  },
];

/** The operations on volumes, interfaces and shares. */
export const deviceCalls: readonly InstanceCall[] = [...volumes, ...interfaces, ...shares];
