// Checks of CPUs that guests have for themselves, and of what an instance keeps of its place.
import type { HostNumaCell } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { type Boot, LATER_BOOTS } from "../steps/boots.ts";
import { cutOff } from "../steps/guest.ts";
import { build, givenGone, givenGuest, type Guest, hardwareOf, type Wishes } from "../steps/guest-hardware.ts";
import { floatingIn, freeCores, givenCells, givenCellUse, givenSharedCells, pinnedIn } from "../steps/host-cells.ts";
import { expectState } from "../steps/power-state.ts";
import { expectNoRoom } from "./refused.ts";

interface FreeCores {
  readonly cell: HostNumaCell;
  /** Each with the CPUs that are threads of it. */
  readonly cores: readonly (readonly number[])[];
}

/** A cell with free cores. */
async function givenFreeCores(t: CheckContext, count: number): Promise<FreeCores> {
  for (const cell of await givenCells(t)) {
    const cores = freeCores(cell);
    if (cores.length >= count) return { cell, cores };
  }
  return t.notApplicable(`No NUMA cell of node "${t.node.name}" has ${count} free cores for a guest of their own`);
}

/** The CPUs that are not free, of all cells. */
async function pinnedCpus(t: CheckContext): Promise<number[]> {
  return (await givenCells(t)).flatMap((cell) => [...cell.pinnedCpus]).toSorted((a, b) => a - b);
}

async function expectPinned(
  t: CheckContext,
  before: readonly number[],
  more: readonly number[],
  when: string,
): Promise<void> {
  const expected = [...before, ...more].toSorted((a, b) => a - b);
  const hint = "Count a guest's CPUs as taken from spawn to destroy, whether or not it runs.";
  t.expectEqual(await pinnedCpus(t), expected, `pinnedCpus of the node ${when}`, hint);
}

function cpuOf(cores: FreeCores["cores"], index: number): number {
  return cores[index]?.[0] ?? 0;
}

async function expectExclusive(t: CheckContext, powerOn: boolean): Promise<void> {
  const { cell, cores } = await givenFreeCores(t, 2);
  const taken = cpuOf(cores, 0);
  const before = await pinnedCpus(t);
  const guest = await build(t, { ...pinnedIn(cell, [taken]), powerOn });
  const [has] = (await hardwareOf(t, guest)).numaTopology?.cells ?? [];
  t.expectEqual(has?.pinning, [{ vcpu: 0, hostCpu: taken }], "pinning of hardware.numaTopology of getInfo after spawn");
  await expectPinned(t, before, [taken], "after spawn with a CPU of its own");
  const what = "a host CPU that another guest has";
  await expectNoRoom(t, pinnedIn(cell, [taken]), "dedicatedCpus", what);
  await expectNoRoom(t, pinnedIn(cell, [cpuOf(cores, 1), taken]), "dedicatedCpus", what);
  await expectState(t, guest.uuid, powerOn ? "running" : "shutdown", "after another guest was to have its CPU");
  await expectPinned(t, before, [taken], "after another guest was to have the CPU");
  await givenGone(t, guest);
  await expectPinned(t, before, [], "after destroy");
  const next = await build(t, pinnedIn(cell, [taken]));
  await expectPinned(t, before, [taken], "after another guest got the CPU that became free");
  await givenGone(t, next);
}

async function expectIsolated(t: CheckContext): Promise<void> {
  const { cell, cores } = await givenFreeCores(t, 1);
  const core = cores.find((some) => some.length > 1);
  const [cpu, sibling] = core ?? [];
  if (core === undefined || cpu === undefined || sibling === undefined)
    return t.notApplicable(`The cores of node "${t.node.name}" have one thread each`);
  const before = await pinnedCpus(t);
  const pinned = pinnedIn(cell, [cpu]);
  const isolated: Wishes = {
    ...pinned,
    numaTopology: { cells: pinned.numaTopology?.cells ?? [], threadPolicy: "isolate" },
  };
  const guest = await build(t, isolated);
  await expectPinned(t, before, core, "after spawn of a guest whose cores are isolated");
  await expectNoRoom(t, pinnedIn(cell, [sibling]), "dedicatedCpus", "the sibling thread of an isolated CPU");
  await givenGone(t, guest);
  await expectPinned(t, before, [], "after destroy of a guest whose cores are isolated");
}

