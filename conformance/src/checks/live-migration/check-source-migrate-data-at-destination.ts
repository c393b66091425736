// Checks of `checkSourceMigrateDataAtDestination`: the destination's last word, and the place that it gives to the guest.
import type { GuestNumaTopology, HostNumaCell, LiveMigrateData } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { givenGuest, type Wishes } from "../steps/guest-hardware.ts";
import { floatingIn, freeCores, givenCells, pinnedIn } from "../steps/host-cells.ts";
import { type LiveMove, moveOf } from "../steps/live-move.ts";
import { expectUnknownFormat, NO_FORMAT } from "../steps/migration-data.ts";
import { expectNoResidue } from "../steps/residue.ts";
import { atPeer } from "../steps/two-hosts.ts";
import { givenUsage } from "../steps/usage.ts";

/** Data of an instance that is on some other host, as the source might have filled it in. */
async function givenData(t: CheckContext): Promise<{
  readonly before: Parameters<typeof expectNoResidue>[1];
  readonly data: LiveMigrateData;
}> {
  const params = await t.newInstance();
  const { instance, node } = params;
  const before = { params, usage: await givenUsage(t) };
  const { data } = await t.given("checkCanLiveMigrateDestination", () =>
    t.driver.checkCanLiveMigrateDestination({ instance, node, diskOverCommit: true }),
  );
  const cleanUp = { instanceUuid: instance.uuid, node, data };
  t.onCleanup(async () => {
    await t.driver.cleanupLiveMigrationDestinationCheck(cleanUp).catch(() => undefined);
    await t.driver.rollbackLiveMigrationAtDestination({ ...cleanUp, destroyDisks: false }).catch(() => undefined);
  });
  const cleanup = { source: false, sourceDisks: false, destination: true, destinationDisks: false };
  const storage = { blockMigration: false, sharedInstanceStorage: true, sharedBlockStorage: true };
  return { before, data: { ...data, ...storage, disks: [], cleanup } };
}

const refusing = [
  {
    variant: "format",
    name: "whose format nobody knows",
    change: (): Partial<LiveMigrateData> => ({ format: NO_FORMAT }),
  },
  {
    variant: "newer-format",
    name: "whose format is of a version to come",
    change: ({ name }: LiveMigrateData["destination"]["acceptedFormats"][number]): Partial<LiveMigrateData> => ({
      format: { name, version: NO_FORMAT.version },
    }),
  },
  {
    variant: "private",
    name: "with a private part whose format nobody knows",
    change: (format: LiveMigrateData["destination"]["acceptedFormats"][number]): Partial<LiveMigrateData> => ({
      format,
      driverPrivate: { format: NO_FORMAT, data: "e30=" },
    }),
  },
].map(({ variant, name, change }): Check => ({
  id: `checkSourceMigrateDataAtDestination/refuses-foreign-formats[${variant}]`,
  requirement: "checkSourceMigrateDataAtDestination/refuses-foreign-formats",
  title: `checkSourceMigrateDataAtDestination() refuses data ${name}, and nothing is reserved`,
  run: async (t) => {
    const { before, data } = await givenData(t);
    const [own] = data.destination.acceptedFormats;
    const format = t.expectDefined(own, "format that the destination accepts");
    const { uuid: instanceUuid } = before.params.instance;
    const node = before.params.node;
    const changed = { ...data, ...change(format) };
    const call = t.driver.checkSourceMigrateDataAtDestination({ instanceUuid, node, data: changed });
    await expectUnknownFormat(t, call, `data ${name}`);
    await expectNoResidue(t, before, "after checkSourceMigrateDataAtDestination had refused");
  },
}));

/** Where a guest is to be at either end. */
interface Places {
  readonly source: Wishes & { readonly numaTopology: GuestNumaTopology };
  readonly claim: GuestNumaTopology;
  /** The cell of the claim. */
  readonly cell: HostNumaCell;
}

const placed = (wishes: Wishes): Places["source"] => ({
  ...wishes,
  numaTopology: wishes.numaTopology ?? { cells: [] },
});

