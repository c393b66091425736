// Checks of `finishMigration`: the guest comes up from the disks that came, as large as it is to be, and a failure loses none of them.
import type { ColdMigrationData, Flavor } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectBoot, givenGuestThatBootedTwice } from "../steps/boot-counter.ts";
import {
  alongRoute,
  confirm,
  finish,
  finishParams,
  givenMovedAway,
  moveAway,
  resized,
  type Route,
  ROUTES,
  SAME_HOST,
  turned,
  type Way,
} from "../steps/cold-moves.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { givenTickingGuest } from "../steps/guest.ts";
import { usualDevices } from "../steps/interrupted-moves.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { expectUnknownFormat, NO_FORMAT, strangeData } from "../steps/migration-data.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { type Amounts, givenUsage } from "../steps/usage.ts";
import { expectVolumes, withVolumes } from "../steps/volumes.ts";

const BYTES_PER_GIB = 2 ** 30;

/** How long a guest is watched that should not run, in milliseconds. Long enough for a boot. */
const WATCHED_MS = 2_000;

const OWN = "its own disk as the source stopped it";

function starting(route: Route): readonly Check[] {
  const { variant, to } = route;
  return [
    {
      id: `finishMigration/starts-from-the-moved-disks[${variant}]`,
      requirement: "finishMigration/starts-from-the-moved-disks",
      title: `finishMigration() of a move ${to} boots the guest once, from the disk that it had before`,
      needs: alongRoute(route, { probeGuest: true }),
      run: async (t) => {
        const way = await route.open(t);
        const { instance, boot } = await givenGuestThatBootedTwice(t);
        const data = await givenMovedAway(way, instance);
        await finish(way, instance, data);
        await expectState(way.there, instance, "running", "at the destination after finishMigration");
        await expectBoot(way.there, instance, boot.number + 1, OWN, "after finishMigration");
      },
    },
    {
      id: `finishMigration/obeys-power-on-false[${variant}]`,
      requirement: "finishMigration/obeys-power-on-false",
      title: `finishMigration() of a move ${to} with powerOn false builds the guest and does not start it`,
      needs: alongRoute(route, { probeGuest: true }),
      run: async (t) => {
        const way = await route.open(t);
        const { there } = way;
        const { instance, boot } = await givenGuestThatBootedTwice(t);
        const data = await givenMovedAway(way, instance);
        await finish(way, instance, data, { powerOn: false });
        await expectState(there, instance, "shutdown", "at the destination after finishMigration with powerOn false");
        await t.elapse(WATCHED_MS);
        await expectState(there, instance, "shutdown", "a moment after finishMigration with powerOn false");
        // A boot that nobody saw counts all the same.
        await there.given("powerOn", () => there.driver.powerOn(instance.target));
        await expectBoot(there, instance, boot.number + 1, OWN, "after finishMigration with powerOn false and powerOn");
      },
    },
  ];
}

/** What an instance of a flavor holds of a node, beside what was held before. */
function holding(before: Amounts, { vcpus, memoryMib, rootGib }: Flavor): Amounts {
  return {
    vcpus: before.vcpus + vcpus,
    memoryMib: before.memoryMib + memoryMib,
    localGib: before.localGib + rootGib,
  };
}

/** What an instance holds of the destination, in flavors, beside what others hold. */
async function expectHeld(way: Way, before: Amounts, flavor: Flavor, when: string): Promise<void> {
  const { there } = way;
  there.expectEqual(await givenUsage(there), holding(before, flavor), `use of the destination's node ${when}`);
}

/** The size of the root disk of an instance, by what the next move tells of it. */
async function rootBytes(way: Way, instance: TestInstance, flavor: Flavor, data: ColdMigrationData): Promise<number[]> {
  const { here } = way;
  // A host that keeps a copy does not take the instance back.
  if (!way.isSameHost) await here.given("confirmMigration", () => confirm(way, instance, data));
  const next = await way.there.given("migrateDiskAndPowerOff", () => moveAway(turned(way), instance, { flavor }));
  return next.disks.filter(({ use }) => use === "root").map(({ virtualSizeBytes }) => virtualSizeBytes);
}