/** What a guest comes through without a boot. */
const STATES: readonly Boot[] = [
  {
    variant: "pause",
    when: "while it is paused",
    needs: { capabilities: ["supportsPause"] },
    pass: (t, { target }) => t.given("pause", async () => void (await t.driver.pause(target))),
  },
  {
    variant: "powerOff",
    when: "while it is powered off",
    needs: {},
    pass: (t, guest) => t.given("powerOff", async () => void (await t.driver.powerOff(cutOff(guest)))),
  },
];

/** Checks that a guest's place is what it was. */
async function expectKept(t: CheckContext, wishes: Wishes, { pass, when }: Boot): Promise<void> {
  const guest = await givenGuest(t, wishes);
  const place = (await hardwareOf(t, guest)).numaTopology;
  const use = await givenCellUse(t);
  t.expectDefined(place, "hardware.numaTopology of getInfo after spawn with a NUMA topology");
  await pass(t, guest);
  const hint = "Store the topology with the instance, count it by what is stored, and start the guest by it.";
  t.expectEqual((await hardwareOf(t, guest)).numaTopology, place, `hardware.numaTopology of getInfo ${when}`, hint);
  t.expectEqual(await givenCellUse(t), use, `use of the node's NUMA cells ${when}`, hint);
  await expectRefusedAs(t, guest, wishes);
}

/** Nobody gets the CPUs that a guest has for itself. */
async function expectRefusedAs(t: CheckContext, { params }: Guest, wishes: Wishes): Promise<void> {
  const isPinned = params.instance.numaTopology?.cells.some(({ pinning }) => pinning !== undefined) === true;
  if (isPinned) await expectNoRoom(t, wishes, "dedicatedCpus", "the host CPU of a guest that keeps it");
}

const kept = [...STATES, ...LATER_BOOTS].map((boot): Check => ({
  id: `placement/place-is-kept[${boot.variant}]`,
  requirement: "placement/place-is-kept",
  title: `A guest's NUMA cells and pages are its own ${boot.when}, by getInfo() and getAvailableResource()`,
  needs: boot.needs,
  run: async (t) => {
    const [cell] = (await givenSharedCells(t, 2)).toReversed();
    if (cell !== undefined) await expectKept(t, floatingIn(cell, 2), boot);
  },
}));

const keptCpus = [...STATES, ...LATER_BOOTS].map((boot): Check => ({
  id: `placement/place-is-kept[cpus-${boot.variant}]`,
  requirement: "placement/place-is-kept",
  title: `A guest's own host CPUs are its own ${boot.when}, and nobody else gets them`,
  needs: withPinning(boot.needs),
  run: async (t) => {
    const { cell, cores } = await givenFreeCores(t, 2);
    await expectKept(t, pinnedIn(cell, [cpuOf(cores, 0), cpuOf(cores, 1)]), boot);
  },
}));

function withPinning(needs: Needs): Needs {
  return { ...needs, capabilities: [...(needs.capabilities ?? []), "supportsCpuPinning"] };
}

/** The checks of CPUs of a guest's own, and of places that are kept. */
export const cpuPinningChecks: readonly Check[] = [
  {
    id: "placement/pinned-cpus-are-exclusive[running]",
    requirement: "placement/pinned-cpus-are-exclusive",
    title: "A CPU of a running guest's own is in pinnedCpus and refused to others, until destroy()",
    needs: { capabilities: ["supportsNuma"] },
    run: (t) => expectExclusive(t, true),
  },
  {
    id: "placement/pinned-cpus-are-exclusive[off]",
    requirement: "placement/pinned-cpus-are-exclusive",
    title: "A CPU of its own of a guest that is off is in pinnedCpus and refused to others, until destroy()",
    needs: { capabilities: ["supportsNuma"] },
    run: (t) => expectExclusive(t, false),
  },
  {
    id: "placement/isolated-cores-are-isolated",
    requirement: "placement/isolated-cores-are-isolated",
    title: "The sibling threads of an isolated guest's CPUs are in pinnedCpus and refused to others, until destroy()",
    needs: { capabilities: ["supportsNuma"] },
    run: expectIsolated,
  },
  ...kept,
  ...keptCpus,
];
