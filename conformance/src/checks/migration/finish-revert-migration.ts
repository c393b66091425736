// Checks of `finishRevertMigration`: the guest of before, from the disk of before, whatever has become of it elsewhere.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectBoot, givenGuestThatBootedTwice } from "../steps/boot-counter.ts";
import {
  alongRoute,
  finish,
  givenGoneThere,
  givenMovedAway,
  moveAway,
  resized,
  revert,
  type Route,
  ROUTES,
  type Way,
} from "../steps/cold-moves.ts";
import { expectStandstill, givenGuestThatWasCutOff, givenTickingGuest } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";
import { givenUsage } from "../steps/usage.ts";

const BYTES_PER_GIB = 2 ** 30;

/** How long a guest is watched that should not run, in milliseconds. Long enough for a boot. */
const WATCHED_MS = 2_000;

const OWN = "its own disk as the source stopped it";

/** Resizes a guest, has it boot several times where it went, and removes it there. */
async function givenRegrettedResize(way: Way, instance: TestInstance, number: number): Promise<void> {
  const { there } = way;
  const larger = resized(instance.params, there.largerFlavor);
  const data = await givenMovedAway(way, instance, { flavor: larger.flavor });
  await there.given("finishMigration", async () => {
    await finish(way, instance, data, { instance: larger, resizeDisks: true });
    await expectBoot(there, instance, number + 1, OWN, "after finishMigration");
    await there.driver.reboot({ ...instance.target, type: "hard" });
    await expectBoot(there, instance, number + 2, "its own disk", "after a hard reboot");
  });
  await givenGoneThere(way, instance, data);
}

function bringingBack(route: Route): readonly Check[] {
  const requirement = "finishRevertMigration/brings-back-the-guest-of-before";
  const { variant, to } = route;
  return [
    {
      id: `${requirement}[${variant}]`,
      requirement,
      title: `finishRevertMigration() of a resize ${to} that was finished brings back the guest as it was stopped`,
      needs: alongRoute(route, { probeGuest: true }),
      run: async (t) => {
        const way = await route.open(t);
        const { instance, boot } = await givenTickingGuest(t);
        const before = await givenUsage(t);
        await givenRegrettedResize(way, instance, boot.number);
        await revert(way, instance);
        await expectState(t, instance, "running", "after finishRevertMigration");
        await expectBoot(t, instance, boot.number + 1, OWN, "after finishRevertMigration");
        t.expectEqual(await givenUsage(t), before, "use of the node after finishRevertMigration");
        await expectRootBytes(way, instance);
      },
    },
    {
      id: `${requirement}[${variant}-unfinished]`,
      requirement,
      title: `finishRevertMigration() of a move ${to} that was not finished brings back the guest as it was stopped`,
      needs: alongRoute(route, { probeGuest: true }),
      run: async (t) => {
        const way = await route.open(t);
        const { instance, boot } = await givenGuestThatBootedTwice(t);
        await givenMovedAway(way, instance);
        await revert(way, instance);
        await expectState(t, instance, "running", "after finishRevertMigration");
        await expectBoot(t, instance, boot.number + 1, OWN, "after finishRevertMigration");
      },
    },
    {
      id: `finishRevertMigration/obeys-power-on-false[${variant}]`,
      requirement: "finishRevertMigration/obeys-power-on-false",
      title: `finishRevertMigration() of a move ${to} with powerOn false leaves the guest off`,
      needs: alongRoute(route, { probeGuest: true }),
      run: async (t) => {
        const way = await route.open(t);
        const { instance, boot } = await givenGuestThatBootedTwice(t);
        await givenMovedAway(way, instance);
        await revert(way, instance, { powerOn: false });
        await expectOff(t, instance);
        await t.given("powerOn", () => t.driver.powerOn(instance.target));
        await expectBoot(
          t,
          instance,
          boot.number + 1,
          OWN,
          "after finishRevertMigration with powerOn false and powerOn",
        );
      },
    },
  ];
}

