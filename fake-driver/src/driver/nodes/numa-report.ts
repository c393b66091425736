/**
 * Tells of the NUMA cells of a node and of what is held of each.
 *
 * @see Requirements `placement/node-numa-is-whole`, `placement/cells-are-obeyed`, `placement/page-size-is-exact`,
 *   `placement/pinned-cpus-are-exclusive`
 */

import type { HostNumaCell, HostNumaTopology } from "@virt-driver-kit/spec";
import { placesOf, useOf } from "../../site/cell-use.ts";
import type { Host } from "../../site/host.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { NumaCell } from "../../site/numa-cell.ts";
import type { PlacementRecord } from "../../site/placement-record.ts";

/** Reads the NUMA topology of a node. Guests that float over the node hold nothing of a cell. */
export function numaReport(host: Pick<Host, "instancesOn">, { uuid, hardware }: NodeRecord): HostNumaTopology {
  const places = placesOf(host.instancesOn(uuid));
  return { cells: hardware.cells.map((cell) => cellReport(cell, places)) };
}

function cellReport(cell: NumaCell, places: readonly PlacementRecord[]): HostNumaCell {
  const { id, sharedCpus, dedicatedCpus, siblings, memoryMib, pages } = cell;
  const used = useOf(cell, places);
  return {
    id,
    socket: id,
    sharedCpus: [...sharedCpus],
    dedicatedCpus: [...dedicatedCpus],
    pinnedCpus: [...used.exclusiveCpus],
    ...(siblings.length > 0 ? { siblings: siblings.map((core) => [...core]) } : {}),
    vcpusUsed: used.vcpus,
    memoryMib,
    memoryMibUsed: used.memoryMib,
    pages: pages.map(({ sizeKib, total }) => ({ sizeKib, total, used: used.pages.get(sizeKib) ?? 0 })),
  };
}
