import { DriverError, type ErrorDetails, type GuestNumaCell, type MemoryEncryptionModel } from "@virt-driver-kit/spec";
import { type CellUse, placesOf, useOf } from "./cell-use.ts";
import type { Host } from "./host.ts";
import type { InstanceRecord } from "./instance-record.ts";
import type { NodeRecord } from "./node-record.ts";
import type { NumaCell } from "./numa-cell.ts";
import type { HardwareRecord, PlacementRecord } from "./placement-record.ts";

/** What is missing on a node. */
type Shortage = ErrorDetails["INSUFFICIENT_RESOURCES"] & { readonly where: string };

/** A guest that is to have a place. */
export interface PlacedGuest {
  readonly placement: PlacementRecord | null;
  readonly hardware: HardwareRecord | null;
}

/**
 * Makes sure that a node has the place that a guest is to have: its NUMA cells, pages, CPUs of its own, and a context to encrypt its memory.
 *
 * @param attempt - What is attempted, for the error.
 * @param host - What is there. The instance that is placed may be on the node already, and does not stand in its own way.
 * @param node - The node.
 * @param guest - The guest's place, and the uuid of its instance.
 * @throws {@link DriverError} `INSUFFICIENT_RESOURCES`, naming the first resource that runs short.
 * @see Requirements `placement/numa-that-does-not-fit-is-refused`, `placement/page-size-is-exact`, `placement/pinned-cpus-are-exclusive`,
 *   `placement/memory-encryption-or-nothing`
 */
export function assertPlaceFits(
  attempt: string,
  host: Pick<Host, "instancesOn" | "record">,
  node: NodeRecord,
  { uuid, placement, hardware }: PlacedGuest & { readonly uuid: string },
): void {
  // Nothing is counted that need not be: a node may have thousands of instances.
  const neighbours = (): InstanceRecord[] => [...host.instancesOn(node.uuid)].filter((other) => other.uuid !== uuid);
  const shortage =
    (node.maxInstances === undefined ? undefined : shortOfPlaces(host, node, node.maxInstances, neighbours())) ??
    (hardware?.memoryEncryption === undefined
      ? undefined
      : shortOfEncryption(node, neighbours(), hardware.memoryEncryption)) ??
    (placement === null ? undefined : shortOfCells(node, placesOf(neighbours()), placement));
  if (shortage === undefined) return;
  const { where, ...details } = shortage;
  const what = details.resource === "other" ? "places for instances" : details.resource;
  const state = `${where} of node "${node.name}" has ${details.available} ${what} free and ${details.requested} are needed`;
  throw new DriverError("INSUFFICIENT_RESOURCES", `Cannot ${attempt}: ${state}`, { effect: "none", details });
}

function shortOfPlaces(
  { record }: Pick<Host, "record">,
  { uuid }: NodeRecord,
  maxInstances: number,
  neighbours: readonly InstanceRecord[],
): Shortage | undefined {
  const foreign = record.foreignGuests.filter(({ node }) => node === uuid);
  return shortageOf("other", "the whole", 1, maxInstances - neighbours.length - foreign.length);
}

function shortOfEncryption(
  { hardware: { machine } }: NodeRecord,
  neighbours: readonly InstanceRecord[],
  model: MemoryEncryptionModel,
): Shortage | undefined {
  const total = machine.memoryEncryption.find((contexts) => contexts.model === model)?.total ?? 0;
  const held = neighbours.filter((neighbour) => neighbour.hardware?.memoryEncryption === model).length;
  return shortageOf("encryptionContexts", `"${model}"`, 1, total - held);
}

function shortOfCells(
  { hardware: { cells } }: NodeRecord,
  places: readonly PlacementRecord[],
  placement: PlacementRecord,
): Shortage | undefined {
  const { cells: guestCells } = placement.numaTopology;
  for (const { hostCell } of guestCells) {
    if (hostCell === undefined || cells.some(({ id }) => id === hostCell)) continue;
    return shortageOf("numaCells", `cell ${hostCell}`, 1, 0);
  }
  for (const cell of cells) {
    const here = guestCells.filter(({ hostCell }) => hostCell === cell.id);
    const [wanted, used] = [useOf(cell, [placement]), useOf(cell, places)];
    const shortage = shortOfRoom(cell, wanted, used, here);
    if (shortage !== undefined) return shortage;
  }
  return shortOfCpus(cells, places, placement);
}

function shortOfRoom(
  { id, sharedCpus, pages }: NumaCell,
  wanted: CellUse,
  used: CellUse,
  guestCells: readonly GuestNumaCell[],
): Shortage | undefined {
  const where = `cell ${id}`;
  const shortOfVcpus = shortageOf("numaCells", where, wanted.floatingVcpus, sharedCpus.length - used.floatingVcpus);
  if (shortOfVcpus !== undefined) return shortOfVcpus;
  for (const [sizeKib, count] of wanted.pages) {
    const total = pages.find((some) => some.sizeKib === sizeKib)?.total ?? 0;
    const isAskedFor = guestCells.some(({ pageSizeKib }) => pageSizeKib === sizeKib);
    const resource = isAskedFor ? "hugePages" : "numaCells";
    const shortage = shortageOf(
      resource,
      `${where}, in pages of ${sizeKib} KiB,`,
      count,
      total - (used.pages.get(sizeKib) ?? 0),
    );
    if (shortage !== undefined) return shortage;
  }
  return undefined;
}

/** A CPU that is on no cell, or is for guests that share, cannot be had any more than one that another guest has. */
function shortOfCpus(
  cells: readonly NumaCell[],
  places: readonly PlacementRecord[],
  { exclusiveCpus }: PlacementRecord,
): Shortage | undefined {
  const held = new Set(places.flatMap((place) => place.exclusiveCpus));
  const dedicated = new Set(cells.flatMap(({ dedicatedCpus }) => dedicatedCpus));
  const free = exclusiveCpus.filter((cpu) => dedicated.has(cpu) && !held.has(cpu));
  return shortageOf("dedicatedCpus", `the CPUs [${exclusiveCpus.join(", ")}]`, exclusiveCpus.length, free.length);
}

function shortageOf(
  resource: Shortage["resource"],
  where: string,
  requested: number,
  available: number,
): Shortage | undefined {
  return requested <= available ? undefined : { where, resource, requested, available: Math.max(0, available) };
}
