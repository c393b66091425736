// The NUMA cells of a node, what is held of them, and guests that are to be in them.
import type { GuestNumaCell, HostNumaCell, NodeInfo } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { Wishes } from "./guest-hardware.ts";
import { givenResource } from "./usage.ts";

const KIB_PER_MIB = 1_024;
/** The memory of one cell of a guest, in MiB, where nothing depends on it. */
const CELL_MIB = 64;

/** What is held of a cell. */
export interface CellUse {
  readonly id: number;
  readonly vcpus: number;
  readonly memoryMib: number;
  /** Held pages, by their size in KiB. */
  readonly pages: Readonly<Record<number, number>>;
  readonly pinnedCpus: readonly number[];
}

/**
 * The cells of a node.
 *
 * @throws NotApplicable if it reports none, which the spec lets it do where the driver chooses for itself.
 */
export async function givenCells(t: CheckContext, node: NodeInfo = t.node): Promise<readonly HostNumaCell[]> {
  const { numaTopology } = await givenResource(t, node);
  return numaTopology?.cells ?? t.notApplicable(`Node "${node.name}" does not report its NUMA topology`);
}

/** The cells with at least this many shared CPUs, and memory for a small guest in each. */
export async function givenSharedCells(t: CheckContext, cpus: number): Promise<readonly HostNumaCell[]> {
  const cells = (await givenCells(t)).filter(
    ({ sharedCpus, memoryMib, memoryMibUsed }) => sharedCpus.length >= cpus && memoryMib - memoryMibUsed >= CELL_MIB,
  );
  if (cells.length === 0) t.notApplicable(`No NUMA cell of node "${t.node.name}" has ${cpus} shared CPUs and memory`);
  return cells;
}

/** What is held of each cell of a node now. */
export async function givenCellUse(t: CheckContext): Promise<readonly CellUse[]> {
  return (await givenCells(t)).map(({ id, vcpusUsed, memoryMibUsed, pages, pinnedCpus }) => ({
    id,
    vcpus: vcpusUsed,
    memoryMib: memoryMibUsed,
    pages: Object.fromEntries(pages.map(({ sizeKib, used }) => [sizeKib, used])),
    pinnedCpus: pinnedCpus.toSorted((a, b) => a - b),
  }));
}

/** How many pages of one size are free in a cell. */
export function freePages({ pages }: HostNumaCell, sizeKib: number): number {
  const found = pages.find((some) => some.sizeKib === sizeKib);
  return found === undefined ? 0 : found.total - found.used - (found.reserved ?? 0);
}

/** How much memory some pages make up, in MiB. */
export function mibOf(pages: number, sizeKib: number): number {
  return (pages * sizeKib) / KIB_PER_MIB;
}

/** The CPUs of a cell that a guest can have for itself now, with their siblings free too. */
export function freeCores({ dedicatedCpus, pinnedCpus, siblings = [] }: HostNumaCell): readonly (readonly number[])[] {
  const free = dedicatedCpus.filter((cpu) => !pinnedCpus.includes(cpu));
  const cores = free.map((cpu) => siblings.find((core) => core.includes(cpu)) ?? [cpu]);
  const whole = cores.filter((core) => core.every((cpu) => free.includes(cpu)));
  return [...new Map(whole.map((core) => [core[0], core])).values()];
}

/** A guest of one cell in a cell of the host, whose vCPUs float over its shared CPUs. */
export function floatingIn(
  { id }: Pick<HostNumaCell, "id">,
  vcpus: number = 1,
  changes: Partial<GuestNumaCell> = {},
): Wishes {
  const cell = { id: 0, vcpus: [...Array(vcpus).keys()], memoryMib: CELL_MIB, hostCell: id, ...changes };
  return { flavor: { vcpus, memoryMib: cell.memoryMib }, numaTopology: { cells: [cell] } };
}

/** A guest of one cell in a cell of the host, each of whose vCPUs has one of these CPUs for itself. */
export function pinnedIn({ id }: Pick<HostNumaCell, "id">, hostCpus: readonly number[]): Wishes {
  const vcpus = hostCpus.map((_, vcpu) => vcpu);
  const pinning = hostCpus.map((hostCpu, vcpu) => ({ vcpu, hostCpu }));
  return floatingIn({ id }, hostCpus.length, { dedicatedVcpus: vcpus, pinning });
}

/** A guest of several cells with one vCPU each, the first in the first of the host's cells given. */
export function spreadOver(cells: readonly Pick<HostNumaCell, "id">[]): Wishes {
  return {
    flavor: { vcpus: cells.length, memoryMib: CELL_MIB * cells.length },
    numaTopology: {
      cells: cells.map(({ id }, index) => ({ id: index, vcpus: [index], memoryMib: CELL_MIB, hostCell: id })),
    },
  };
}