async function expectOff(t: CheckContext, instance: TestInstance): Promise<void> {
  await expectState(t, instance, "shutdown", "after finishRevertMigration with powerOn false");
  await t.elapse(WATCHED_MS);
  await expectState(t, instance, "shutdown", "a moment after finishRevertMigration with powerOn false");
}

/** The next move tells how large the root disk is. */
async function expectRootBytes(way: Way, instance: TestInstance): Promise<void> {
  const { here } = way;
  const { disks } = await here.given("migrateDiskAndPowerOff", () => moveAway(way, instance));
  here.expectEqual(
    disks.filter(({ use }) => use === "root").map(({ virtualSizeBytes }) => virtualSizeBytes),
    [instance.params.instance.flavor.rootGib * BYTES_PER_GIB],
    "size of the root disk after finishRevertMigration",
    "Bring back the disk that was kept, and not the one that was grown.",
  );
}

/** An instance of one host, for what needs no move. */
const standing = (t: CheckContext): Way => ({ here: t, there: t, isSameHost: false });

const withoutMove: readonly Check[] = [
  {
    id: "finishRevertMigration/obeys-power-on-false[not-begun]",
    requirement: "finishRevertMigration/obeys-power-on-false",
    title: "finishRevertMigration() with powerOn false of a guest that runs and never moved leaves it off",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance } = await givenTickingGuest(t);
      await revert(standing(t), instance, { powerOn: false });
      await expectState(t, instance, "shutdown", "after finishRevertMigration with powerOn false");
      await expectStandstill(t, instance, "after finishRevertMigration with powerOn false");
    },
  },
  {
    id: "finishRevertMigration/works-from-kept-disks",
    requirement: "finishRevertMigration/works-from-kept-disks",
    title: "finishRevertMigration() builds an instance from the disks that destroy kept",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenGuestThatBootedTwice(t);
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: false }));
      await revert(standing(t), instance);
      await expectState(t, instance, "running", "after finishRevertMigration");
      await expectBoot(t, instance, boot.number + 1, "the disk that destroy kept", "after finishRevertMigration");
      await t.expectListed(instance);
    },
  },
  {
    id: "finishRevertMigration/works-from-kept-disks[none]",
    requirement: "finishRevertMigration/works-from-kept-disks",
    title: "finishRevertMigration() without an instance and without a disk of it is refused, and builds nothing",
    run: async (t) => {
      const instance = await t.givenInstance({ powerState: "shutdown" });
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
      const hint = "Look whether its disks are there, and build nothing without them.";
      await t.expectError(revert(standing(t), instance), "INSTANCE_NOT_FOUND", { effect: "none", hint });
      await expectState(t, instance, "absent", "after finishRevertMigration was refused");
    },
  },
];

function fromKeptDisks(route: Route): Check {
  const { variant, to } = route;
  return {
    id: `finishRevertMigration/works-from-kept-disks[${variant}]`,
    requirement: "finishRevertMigration/works-from-kept-disks",
    title: `finishRevertMigration() of a move ${to} whose guest was removed at the source builds it from the disks kept there`,
    needs: alongRoute(route, { probeGuest: true }),
    run: async (t) => {
      const way = await route.open(t);
      const { instance, boot } = await givenGuestThatWasCutOff(t);
      await givenMovedAway(way, instance);
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: false }));
      await revert(way, instance);
      await expectState(t, instance, "running", "after finishRevertMigration");
      await expectBoot(t, instance, boot.number + 1, OWN, "after finishRevertMigration");
    },
  };
}

/** The checks of `finishRevertMigration` that need no failure. */
export const finishRevertMigrationChecks: readonly Check[] = [
  ...ROUTES.flatMap((route) => [...bringingBack(route), fromKeptDisks(route)]),
  ...withoutMove,
];
