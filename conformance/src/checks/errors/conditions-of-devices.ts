// Errors of operations on volumes and shares that no other check provokes.
import { attach } from "../steps/connections.ts";
import { mount, newShare } from "../steps/given-share.ts";
import { makeLayer, snapshotTo } from "../steps/layers.ts";
import { refusalOf } from "../steps/refusal.ts";
import type { Condition } from "./condition.ts";

const MIB = 1 << 20;
/** More than any bus takes of its devices. */
const MANY = 9;

const withoutVolume: readonly Condition[] = [
  {
    operation: "extendVolume",
    code: "VOLUME_NOT_ATTACHED",
    when: "for a volume that the instance does not have",
    provoke: async (t) => {
      const instance = await t.givenInstance();
      const file = t.volume({ sizeBytes: MIB });
      const volume = file.attachment();
      const extend = (): Promise<unknown> =>
        t.driver.extendVolume({ ...instance.target, volume, sizeBytes: file.size() });
      return {
        instance,
        wrong: extend,
        right: async () => {
          await t.given("attachVolume", () => attach(t, instance, volume));
          return extend();
        },
      };
    },
  },
  {
    operation: "swapVolume",
    code: "VOLUME_NOT_ATTACHED",
    when: "for an old volume that the instance does not have",
    provoke: async (t) => {
      const instance = await t.givenInstance();
      const [oldVolume, newVolume] = [t.volume().attachment(), t.volume().attachment()];
      const swap = (): Promise<unknown> => t.driver.swapVolume({ ...instance.target, oldVolume, newVolume });
      return {
        instance,
        wrong: swap,
        right: async () => {
          await t.given("attachVolume", () => attach(t, instance, oldVolume));
          return swap();
        },
      };
    },
  },
  ...(["volumeSnapshotCreate", "volumeSnapshotDelete"] as const).map((operation): Condition => ({
    operation,
    code: "VOLUME_NOT_ATTACHED",
    when: "for a volume that the instance does not have",
    provoke: async (t) => {
      const instance = await t.givenInstance();
      const base = t.volume({ sizeBytes: MIB });
      const params = snapshotTo(t, { instance, base }, makeLayer(t, base));
      const { instanceUuid, volumeId, snapshot } = params;
      if (operation === "volumeSnapshotDelete")
        return {
          instance,
          wrong: () =>
            t.driver.volumeSnapshotDelete({
              instanceUuid,
              volumeId,
              snapshotId: snapshot.snapshotId,
              merge: { kind: "pull" },
            }),
        };
      return {
        instance,
        wrong: () => t.driver.volumeSnapshotCreate(params),
        right: async () => {
          await t.given("attachVolume", () => attach(t, instance, base.attachment()));
          return t.driver.volumeSnapshotCreate(params);
        },
      };
    },
  })),
  {
    operation: "swapVolume",
    code: "VOLUME_IN_USE",
    when: "for a new volume that another instance has",
    provoke: async (t) => {
      const [instance, other] = [await t.givenInstance(), await t.givenInstance()];
      const [oldVolume, newVolume] = [t.volume().attachment(), t.volume().attachment()];
      await t.given("attachVolume", () => attach(t, instance, oldVolume));
      await t.given("attachVolume", () => attach(t, other, newVolume));
      const swap = (): Promise<unknown> => t.driver.swapVolume({ ...instance.target, oldVolume, newVolume });
      return {
        instance,
        wrong: swap,
        right: async () => {
          await t.given("destroy", () => t.driver.destroy({ ...other.target, destroyDisks: true }));
          return swap();
        },
      };
    },
  },
];

const tooMany: readonly Condition[] = [
  {
    operation: "attachVolume",
    code: "TOO_MANY_DEVICES",
    when: "for one disk more than an IDE controller takes",
    provoke: async (t) => {
      const { target } = await t.givenInstance({ powerState: "shutdown" });
      const attachOne = (): Promise<unknown> =>
        t.driver.attachVolume({ ...target, volume: { ...t.volume().attachment(), bus: "ide" } });
      let refusal = await refusalOf(attachOne());
      if (refusal?.code === "NOT_SUPPORTED") t.notApplicable("The driver has no IDE bus");
      for (let count = 1; count < MANY && refusal === undefined; count++) refusal = await refusalOf(attachOne());
      return {
        wrong: attachOne,
        right: () => t.driver.attachVolume({ ...target, volume: t.volume().attachment() }),
      };
    },
  },
];

const namedTooMany: readonly Condition[] = [
  {
    operation: "getDeviceNames",
    code: "TOO_MANY_DEVICES",
    when: `for ${MANY} disks on one IDE controller`,
    provoke: async (t) => {
      const ask = (bus?: "ide"): Promise<unknown> => {
        const devices = Array.from({ length: MANY }, () => ({ kind: "volume" as const, ...(bus && { bus }) }));
        return t.driver.getDeviceNames({ node: t.node.uuid, devices });
      };
      if ((await refusalOf(ask("ide")))?.code === "NOT_SUPPORTED") t.notApplicable("The driver has no IDE bus");
      return { wrong: () => ask("ide"), right: () => ask() };
    },
  },
];

const ofShares: readonly Condition[] = [
  {
    operation: "umountShare",
    code: "SHARE_MOUNT_FAILED",
    when: "when the host fails to unmount it",
    needs: { simulation: true },
    provoke: async (t) => {
      const uuid = t.uuid();
      const share = newShare(t);
      await t.given("mountShare", () => mount(t, uuid, share));
      const umount = (): Promise<unknown> => t.driver.umountShare({ instanceUuid: uuid, node: t.node.uuid, share });
      return {
        wrong: async () => {
          await t.simulation.injectFault({ kind: "failStep", step: 1 });
          return umount();
        },
        right: async () => {
          await t.simulation.clearFaults();
          return umount();
        },
      };
    },
  },
];

/** Errors of operations on volumes and shares. */
export const conditionsOfDevices: readonly Condition[] = [...withoutVolume, ...tooMany, ...namedTooMany, ...ofShares];