function resizing(route: Route): readonly Check[] {
  const requirement = "finishMigration/resizes-when-told";
  const { variant, to } = route;
  return [true, false].map((resizeDisks): Check => ({
    id: `${requirement}[${variant}-${resizeDisks ? "grows" : "keeps"}]`,
    requirement,
    title: `finishMigration() of a move ${to} with resizeDisks ${resizeDisks} ${resizeDisks ? "grows" : "does not grow"} the root disk to the new flavor`,
    needs: alongRoute(route),
    run: async (t) => {
      const way = await route.open(t);
      const before = await givenUsage(way.there);
      const instance = await t.givenInstance({ powerState: "shutdown" });
      const larger = resized(instance.params, t.largerFlavor);
      const data = await givenMovedAway(way, instance, { flavor: larger.flavor });
      await finish(way, instance, data, { instance: larger, resizeDisks, powerOn: false });
      await expectHeld(way, before, larger.flavor, "after a resize");
      const gib = resizeDisks ? larger.flavor.rootGib : instance.params.instance.flavor.rootGib;
      t.expectEqual(
        await rootBytes(way, instance, larger.flavor, data),
        [gib * BYTES_PER_GIB],
        `size of the root disk after finishMigration with resizeDisks ${resizeDisks}`,
        "Grow the local disks when resizeDisks is true, and only then.",
      );
    },
  }));
}

/** In which way data is not to be understood. */
const STRANGE: readonly {
  readonly variant: string;
  readonly change: (data: ColdMigrationData) => ColdMigrationData;
}[] = [
  { variant: "name", change: (data) => ({ ...data, format: NO_FORMAT }) },
  { variant: "version", change: (data) => ({ ...data, format: { ...data.format, version: NO_FORMAT.version } }) },
  {
    variant: "private-part",
    change: (data) => ({ ...data, driverPrivate: { data: data.driverPrivate?.data ?? "", format: NO_FORMAT } }),
  },
];

const strange: readonly Check[] = STRANGE.map(({ variant, change }): Check => ({
  id: `finishMigration/refuses-unknown-formats[${variant}]`,
  requirement: "finishMigration/refuses-unknown-formats",
  title: `finishMigration() of data with an unknown format (${variant}) is refused before anything is built`,
  run: async (t) => {
    const before = await givenUsage(t);
    const params = await t.newInstance();
    const { uuid } = params.instance;
    const { destination } = await t.given("getMigrationDestination", () =>
      t.driver.getMigrationDestination({ instanceUuid: uuid, node: params.node }),
    );
    const known = destination.acceptedFormats[0] ?? NO_FORMAT;
    const data = change(strangeData(known));
    const call = t.driver.finishMigration({ ...params, data, resizeDisks: false });
    await expectUnknownFormat(t, call, "data with an unknown format");
    await expectState(t, uuid, "absent", "after finishMigration was refused");
    t.expectEqual(await givenUsage(t), before, "use of the node after finishMigration was refused");
  },
}));

function refusing(route: Route): readonly Check[] {
  const requirement = "finishMigration/refuses-unknown-formats";
  const { variant, to } = route;
  return [
    {
      id: `${requirement}[${variant}]`,
      requirement,
      title: `finishMigration() of a move ${to} is refused where the format was changed on the way, and leaves the disks`,
      needs: alongRoute(route, { probeGuest: true }),
      run: async (t) => {
        const way = await route.open(t);
        const { instance, boot } = await givenTickingGuest(t);
        const data = await givenMovedAway(way, instance);
        for (const { change } of STRANGE) {
          const call = way.there.driver.finishMigration(finishParams(way, instance, change(data)));
          await expectUnknownFormat(t, call, "data whose format was changed");
        }
        const state = way.isSameHost ? "shutdown" : "absent";
        await expectState(way.there, instance, state, "after finishMigration was refused");
        await way.there.given("finishMigration", () => finish(way, instance, data));
        await expectBoot(way.there, instance, boot.number + 1, OWN, "after finishMigration with the right data");
      },
    },
  ];
}