/** Checks that the data names just what the claim gives, for each virtual CPU and cell. */
function expectPlace(t: CheckContext, data: LiveMigrateData, { claim, cell }: Places): void {
  const hint = "Write the claim's numbers into the data, not those of the source.";
  const numa = t.expectDefined(data.numa, "numa in the data of checkSourceMigrateDataAtDestination", hint);
  for (const { id, vcpus, pinning = [] } of claim.cells) {
    for (const vcpu of vcpus) {
      const pin = pinning.find((some) => some.vcpu === vcpu);
      const allowed = pin === undefined ? cell.sharedCpus : [pin.hostCpu];
      const { hostCpus = [] } = numa.cpuPins.find((some) => some.vcpu === vcpu) ?? {};
      const isOnce = new Set(hostCpus).size === hostCpus.length;
      const isRight = hostCpus.length > 0 && isOnce && hostCpus.every((cpu) => allowed.includes(cpu));
      const message = `numa names CPUs for vCPU ${vcpu} that the claim does not give it`;
      t.expectThat(isRight, message, { expected: allowed, got: hostCpus, hint });
    }
    const hostCells = numa.cellPins.find(({ guestCell }) => guestCell === id)?.hostCells;
    t.expectEqual(hostCells, [cell.id], `cells that numa names for cell ${id} of the guest`, hint);
  }
}

async function keepAsClaimed(t: CheckContext, places: Places, move: LiveMove): Promise<void> {
  const agreed = await t.given("checkCanLiveMigrateSource", async () => move.agree(await move.givenOffer()));
  const once = await move.keep(agreed, { claimedNumaTopology: places.claim });
  expectPlace(t, once, places);
  const again = await move.keep(agreed, { claimedNumaTopology: places.claim });
  t.expectEqual(again.numa, once.numa, "numa of the same call made again");
}

const PLACED = "checkSourceMigrateDataAtDestination/places-the-guest-as-claimed";

const placing: readonly Check[] = [
  {
    id: PLACED,
    requirement: PLACED,
    title: "checkSourceMigrateDataAtDestination() names the host CPUs of the cell that the claim gives to the guest",
    needs: { peer: true, capabilities: ["supportsNuma"] },
    run: async (t) => {
      const there = await atPeer(t);
      const sources = (await givenCells(t)).filter(({ sharedCpus }) => sharedCpus.length > 0);
      const targets = (await givenCells(there, there.node)).filter(({ sharedCpus }) => sharedCpus.length > 0);
      const [from, cell] = [sources[0], targets.at(-1)];
      if (from === undefined || cell === undefined) return t.notApplicable("One of the nodes has no shared CPUs");
      const source = placed(floatingIn(from, 2));
      const places = { source, claim: placed(floatingIn(cell, 2)).numaTopology, cell };
      await keepAsClaimed(t, places, await moveOf(t, await givenGuest(t, source)));
    },
  },
  {
    id: `${PLACED}[pinned]`,
    requirement: PLACED,
    title: "checkSourceMigrateDataAtDestination() names for each vCPU the host CPU that the claim gives it alone",
    needs: { peer: true, capabilities: ["supportsNuma", "supportsCpuPinning"] },
    run: async (t) => {
      const there = await atPeer(t);
      const from = (await givenCells(t)).find((some) => freeCores(some).length > 0);
      const cell = (await givenCells(there, there.node)).findLast((some) => freeCores(some).length > 1);
      const cpu = from && freeCores(from)[0]?.[0];
      const claimed = cell && freeCores(cell).at(-1)?.at(-1);
      if (from === undefined || cell === undefined || cpu === undefined || claimed === undefined)
        return t.notApplicable("One of the nodes has no free CPUs for a guest of their own");
      const source = placed(pinnedIn(from, [cpu]));
      const places = { source, claim: placed(pinnedIn(cell, [claimed])).numaTopology, cell };
      await keepAsClaimed(t, places, await moveOf(t, await givenGuest(t, source)));
    },
  },
];

/** The checks of `checkSourceMigrateDataAtDestination`. */
export const checkSourceMigrateDataAtDestinationChecks: readonly Check[] = [...refusing, ...placing];
