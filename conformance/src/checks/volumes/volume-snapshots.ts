// Checks of `volumeSnapshotCreate` and `volumeSnapshotDelete`: the guest reads the same throughout, and writes where it is told to.
import type { VolumeSnapshotDeleteParams } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { expectUndisturbed } from "../steps/guest.ts";
import {
  bootsOnBase,
  expectBootNumber,
  givenLayeredGuest,
  givenSnapshot,
  type Layer,
  type LayeredGuest,
  makeLayer,
  snapshotTo,
} from "../steps/layers.ts";
import { ROOT_NEEDS } from "../steps/root-volumes.ts";

const SIMULATED: Needs = { ...ROOT_NEEDS, simulation: true };

/** Checks that the guest still writes to the file of its volume, and nothing to a layer that was to be used. */
async function expectStillOnBase(t: CheckContext, guest: LayeredGuest, layer: Layer, when: string): Promise<void> {
  const before = layer.bytes();
  await expectUndisturbed(t, guest.instance, guest.boot, when);
  await expectBootNumber(t, guest, guest.boot.number + 1, bootsOnBase(guest), when);
  t.expectThat(before.equals(layer.bytes()), `The guest has written to the new file ${when}`);
}

const creating: readonly Check[] = [
  {
    id: "volumeSnapshotCreate/guest-writes-to-the-new-file",
    requirement: "volumeSnapshotCreate/guest-writes-to-the-new-file",
    title:
      "After volumeSnapshotCreate() the guest reads what it read and writes to the new file, and the old one stays as it was",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const guest = await givenLayeredGuest(t);
      const layer = makeLayer(t, guest.base);
      const answer = await t.driver.volumeSnapshotCreate(snapshotTo(t, guest, layer));
      t.expectEqual(answer.activeFileName, layer.name, "activeFileName in the answer to volumeSnapshotCreate");
      await expectUndisturbed(t, guest.instance, guest.boot, "by volumeSnapshotCreate");
      const before = guest.base.read(0, guest.base.size());
      await expectBootNumber(t, guest, 2, layer.boots, "after volumeSnapshotCreate");
      await expectBootNumber(t, guest, 3, layer.boots, "after volumeSnapshotCreate, once more");
      const isUnchanged = before.equals(guest.base.read(0, guest.base.size()));
      t.expectThat(isUnchanged, "The old file has changed after volumeSnapshotCreate", {
        hint: "Let the guest write to the new file, in what its next boot is made from too.",
      });
    },
  },
  {
    id: "volumeSnapshotCreate/failed-snapshot-keeps-the-old-file[no-such-file]",
    requirement: "volumeSnapshotCreate/failed-snapshot-keeps-the-old-file",
    title:
      "volumeSnapshotCreate() with a new file that is not there is BACKEND_FAILED, and the guest writes to the old one",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const guest = await givenLayeredGuest(t);
      const call = t.driver.volumeSnapshotCreate(snapshotTo(t, guest, { name: `none-${t.uuid()}.qcow2` }));
      await t.expectError(call, "BACKEND_FAILED", { effect: "none" });
      await expectStillOnBase(
        t,
        guest,
        makeLayer(t, guest.base),
        "after volumeSnapshotCreate failed for want of the file",
      );
    },
  },
  {
    id: "volumeSnapshotCreate/failed-snapshot-keeps-the-old-file[at-each-step]",
    requirement: "volumeSnapshotCreate/failed-snapshot-keeps-the-old-file",
    title: "volumeSnapshotCreate() that failed at any step leaves the guest on the old file, also after a reboot",
    needs: SIMULATED,
    run: (t) =>
      sweepSteps(t, {
        operation: "volumeSnapshotCreate",
        prepare: async () => {
          const guest = await givenLayeredGuest(t);
          return { guest, layer: makeLayer(t, guest.base) };
        },
        call: ({ guest, layer }) => {
          const params = snapshotTo(t, guest, layer);
          return t.driver.volumeSnapshotCreate({ ...params, snapshot: { ...params.snapshot, quiesce: "ifPossible" } });
        },
        judge: async ({ error, step, prepared: { guest, layer } }) => {
          const when = `after volumeSnapshotCreate failed at its hypervisor call number ${step}`;
          t.expectEqual(error.effect, "none", `effect in the answer ${when}`);
          await expectStillOnBase(t, guest, layer, when);
        },
      }),
  },
  {
    id: "volumeSnapshotCreate/repeated-snapshot-succeeds",
    requirement: "volumeSnapshotCreate/repeated-snapshot-succeeds",
    title:
      "volumeSnapshotCreate() for a file that the guest writes to already answers the same and adds no second layer",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const guest = await givenLayeredGuest(t);
      const layer = makeLayer(t, guest.base);
      const params = snapshotTo(t, guest, layer);
      const first = await t.given("volumeSnapshotCreate", () => t.driver.volumeSnapshotCreate(params));
      await t.given("reboot", () => expectBootNumber(t, guest, 2, layer.boots, "after volumeSnapshotCreate"));
      const again = await t.driver.volumeSnapshotCreate(params);
      t.expectEqual(again, first, "answer to volumeSnapshotCreate, repeated");
      t.expectEqual(layer.backing(), guest.baseName, "backing of the new file after volumeSnapshotCreate was repeated");
      await expectBootNumber(t, guest, 3, layer.boots, "after volumeSnapshotCreate was repeated");
    },
  },
];

