// Checks of calls that are made twice in a row: what is naturally idempotent succeeds again, and changes nothing more.
import type { PowerState, RequirementId } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { cutOff } from "../steps/guest.ts";
import { givenLayeredGuest, makeLayer, snapshotTo } from "../steps/layers.ts";
import { givenMove } from "../steps/live-move.ts";
import { newOwner, plug } from "../steps/ports.ts";
import { expectState } from "../steps/power-state.ts";
import { ROOT_NEEDS } from "../steps/root-volumes.ts";

const HINT = "The first answer may have been lost: find that all is as it is to be, and say so.";

/** A call on an instance that leads to a state. */
interface Repeatable {
  readonly operation: string;
  readonly requirement: RequirementId;
  readonly needs?: Needs;
  /** Brings an instance whose guest runs to where the call begins. */
  readonly bring: (t: CheckContext, instance: TestInstance) => Promise<unknown>;
  readonly call: (t: CheckContext, instance: TestInstance) => Promise<unknown>;
  readonly to: PowerState;
}

const REPEATABLE: readonly Repeatable[] = [
  {
    operation: "powerOn",
    requirement: "powerOn/running-instance-goes-on",
    bring: (t, instance) => t.driver.powerOff(cutOff(instance)),
    call: (t, { target }) => t.driver.powerOn(target),
    to: "running",
  },
  {
    operation: "unpause",
    requirement: "unpause/running-instance-goes-on",
    bring: (t, { target }) => t.driver.pause(target),
    call: (t, { target }) => t.driver.unpause(target),
    to: "running",
  },
  {
    operation: "restore",
    requirement: "restore/brings-back-what-was-put-aside",
    bring: (t, { target }) => t.driver.softDelete(target),
    call: (t, { target }) => t.driver.restore(target),
    to: "running",
  },
  {
    operation: "resumeStateOnHostBoot",
    requirement: "resumeStateOnHostBoot/starts-what-is-off",
    bring: (t, instance) => t.driver.powerOff(cutOff(instance)),
    call: (t, { target }) => t.driver.resumeStateOnHostBoot(target),
    to: "running",
  },
  {
    operation: "finishRevertMigration",
    requirement: "finishRevertMigration/works-from-any-half-done-state",
    bring: (t, instance) => t.driver.powerOff(cutOff(instance)),
    call: (t, { params, node }) =>
      t.driver.finishRevertMigration({ instance: params.instance, node: node.uuid, powerOn: true }),
    to: "running",
  },
];

const onInstances = REPEATABLE.map(({ operation, requirement, needs = {}, bring, call, to }): Check => ({
  id: `${requirement}[${operation}-twice]`,
  requirement,
  title: `${operation}() that is called again right after it succeeded succeeds again`,
  needs,
  run: async (t) => {
    const instance = await t.givenInstance();
    await t.given(operation, () => bring(t, instance));
    await t.given(operation, () => call(t, instance));
    await call(t, instance);
    await expectState(t, instance, to, `after ${operation}, twice`);
  },
}));

const inMigrations: readonly Check[] = [
  {
    id: "checkCanLiveMigrateDestination/claims-nothing[twice]",
    requirement: "checkCanLiveMigrateDestination/claims-nothing",
    title: "checkCanLiveMigrateDestination() that is called again answers again, and one clean-up ends both",
    needs: { peer: true },
    run: async (t) => {
      const move = await givenMove(t);
      const data = await move.givenOffer();
      await move.offer();
      await t.given("cleanupLiveMigrationDestinationCheck", () => move.removeProbe(data));
      await move.there.expectAbsent(move.uuid);
    },
  },
  {
    id: "postLiveMigrationAtDestination/makes-the-guest-permanent[twice]",
    requirement: "postLiveMigrationAtDestination/makes-the-guest-permanent",
    title: "postLiveMigrationAtDestination() that is called again succeeds again, and the guest goes on",
    needs: { peer: true },
    run: async (t) => {
      const move = await givenMove(t);
      const data = await move.givenCompleted();
      await move.completeAtDestination(data);
      await expectState(move.there, move.uuid, "running", "after postLiveMigrationAtDestination, twice");
    },
  },
];

/** The checks of calls that are made twice in a row. */
export const saidAgainChecks: readonly Check[] = [
  ...onInstances,
  ...inMigrations,
  {
    id: "plugVifs/plugs-every-interface[twice]",
    requirement: "plugVifs/plugs-every-interface",
    title: "plugVifs() of an interface that is plugged already succeeds",
    run: async (t) => {
      const [owner, port] = [newOwner(t), t.networkInterface({}, { hasHostSide: true })];
      await t.given("plugVifs", () => plug(t, owner, port));
      await plug(t, owner, port);
    },
  },
  {
    id: "volumeSnapshotCreate/repeated-snapshot-succeeds[at-once]",
    requirement: "volumeSnapshotCreate/repeated-snapshot-succeeds",
    title: "volumeSnapshotCreate() that is called again at once answers the same",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const guest = await givenLayeredGuest(t);
      const params = snapshotTo(t, guest, makeLayer(t, guest.base));
      const first = await t.given("volumeSnapshotCreate", () => t.driver.volumeSnapshotCreate(params));
      t.expectEqual(
        await t.driver.volumeSnapshotCreate(params),
        first,
        "answer to volumeSnapshotCreate, repeated at once",
        HINT,
      );
    },
  },
];
