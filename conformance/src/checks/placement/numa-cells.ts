// Checks of NUMA: what a node reports of its cells, and guests in the cells that were named, or refused.
import type { GuestNumaTopology, HostNumaCell } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { build, givenGone, givenGuest, hardwareOf, type Wishes } from "../steps/guest-hardware.ts";
import {
  floatingIn,
  freeCores,
  freePages,
  givenCells,
  givenCellUse,
  givenSharedCells,
  mibOf,
  pinnedIn,
  type CellUse,
  spreadOver,
} from "../steps/host-cells.ts";
import { allNodes } from "../steps/nodes.ts";
import { givenResource } from "../steps/usage.ts";
import { buildOrSkip, expectNoRoom, expectRefused } from "./refused.ts";

/** More than any host has. */
const NO_CELL = 65_535;

const repeatedIn = (values: readonly number[]): number[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

function cpusOf({ sharedCpus, dedicatedCpus }: HostNumaCell): number[] {
  return [...new Set([...sharedCpus, ...dedicatedCpus])];
}

function expectWhole(t: CheckContext, cells: readonly HostNumaCell[], node: string): void {
  const inTwo = repeatedIn(cells.flatMap(cpusOf));
  t.expectThat(inTwo.length === 0, `Host CPUs of node "${node}" are in more than one NUMA cell`, { got: inTwo });
  for (const cell of cells) expectCellWhole(t, cell, `NUMA cell ${cell.id} of node "${node}"`);
}

function expectCellWhole(t: CheckContext, cell: HostNumaCell, name: string): void {
  const { siblings = [], dedicatedCpus, pinnedCpus, memoryMib, memoryMibUsed, pages } = cell;
  const astray = siblings.flat().filter((cpu) => !cpusOf(cell).includes(cpu));
  t.expectThat(astray.length === 0, `Sibling threads in ${name} are not CPUs of the cell`, { got: astray });
  const undedicated = pinnedCpus.filter((cpu) => !dedicatedCpus.includes(cpu));
  t.expectThat(undedicated.length === 0, `Pinned CPUs of ${name} are not among its dedicated ones`, {
    got: undedicated,
  });
  t.expectThat(memoryMibUsed <= memoryMib, `${memoryMibUsed} MiB of ${name} are in use, and it has ${memoryMib}`);
  for (const { sizeKib, total, used, reserved = 0 } of pages) {
    t.expectThat(
      used + reserved <= total,
      `${used + reserved} pages of ${sizeKib} KiB of ${name} are in use or reserved`,
      {
        expected: `at most ${total}`,
      },
    );
  }
  const inPagesMib = pages.reduce((sum, { sizeKib, total }) => sum + mibOf(total, sizeKib), 0);
  t.expectThat(inPagesMib <= memoryMib, `The pages of ${name} make up ${inPagesMib} MiB, and it has ${memoryMib}`, {
    hint: "Leave out of the small pages what is set aside for large ones.",
  });
}

/** What a cell is to be used by more. */
interface Rise {
  readonly vcpus: number;
  readonly memoryMib: number;
}

/** Checks that just these cells are used more than before, by so much. */
async function expectRise(
  t: CheckContext,
  before: readonly CellUse[],
  rises: ReadonlyMap<number, Rise>,
  when: string,
): Promise<void> {
  const now = (await givenCellUse(t)).map(({ id, vcpus, memoryMib }) => ({ id, vcpus, memoryMib }));
  const expected = before.map(({ id, vcpus, memoryMib }) => {
    const rise = rises.get(id) ?? { vcpus: 0, memoryMib: 0 };
    return { id, vcpus: vcpus + rise.vcpus, memoryMib: memoryMib + rise.memoryMib };
  });
  t.expectEqual(
    now,
    expected,
    `use of the node's NUMA cells ${when}`,
    "Count each guest in the cells of its topology.",
  );
}

function risesOf({ cells }: GuestNumaTopology): ReadonlyMap<number, Rise> {
  const rises = new Map<number, Rise>();
  for (const { hostCell, vcpus, memoryMib } of cells) {
    const { vcpus: earlier, memoryMib: mib } = rises.get(hostCell ?? 0) ?? { vcpus: 0, memoryMib: 0 };
    rises.set(hostCell ?? 0, { vcpus: earlier + vcpus.length, memoryMib: mib + memoryMib });
  }
  return rises;
}

async function expectObeyed(t: CheckContext, wishes: Wishes): Promise<void> {
  const { numaTopology = { cells: [] } } = wishes;
  const before = await givenCellUse(t);
  const guest = await build(t, wishes);
  const has = (await hardwareOf(t, guest)).numaTopology?.cells ?? [];
  const placeOf = ({ id, vcpus, memoryMib, hostCell }: (typeof has)[number]): object => ({
    id,
    vcpus,
    memoryMib,
    hostCell,
  });
  t.expectEqual(
    has.map(placeOf),
    numaTopology.cells.map(placeOf),
    "hardware.numaTopology of getInfo after spawn",
    "Take CPUs and memory from the hostCell of each cell, and from no other.",
  );
  await expectRise(t, before, risesOf(numaTopology), "after spawn");
  await givenGone(t, guest);
  await expectRise(t, before, new Map(), "after destroy");
}

const cells: readonly Check[] = [
  {
    id: "placement/cells-are-obeyed[each]",
    requirement: "placement/cells-are-obeyed",
    title: "A guest in each of the node's NUMA cells is there by getInfo(), and counted there until destroy()",
    run: async (t) => {
      for (const cell of await givenSharedCells(t, 2)) await expectObeyed(t, floatingIn(cell, 2));
    },
  },
  {
    id: "placement/cells-are-obeyed[crossed]",
    requirement: "placement/cells-are-obeyed",
    title: "A guest with a cell in each of the node's NUMA cells, the last one first, has them there until destroy()",
    run: async (t) => {
      const all = (await givenSharedCells(t, 1)).slice(0, 8);
      if (all.length < 2) t.notApplicable(`Node "${t.node.name}" has but one NUMA cell with room`);
      await expectObeyed(t, spreadOver(all.toReversed()));
    },
  },
  {
    id: "placement/cells-are-obeyed[off]",
    requirement: "placement/cells-are-obeyed",
    title: "A guest that is built and not started is counted in its NUMA cell until destroy()",
    run: async (t) => {
      const [cell] = (await givenSharedCells(t, 1)).toReversed();
      if (cell !== undefined) await expectObeyed(t, { ...floatingIn(cell), powerOn: false });
    },
  },
];

const emulatorThreads: Check = {
  id: "placement/cells-are-obeyed[emulator-threads]",
  requirement: "placement/cells-are-obeyed",
  title: "getInfo() tells of a guest with CPUs of its own where the hypervisor's threads for it run, as was asked",
  needs: { capabilities: ["supportsCpuPinning"] },
  run: async (t) => {
    const cell = (await givenCells(t)).find((some) => freeCores(some).length > 0);
    const cpu = cell && freeCores(cell)[0]?.[0];
    if (cell === undefined || cpu === undefined)
      return t.notApplicable("The node has no free CPUs for a guest of its own");
    const { numaTopology = { cells: [] }, ...wishes } = pinnedIn(cell, [cpu]);
    const what = "hypervisor threads on the shared CPUs";
    const guest = await buildOrSkip(
      t,
      { ...wishes, numaTopology: { ...numaTopology, emulatorThreadPolicy: "share" } },
      what,
    );
    t.expectEqual(
      (await hardwareOf(t, guest)).numaTopology?.emulatorThreadPolicy,
      "share",
      "hardware.numaTopology.emulatorThreadPolicy of getInfo after spawn",
    );
  },
};

async function expectUseUnchanged(t: CheckContext, before: readonly CellUse[], what: string): Promise<void> {
  t.expectEqual(await givenCellUse(t), before, `use of the node's NUMA cells after a spawn with ${what}`);
}

/** Topologies that are not of the flavor's CPUs and memory. */
const MISMATCHES: readonly { readonly what: string; readonly change: (wishes: Wishes) => Wishes }[] = [
  {
    what: "a vCPU in no NUMA cell",
    change: (wishes) => ({ ...wishes, flavor: { ...wishes.flavor, vcpus: 3 } }),
  },
  {
    what: "a NUMA cell with a vCPU that the flavor has not",
    change: (wishes) => ({ ...wishes, flavor: { ...wishes.flavor, vcpus: 1 } }),
  },
  {
    what: "memory in no NUMA cell",
    change: (wishes) => ({ ...wishes, flavor: { ...wishes.flavor, memoryMib: 128 } }),
  },
  {
    what: "NUMA cells of more memory than the flavor",
    change: (wishes) => ({ ...wishes, flavor: { ...wishes.flavor, memoryMib: 32 } }),
  },
  {
    what: "a vCPU twice in its NUMA cell",
    change: (wishes) => ({
      ...wishes,
      numaTopology: { cells: (wishes.numaTopology?.cells ?? []).map((cell) => ({ ...cell, vcpus: [0, 1, 1] })) },
    }),
  },
];

const refusals: readonly Check[] = [
  {
    id: "placement/numa-that-does-not-fit-is-refused[no-cell]",
    requirement: "placement/numa-that-does-not-fit-is-refused",
    title: "spawn() in a host cell that is not there is INSUFFICIENT_RESOURCES of numaCells, and builds nothing",
    run: async (t) => {
      await givenCells(t);
      const before = await givenCellUse(t);
      await expectNoRoom(t, floatingIn({ id: NO_CELL }), "numaCells", "a host cell that is not there");
      await expectUseUnchanged(t, before, "a host cell that is not there");
    },
  },
  {
    id: "placement/numa-that-does-not-fit-is-refused[no-room]",
    requirement: "placement/numa-that-does-not-fit-is-refused",
    title: "spawn() with more memory than its host cell has is INSUFFICIENT_RESOURCES of numaCells, and builds nothing",
    run: async (t) => {
      const before = await givenCellUse(t);
      const { memoryMib, memoryMibUsed } = await givenResource(t);
      const fitting = (await givenCells(t)).filter((cell) => cell.memoryMib < memoryMib - memoryMibUsed);
      const [cell] = fitting;
      if (cell === undefined)
        return t.notApplicable(`No NUMA cell of node "${t.node.name}" has less memory than the node has free`);
      const what = "more memory than the host cell has";
      await expectNoRoom(t, floatingIn(cell, 1, { memoryMib: cell.memoryMib + 1 }), "numaCells", what);
      await expectUseUnchanged(t, before, what);
    },
  },
  {
    id: "placement/numa-that-does-not-fit-is-refused[flavor]",
    requirement: "placement/numa-that-does-not-fit-is-refused",
    title:
      "spawn() with NUMA cells that are not of the flavor's CPUs and memory is INVALID_REQUEST, and builds nothing",
    run: async (t) => {
      const before = await givenCellUse(t);
      const [cell] = await givenSharedCells(t, 3);
      if (cell === undefined) return;
      for (const { what, change } of MISMATCHES) {
        await expectRefused(t, change(floatingIn(cell, 2)), "INVALID_REQUEST", what);
        await expectUseUnchanged(t, before, what);
      }
    },
  },
];

/** The largest guest that is built to use pages, in MiB. */
const MOST_MIB = 2_048;

/** The cells and sizes of pages that a small guest can have a whole number of. */
async function givenPages(
  t: CheckContext,
): Promise<readonly { readonly cell: HostNumaCell; readonly sizeKib: number; readonly memoryMib: number }[]> {
  const found = (await givenCells(t)).flatMap((cell) =>
    cell.pages.flatMap(({ sizeKib }) => {
      const memoryMib = Math.ceil(64 / Math.ceil(mibOf(1, sizeKib))) * Math.ceil(mibOf(1, sizeKib));
      const needed = memoryMib / mibOf(1, sizeKib);
      const isWhole = Number.isInteger(needed) && memoryMib <= MOST_MIB;
      return isWhole && freePages(cell, sizeKib) >= needed ? [{ cell, sizeKib, memoryMib }] : [];
    }),
  );
  if (found.length === 0) t.notApplicable(`Node "${t.node.name}" has no free pages that a small guest could use`);
  return found;
}

/** Checks that of all pages of the node just these are used more. */
async function expectPages(
  t: CheckContext,
  before: readonly CellUse[],
  held: { readonly cell: number; readonly sizeKib: number; readonly pages: number },
  when: string,
): Promise<void> {
  const expected = before.map(({ id, pages }) =>
    id === held.cell ? { ...pages, [held.sizeKib]: (pages[held.sizeKib] ?? 0) + held.pages } : pages,
  );
  const hint = "Back the cell with pages of its size alone, and count them until destroy.";
  t.expectEqual(
    (await givenCellUse(t)).map(({ pages }) => pages),
    expected,
    `pages in use in the node's NUMA cells ${when}`,
    hint,
  );
}

async function expectBacked(t: CheckContext): Promise<void> {
  for (const { cell, sizeKib, memoryMib } of await givenPages(t)) {
    const before = await givenCellUse(t);
    const held = { cell: cell.id, sizeKib, pages: memoryMib / mibOf(1, sizeKib) };
    const guest = await build(t, floatingIn(cell, 1, { memoryMib, pageSizeKib: sizeKib }));
    const [has] = (await hardwareOf(t, guest)).numaTopology?.cells ?? [];
    t.expectEqual(has?.pageSizeKib, sizeKib, "pageSizeKib of hardware.numaTopology of getInfo after spawn");
    await expectPages(t, before, held, `after a spawn with pages of ${sizeKib} KiB`);
    await givenGone(t, guest);
    await expectPages(t, before, { ...held, pages: 0 }, "after destroy");
  }
}

/** Checks that a guest with a page more than there are is refused, where the memory for it would be there. */
async function expectNoPages(t: CheckContext): Promise<void> {
  const { memoryMib, memoryMibUsed } = await givenResource(t);
  let tried = 0;
  for (const cell of await givenCells(t)) {
    const freeMib = Math.min(cell.memoryMib - cell.memoryMibUsed, memoryMib - memoryMibUsed);
    for (const { sizeKib } of cell.pages) {
      const wantedMib = Math.floor(mibOf(freePages(cell, sizeKib), sizeKib)) + Math.ceil(mibOf(1, sizeKib));
      if (wantedMib > freeMib || (wantedMib * 1_024) % sizeKib !== 0) continue;
      tried += 1;
      const before = await givenCellUse(t);
      const what = `a page of ${sizeKib} KiB more than are free`;
      const wishes = floatingIn(cell, 1, { memoryMib: wantedMib, pageSizeKib: sizeKib });
      await expectNoRoom(t, wishes, "hugePages", what);
      await expectUseUnchanged(t, before, what);
    }
  }
  if (tried === 0)
    t.notApplicable(`No NUMA cell of node "${t.node.name}" has memory outside of its pages of each size`);
}

/** Sizes that hosts could have, in KiB. */
const SIZES = [16_384, 65_536, 2_048, 4];

async function expectNoOtherPages(t: CheckContext): Promise<void> {
  const [cell] = await givenSharedCells(t, 1);
  const sizeKib = SIZES.find((size) => cell?.pages.every((some) => some.sizeKib !== size));
  if (cell === undefined || sizeKib === undefined) return t.notApplicable("The node has pages of every size");
  await expectNoRoom(
    t,
    floatingIn(cell, 1, { pageSizeKib: sizeKib }),
    "hugePages",
    `pages of ${sizeKib} KiB, which the host has not`,
  );
}

/** The checks of NUMA cells and pages. */
export const numaCellChecks: readonly Check[] = [
  {
    id: "placement/node-numa-is-whole",
    requirement: "placement/node-numa-is-whole",
    title: "Each node's NUMA topology has no CPU twice, siblings together, and no more in use than there is",
    run: async (t) => {
      const [cell] = await givenSharedCells(t, 1);
      if (cell !== undefined) await givenGuest(t, floatingIn(cell));
      for (const node of await t.given("listNodes", () => allNodes(t))) {
        expectWhole(t, (await givenResource(t, node)).numaTopology?.cells ?? [], node.name);
      }
    },
  },
  ...cells,
  emulatorThreads,
  ...refusals,
  {
    id: "placement/page-size-is-exact[used]",
    requirement: "placement/page-size-is-exact",
    title: "A guest with pages of each size is backed by them, which are counted as used until destroy()",
    run: expectBacked,
  },
  {
    id: "placement/page-size-is-exact[too-few]",
    requirement: "placement/page-size-is-exact",
    title: "spawn() with a page more than are free is INSUFFICIENT_RESOURCES of hugePages, and builds nothing",
    run: expectNoPages,
  },
  {
    id: "placement/page-size-is-exact[no-such-size]",
    requirement: "placement/page-size-is-exact",
    title: "spawn() with pages of a size that the host has not is INSUFFICIENT_RESOURCES of hugePages",
    run: expectNoOtherPages,
  },
];
