// The operations that give a guest devices named in the request, each with an instance that it is about to work on.
import type { GuestDevices, OperationName } from "@virt-driver-kit/spec";

import type { Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { finish, givenMovedAway, revert, SAME_HOST } from "./cold-moves.ts";
import { cutOff } from "./guest.ts";
import { givenMove } from "./live-move.ts";
import { rescue, rescueImage } from "./rescued-guest.ts";

/** Calls an operation with devices. It can be called again when it was refused. */
export type CallWith = (devices: GuestDevices) => Promise<unknown>;

/** An operation that is about to be called. */
export interface PreparedTaker {
  readonly call: CallWith;
  /** The host that does it. */
  readonly at: CheckContext;
}

/** An operation that gives a guest devices. */
export interface DeviceTaker {
  readonly operation: OperationName;
  readonly needs: Needs;
  readonly prepare: (t: CheckContext) => Promise<PreparedTaker>;
}

/** The operations. */
export const DEVICE_TAKERS: readonly DeviceTaker[] = [
  {
    operation: "spawn",
    needs: {},
    prepare: async (t) => {
      const params = await t.newInstance();
      return { at: t, call: (devices) => t.driver.spawn({ ...params, devices }) };
    },
  },
  {
    operation: "powerOn",
    needs: {},
    prepare: async (t) => {
      const { target } = await t.givenInstance({ powerState: "shutdown" });
      return { at: t, call: (devices) => t.driver.powerOn({ ...target, devices }) };
    },
  },
  {
    operation: "reboot",
    needs: {},
    prepare: async (t) => {
      const { target } = await t.givenInstance();
      return { at: t, call: (devices) => t.driver.reboot({ ...target, type: "hard", devices }) };
    },
  },
  {
    operation: "rebuild",
    needs: { capabilities: ["supportsRebuild"] },
    prepare: async (t) => {
      const { params } = await t.givenInstance();
      return { at: t, call: (devices) => t.driver.rebuild({ instance: params.instance, powerOn: true, devices }) };
    },
  },
  {
    operation: "restore",
    needs: { capabilities: ["supportsSoftDelete"] },
    prepare: async (t) => {
      const { target } = await t.givenInstance();
      await t.given("softDelete", () => t.driver.softDelete(target));
      return { at: t, call: (devices) => t.driver.restore({ ...target, devices }) };
    },
  },
  {
    operation: "resume",
    needs: { capabilities: ["supportsSuspend"] },
    prepare: async (t) => {
      const { target } = await t.givenInstance();
      await t.given("suspend", () => t.driver.suspend(target));
      return { at: t, call: (devices) => t.driver.resume({ ...target, devices }) };
    },
  },
  {
    operation: "resumeStateOnHostBoot",
    needs: { capabilities: ["supportsResumeOnHostBoot"] },
    prepare: async (t) => {
      const { target } = await t.givenInstance({ powerState: "shutdown" });
      return { at: t, call: (devices) => t.driver.resumeStateOnHostBoot({ ...target, devices }) };
    },
  },
  {
    operation: "rescue",
    needs: { capabilities: ["supportsRescue"] },
    prepare: async (t) => {
      const { target } = await t.givenInstance({ powerState: "shutdown" });
      const image = await rescueImage(t);
      return { at: t, call: (devices) => t.driver.rescue({ ...target, image, devices }) };
    },
  },
  {
    operation: "unrescue",
    needs: { capabilities: ["supportsRescue"] },
    prepare: async (t) => {
      const instance = await t.givenInstance();
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      await t.given("rescue", () => rescue(t, instance));
      return { at: t, call: (devices) => t.driver.unrescue({ ...instance.target, devices }) };
    },
  },
  {
    operation: "finishMigration",
    needs: { capabilities: ["supportsMigration", "supportsMigrateToSameHost"] },
    prepare: async (t) => {
      const [instance, way] = [await t.givenInstance(), await SAME_HOST.open(t)];
      const data = await givenMovedAway(way, instance);
      return { at: t, call: (devices) => finish(way, instance, data, { devices }) };
    },
  },
  {
    operation: "finishRevertMigration",
    needs: { capabilities: ["supportsMigration", "supportsMigrateToSameHost"] },
    prepare: async (t) => {
      const [instance, way] = [await t.givenInstance(), await SAME_HOST.open(t)];
      await givenMovedAway(way, instance);
      return { at: t, call: (devices) => revert(way, instance, { devices }) };
    },
  },
  {
    operation: "preLiveMigration",
    needs: { peer: true, capabilities: ["supportsLiveMigration"] },
    prepare: async (t) => {
      const move = await givenMove(t);
      const data = await move.givenChecked();
      const { there, instance, target } = move;
      const node = there.node.uuid;
      t.onCleanup(async () => {
        const rollback = { ...target, node, data, destroyDisks: data.cleanup?.destinationDisks === true };
        await there.driver.rollbackLiveMigrationAtDestination(rollback).catch(() => undefined);
      });
      return { at: there, call: (devices) => there.driver.preLiveMigration({ instance, node, data, devices }) };
    },
  },
];