/** One way to make a chain of two files shorter. */
interface Way {
  readonly name: "commit" | "pull";
  readonly merge: (guest: LayeredGuest, layer: Layer) => VolumeSnapshotDeleteParams["merge"];
  /** The file that the guest writes to afterwards, by its name, and the counter in it. */
  readonly active: (
    guest: LayeredGuest,
    layer: Layer,
  ) => { readonly name: string; readonly boots: () => number | undefined };
  /** Removes the file that has left the chain. */
  readonly removeOther: (guest: LayeredGuest, layer: Layer) => void;
}

const WAYS: readonly Way[] = [
  {
    name: "commit",
    merge: ({ baseName }, { name }) => ({ kind: "commit", fileToMerge: name, mergeTargetFile: baseName }),
    active: (guest) => ({ name: guest.baseName, boots: bootsOnBase(guest) }),
    removeOther: (_guest, layer) => layer.remove(),
  },
  {
    name: "pull",
    merge: () => ({ kind: "pull" }),
    active: (_guest, layer) => layer,
    removeOther: ({ base }) => base.remove(),
  },
];

/** What a merge is asked for with. */
function mergeOf(t: CheckContext, way: Way, guest: LayeredGuest, layer: Layer): VolumeSnapshotDeleteParams {
  const { instance, base } = guest;
  return { ...instance.target, volumeId: base.volumeId, snapshotId: t.uuid(), merge: way.merge(guest, layer) };
}

/** A guest in its second boot, which it has written to a layer. */
async function givenChain(t: CheckContext): Promise<{ readonly guest: LayeredGuest; readonly layer: Layer }> {
  const guest = await givenLayeredGuest(t);
  const layer = await givenSnapshot(t, guest);
  await t.given("volumeSnapshotCreate", () => expectBootNumber(t, guest, 2, layer.boots, "after volumeSnapshotCreate"));
  return { guest, layer };
}

const merging: readonly Check[] = WAYS.flatMap((way): Check[] => [
  {
    id: `volumeSnapshotDelete/guest-reads-the-same[${way.name}]`,
    requirement: "volumeSnapshotDelete/guest-reads-the-same",
    title: `volumeSnapshotDelete() by a ${way.name} leaves the guest undisturbed, and it reads the same after a reboot`,
    needs: ROOT_NEEDS,
    run: async (t) => {
      const { guest, layer } = await givenChain(t);
      const boot = { ...guest.boot, number: 2 };
      const answer = await t.driver.volumeSnapshotDelete(mergeOf(t, way, guest, layer));
      const active = way.active(guest, layer);
      t.expectEqual(answer.activeFileName, active.name, "activeFileName in the answer to volumeSnapshotDelete");
      await expectUndisturbed(t, guest.instance, boot, "by volumeSnapshotDelete");
      await expectBootNumber(t, guest, 3, active.boots, "after volumeSnapshotDelete");
    },
  },
  {
    id: `volumeSnapshotDelete/file-has-left-the-chain[${way.name}]`,
    requirement: "volumeSnapshotDelete/file-has-left-the-chain",
    title: `After volumeSnapshotDelete() by a ${way.name} the file that was to go can be removed under the guest, and the call repeated`,
    needs: ROOT_NEEDS,
    run: async (t) => {
      const { guest, layer } = await givenChain(t);
      const params = mergeOf(t, way, guest, layer);
      await t.driver.volumeSnapshotDelete(params);
      const active = way.active(guest, layer);
      if (way.name === "pull")
        t.expectEqual(
          layer.backing(),
          undefined,
          "backing of the file in use after volumeSnapshotDelete of all below it",
        );
      const again = await t.driver.volumeSnapshotDelete(params);
      t.expectEqual(
        again.activeFileName,
        active.name,
        "activeFileName in the answer to volumeSnapshotDelete, repeated",
      );
      way.removeOther(guest, layer);
      await expectBootNumber(t, guest, 3, active.boots, "after the file that has left the chain was removed");
    },
  },
]);

const failingToMerge: readonly Check[] = WAYS.map((way): Check => ({
  id: `volumeSnapshotDelete/failed-merge-keeps-the-data[${way.name}-at-each-step]`,
  requirement: "volumeSnapshotDelete/failed-merge-keeps-the-data",
  title: `volumeSnapshotDelete() by a ${way.name} that failed at any step leaves the guest its data, and succeeds when it is repeated`,
  needs: SIMULATED,
  run: (t) =>
    sweepSteps(t, {
      operation: "volumeSnapshotDelete",
      prepare: () => givenChain(t),
      call: ({ guest, layer }) => t.driver.volumeSnapshotDelete(mergeOf(t, way, guest, layer)),
      judge: async ({ step, prepared: { guest, layer } }) => {
        const when = `after volumeSnapshotDelete failed at its hypervisor call number ${step}`;
        await expectUndisturbed(t, guest.instance, { ...guest.boot, number: 2 }, when);
        await expectBootNumber(t, guest, 3, layer.boots, when);
        await t.driver.volumeSnapshotDelete(mergeOf(t, way, guest, layer));
        await expectBootNumber(t, guest, 4, way.active(guest, layer).boots, `${when} and was repeated`);
      },
    }),
}));

/** The checks of snapshots of volumes. */
export const volumeSnapshotChecks: readonly Check[] = [...creating, ...merging, ...failingToMerge];