function failing(route: Route): readonly Check[] {
  const requirement = "finishMigration/failure-keeps-the-disks";
  const { variant, to } = route;
  return [
    {
      id: `${requirement}[${variant}]`,
      requirement,
      title: `finishMigration() of a move ${to} that fails at any step leaves the disks and no guest, and can be repeated`,
      needs: alongRoute(route, { probeGuest: true, simulation: true }),
      run: async (t) => {
        const way = await route.open(t);
        const { there } = way;
        await sweepSteps(there, {
          operation: "finishMigration",
          prepare: async () => {
            const guest = await givenTickingGuest(t, { devices: usualDevices(t) });
            const larger = resized(guest.instance.params, t.largerFlavor);
            const data = await givenMovedAway(way, guest.instance, { flavor: larger.flavor });
            const params = finishParams(way, guest.instance, data, { instance: larger, resizeDisks: true });
            return { ...guest, params, before: await givenUsage(there) };
          },
          call: ({ params }) => there.driver.finishMigration(params),
          judge: async ({ prepared: { instance, boot, params, before }, step }) => {
            const when = `after finishMigration failed at its hypervisor call number ${step}`;
            await expectState(there, instance, way.isSameHost ? "shutdown" : "absent", `at the destination ${when}`);
            const listed = (await ownedInstances(there)).filter(({ uuid }) => uuid === instance.uuid).length;
            t.expectEqual(
              listed,
              way.isSameHost ? 1 : 0,
              `number of entries in listInstances at the destination ${when}`,
            );
            t.expectEqual(await givenUsage(there), before, `use of the destination's node ${when}`);
            const again = await refusalOf(there.driver.finishMigration(params));
            t.expectThat(again === undefined, `finishMigration could not be repeated ${when}`, {
              expected: "success, as the disks are still there",
              got: again,
              hint: "Take back all that was done, but never the disks that came.",
            });
            await expectBoot(there, instance, boot.number + 1, OWN, `after finishMigration was repeated, ${when}`);
            for (const { driver, given } of new Set([way.here, there]))
              await given("destroy", () => driver.destroy({ ...instance.target, destroyDisks: true }));
          },
        });
      },
    },
  ];
}

const requirementOfSameHost = "finishMigration/same-host-replaces-the-instance";

/** The checks of an instance that is resized where it is. */
const sameHost: readonly Check[] = [
  {
    id: requirementOfSameHost,
    requirement: requirementOfSameHost,
    title: "finishMigration() on the same host lists the instance once, with the new flavor in place of the old",
    needs: alongRoute(SAME_HOST, { probeGuest: true }),
    run: async (t) => {
      const way = await SAME_HOST.open(t);
      const before = await givenUsage(t);
      const { instance, boot } = await givenTickingGuest(t);
      const larger = resized(instance.params, t.largerFlavor);
      const data = await givenMovedAway(way, instance, { flavor: larger.flavor });
      await finish(way, instance, data, { instance: larger, resizeDisks: true });
      await t.expectListed(instance);
      await expectHeld(way, before, larger.flavor, "after a resize on the same host");
      await expectBoot(t, instance, boot.number + 1, OWN, "after a resize on the same host");
    },
  },
  {
    id: "powerOn/volumes-given-replace-the-old[finishMigration]",
    requirement: "powerOn/volumes-given-replace-the-old",
    title:
      "finishMigration() on the same host with another volume than the instance had gives the guest that one alone",
    needs: alongRoute(SAME_HOST, { capabilities: ["supportsVolumes", "supportsDiagnostics"] }),
    run: async (t) => {
      const way = await SAME_HOST.open(t);
      const [had, given] = [t.volume(), t.volume()];
      const instance = await t.givenInstance({ devices: withVolumes(had) });
      const data = await givenMovedAway(way, instance);
      await finish(way, instance, data, { devices: withVolumes(given) });
      await expectVolumes(t, instance, [given], "after finishMigration with another volume");
    },
  },
  {
    id: `${requirementOfSameHost}[other-node]`,
    requirement: requirementOfSameHost,
    title: "finishMigration() on another node of the same driver moves all that the instance holds there",
    needs: alongRoute(SAME_HOST, { probeGuest: true }),
    run: async (t) => {
      const way = await SAME_HOST.open(t);
      const { nodes } = await t.given("listNodes", () => t.driver.listNodes({}));
      const other = nodes.find(({ uuid }) => uuid !== t.node.uuid);
      if (other === undefined) return t.notApplicable("The driver serves one node only");
      const [before, beforeThere] = [await givenUsage(t), await givenUsage(t, other)];
      const { instance, boot } = await givenTickingGuest(t, { node: t.node });
      const { flavor } = instance.params.instance;
      const data = await givenMovedAway(way, instance);
      await finish(way, instance, data, { node: other.uuid });
      const summaries = (await ownedInstances(t)).filter(({ uuid }) => uuid === instance.uuid);
      t.expectEqual(
        summaries.map(({ node }) => node),
        [other.uuid],
        "nodes of the instance in listInstances after its move",
      );
      t.expectEqual(await givenUsage(t), before, "use of the node that the instance left");
      t.expectEqual(
        await givenUsage(t, other),
        holding(beforeThere, flavor),
        "use of the node that the instance went to",
      );
      await expectBoot(t, instance, boot.number + 1, OWN, "after a move to another node of the same host");
    },
  },
];

/** The checks of `finishMigration`. */
export const finishMigrationChecks: readonly Check[] = [
  ...ROUTES.flatMap((route) => [...starting(route), ...resizing(route), ...refusing(route), ...failing(route)]),
  ...strange,
  ...sameHost,
];
