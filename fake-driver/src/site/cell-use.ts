/** What instances hold of the NUMA cells of a node. Nothing of it is stored: it follows from the places of the instances. */

import type { GuestNumaCell } from "@virt-driver-kit/spec";
import type { InstanceRecord } from "./instance-record.ts";
import type { NumaCell } from "./numa-cell.ts";
import type { PlacementRecord } from "./placement-record.ts";

const KIB_PER_MIB = 1024;

/** What is held of a cell. */
export interface CellUse {
  /** vCPUs on the cell, those with a CPU of their own too. */
  readonly vcpus: number;
  /** Those of them that float over the shared CPUs. */
  readonly floatingVcpus: number;
  readonly memoryMib: number;
  /** How many pages, by their size in KiB. */
  readonly pages: ReadonlyMap<number, number>;
  /** Those of the cell's dedicated CPUs that are not free. */
  readonly exclusiveCpus: ReadonlySet<number>;
}

/** The places that the given instances have, but for those that float. */
export function placesOf(instances: Iterable<InstanceRecord>): PlacementRecord[] {
  return [...instances].flatMap(({ placement }) => (placement === null ? [] : [placement]));
}

/** Counts what guests with the given places hold of a cell. */
export function useOf(cell: NumaCell, places: readonly PlacementRecord[]): CellUse {
  const guestCells = places
    .flatMap(({ numaTopology }) => numaTopology.cells)
    .filter(({ hostCell }) => hostCell === cell.id);
  const pages = new Map<number, number>();
  for (const guestCell of guestCells) {
    const sizeKib = pageSizeOf(guestCell, cell);
    pages.set(sizeKib, (pages.get(sizeKib) ?? 0) + Math.ceil((guestCell.memoryMib * KIB_PER_MIB) / sizeKib));
  }
  const vcpus = guestCells.reduce((sum, guestCell) => sum + guestCell.vcpus.length, 0);
  const held = new Set(places.flatMap(({ exclusiveCpus }) => exclusiveCpus));
  return {
    vcpus,
    floatingVcpus: vcpus - guestCells.reduce((sum, { dedicatedVcpus = [] }) => sum + dedicatedVcpus.length, 0),
    memoryMib: guestCells.reduce((sum, { memoryMib }) => sum + memoryMib, 0),
    pages,
    exclusiveCpus: new Set(cell.dedicatedCpus.filter((cpu) => held.has(cpu))),
  };
}

/** The size of the pages that back a guest's cell, in KiB: the one asked for, or the host's smallest. */
function pageSizeOf({ pageSizeKib }: GuestNumaCell, { pages }: NumaCell): number {
  return pageSizeKib ?? pages[0]?.sizeKib ?? 1;
}
