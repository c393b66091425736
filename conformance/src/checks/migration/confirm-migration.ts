// Checks of `confirmMigration`: nothing is left at the source, and the guest that has moved does not notice.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectBoot } from "../steps/boot-counter.ts";
import {
  alongRoute,
  confirm,
  finish,
  givenMovedAway,
  OTHER_HOST,
  revert,
  revertParams,
  SAME_HOST,
  type Way,
} from "../steps/cold-moves.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { expectUndisturbed, givenTickingGuest, untilTicking } from "../steps/guest.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { type Amounts, givenUsage } from "../steps/usage.ts";

/** Checks that a host has neither an instance nor, if they were its own, the instance's disks. */
async function expectGone(
  t: CheckContext,
  instance: TestInstance,
  before: Amounts,
  { when, hasOwnDisks }: { readonly when: string; readonly hasOwnDisks: boolean },
): Promise<void> {
  await expectState(t, instance, "absent", `at the source ${when}`);
  const listed = (await ownedInstances(t)).some(({ uuid }) => uuid === instance.uuid);
  t.expectThat(!listed, `listInstances of the source still shows the instance ${when}`, { expected: "no entry" });
  t.expectEqual(await givenUsage(t), before, `use of the source's node ${when}`);
  if (!hasOwnDisks) return;
  // Whoever has disks of an instance builds it from them.
  const params = revertParams({ here: t, there: t, isSameHost: false }, instance, { powerOn: false });
  const refusal = await refusalOf(t.driver.finishRevertMigration(params));
  t.expectThat(refusal?.code === "INSTANCE_NOT_FOUND", `The source still has disks of the instance ${when}`, {
    expected: "INSTANCE_NOT_FOUND to finishRevertMigration, as there is neither the instance nor any disk of it",
    got: refusal ?? "success",
    hint: "Remove the disks that were kept, under whatever name.",
  });
}

const removing: readonly Check[] = [
  {
    id: "confirmMigration/removes-the-kept-copy",
    requirement: "confirmMigration/removes-the-kept-copy",
    title: "confirmMigration() leaves nothing of the instance at its source, and the guest goes on at the destination",
    needs: alongRoute(OTHER_HOST, { probeGuest: true }),
    run: async (t) => {
      const way = await OTHER_HOST.open(t);
      const before = await givenUsage(t);
      const { instance } = await givenTickingGuest(t);
      const data = await givenMovedAway(way, instance);
      await way.there.given("finishMigration", () => finish(way, instance, data));
      const boot = await way.there.given("finishMigration", () =>
        untilTicking(way.there, instance, "after finishMigration"),
      );
      await confirm(way, instance, data);
      await expectGone(t, instance, before, { when: "after confirmMigration", hasOwnDisks: !data.sharedStorage });
      await expectUndisturbed(way.there, instance, boot, "by confirmMigration at its source");
      await way.there.driver.reboot({ ...instance.target, type: "hard" });
      await expectBoot(
        way.there,
        instance,
        boot.number + 1,
        "its own disk",
        "after confirmMigration and a hard reboot",
      );
    },
  },
  {
    id: "confirmMigration/removes-the-kept-copy[off]",
    requirement: "confirmMigration/removes-the-kept-copy",
    title:
      "confirmMigration() of a copy that is off, of which the driver is told nothing else, removes it with its disks",
    run: async (t) => {
      const before = await givenUsage(t);
      const instance = await t.givenInstance({ powerState: "shutdown" });
      await confirm({ here: t, there: t, isSameHost: false }, instance);
      await expectGone(t, instance, before, { when: "after confirmMigration", hasOwnDisks: await hasOwnStore(t) });
    },
  },
];

/** Whether what one host stores is its own, as far as can be told. */
async function hasOwnStore(t: CheckContext): Promise<boolean> {
  const { destination } = await t.given("getMigrationDestination", () =>
    t.driver.getMigrationDestination({ instanceUuid: t.uuid(), node: t.node.uuid }),
  );
  return destination.endpoints.some(({ transport }) => transport !== "file");
}

const repeating: readonly Check[] = [
  {
    id: "confirmMigration/absent-copy-succeeds",
    requirement: "confirmMigration/absent-copy-succeeds",
    title: "confirmMigration() of an instance that is not there succeeds",
    run: async (t) => {
      const { instance } = await t.newInstance();
      const refusal = await refusalOf(t.driver.confirmMigration({ instanceUuid: instance.uuid }));
      t.expectThat(refusal === undefined, "confirmMigration of an instance that is not there was refused", {
        expected: "success, as there is nothing left to remove",
        got: refusal,
      });
    },
  },
  {
    id: "confirmMigration/absent-copy-succeeds[repeated]",
    requirement: "confirmMigration/absent-copy-succeeds",
    title: "confirmMigration() succeeds a second time, and the guest goes on at the destination",
    needs: alongRoute(OTHER_HOST, { probeGuest: true }),
    run: async (t) => {
      const way = await OTHER_HOST.open(t);
      const { instance } = await givenTickingGuest(t);
      const data = await givenMovedAway(way, instance);
      await way.there.given("finishMigration", () => finish(way, instance, data));
      const boot = await way.there.given("finishMigration", () =>
        untilTicking(way.there, instance, "after finishMigration"),
      );
      await t.given("confirmMigration", () => confirm(way, instance, data));
      const refusal = await refusalOf(confirm(way, instance, data));
      t.expectThat(refusal === undefined, "confirmMigration failed when it was repeated", {
        expected: "success",
        got: refusal,
      });
      await expectUndisturbed(way.there, instance, boot, "by confirmMigration at its source");
    },
  },
  {
    id: "confirmMigration/absent-copy-succeeds[half-gone]",
    requirement: "confirmMigration/absent-copy-succeeds",
    title: "confirmMigration() of a copy whose guest was removed and whose disks were kept removes the disks",
    needs: OTHER_HOST.needs,
    run: async (t) => {
      const way = await OTHER_HOST.open(t);
      const before = await givenUsage(t);
      const instance = await t.givenInstance({ powerState: "shutdown" });
      const data = await givenMovedAway(way, instance);
      await way.there.given("finishMigration", () => finish(way, instance, data, { powerOn: false }));
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: false }));
      await confirm(way, instance, data);
      await expectGone(t, instance, before, {
        when: "after confirmMigration of kept disks",
        hasOwnDisks: !data.sharedStorage,
      });
    },
  },
  {
    id: "confirmMigration/absent-copy-succeeds[failed]",
    requirement: "confirmMigration/absent-copy-succeeds",
    title: "confirmMigration() that failed at any step removes the rest when it is repeated",
    needs: { simulation: true },
    run: async (t) => {
      const before = await givenUsage(t);
      const hasOwnDisks = await hasOwnStore(t);
      const way: Way = { here: t, there: t, isSameHost: false };
      await sweepSteps(t, {
        operation: "confirmMigration",
        prepare: () => t.givenInstance({ powerState: "shutdown" }),
        call: (instance) => confirm(way, instance),
        judge: async ({ prepared: instance, step }) => {
          const when = `after confirmMigration failed at its hypervisor call number ${step} and was repeated`;
          const refusal = await refusalOf(confirm(way, instance));
          t.expectThat(refusal === undefined, `confirmMigration failed again ${when}`, {
            expected: "success, and the rest gone",
            got: refusal,
            hint: "Take what is gone already for removed, and go on with what is there.",
          });
          await expectGone(t, instance, before, { when, hasOwnDisks });
        },
      });
    },
  },
];

const requirementOfSameHost = "confirmMigration/same-host-leaves-the-guest-alone";

const sameHost: readonly Check[] = [
  {
    id: requirementOfSameHost,
    requirement: requirementOfSameHost,
    title: "confirmMigration() with sameHost lets the guest go on with its disks, and removes those of before",
    needs: alongRoute(SAME_HOST, { probeGuest: true }),
    run: async (t) => {
      const way = await SAME_HOST.open(t);
      const { instance } = await givenTickingGuest(t);
      const data = await givenMovedAway(way, instance);
      await t.given("finishMigration", () => finish(way, instance, data));
      const boot = await t.given("finishMigration", () => untilTicking(t, instance, "after finishMigration"));
      const before = await givenUsage(t);
      await confirm(way, instance, data);
      await expectUndisturbed(t, instance, boot, "by confirmMigration");
      await t.expectListed(instance);
      t.expectEqual(await givenUsage(t), before, "use of the node after confirmMigration with sameHost");
      // If the disk of before were still there, the way back would lead to it.
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: false }));
      await t.given("finishRevertMigration", () => revert(way, instance));
      await expectBoot(t, instance, boot.number + 1, "the disk of the guest that went on", "after its way back");
    },
  },
  {
    id: `${requirementOfSameHost}[off]`,
    requirement: requirementOfSameHost,
    title: "confirmMigration() with sameHost of an instance that is off leaves it there",
    needs: alongRoute(SAME_HOST, { probeGuest: true }),
    run: async (t) => {
      const way = await SAME_HOST.open(t);
      const { instance, boot } = await givenTickingGuest(t);
      const data = await givenMovedAway(way, instance);
      await t.given("finishMigration", () => finish(way, instance, data, { powerOn: false }));
      await confirm(way, instance, data);
      await expectState(t, instance, "shutdown", "after confirmMigration with sameHost");
      await t.driver.powerOn(instance.target);
      await expectBoot(
        t,
        instance,
        boot.number + 1,
        "its own disk",
        "after confirmMigration with sameHost and powerOn",
      );
    },
  },
];

/** The checks of `confirmMigration`. */
export const confirmMigrationChecks: readonly Check[] = [...removing, ...repeating, ...sameHost];
