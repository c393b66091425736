// Drivers whose guests are in other NUMA cells than they should be, or are counted in others.
import { DriverError } from "@virt-driver-kit/spec";
import type { GuestNumaTopology, HostNumaCell, SpawnParams } from "@virt-driver-kit/spec";

import { type Breach, breaks } from "./breaks.ts";
import { faulty, misreading, misreporting, planned } from "./faulty.ts";
import { type DriverMutant, hiding, type Mutant, replacing, stateOf, within } from "./mutant.ts";
import { once, tellingHardware, type Turn, type Wrong } from "./once.ts";

const TOPOLOGY = "/instance/numaTopology";
const HOST_CELLS = "/resource/numaTopology/cells";
const SUCCEEDED = '"spawn" succeeded instead of being refused with';

/** A driver that tells other NUMA cells of its nodes. */
function tellingCells(change: (cells: readonly HostNumaCell[]) => HostNumaCell[]): DriverMutant["driver"] {
  return replacing((driver) => ({
    getAvailableResource: async (params, call) => {
      const { resource } = await driver.getAvailableResource(params, call);
      if (resource.numaTopology === undefined) return { resource };
      return { resource: { ...resource, numaTopology: { cells: change(resource.numaTopology.cells) } } };
    },
  }));
}

const inFirst = (change: (cell: HostNumaCell, second: HostNumaCell) => HostNumaCell): DriverMutant["driver"] =>
  tellingCells(([first, second, ...others]) =>
    first === undefined || second === undefined ? [] : [change(first, second), second, ...others],
  );

/** A driver that builds a guest without a place where it finds none. */
const floatingAround = (code: DriverError["code"]): DriverMutant["driver"] =>
  replacing((driver) => ({
    spawn: (params, call) =>
      hiding(driver.spawn(params, call), code, () => driver.spawn(withoutPlace(params), within(call))),
  }));

function withoutPlace(params: SpawnParams): SpawnParams {
  const { numaTopology: _, ...instance } = params.instance;
  return { ...params, instance };
}

/** A driver that tells of another code or resource when there is no room. */
const misnaming = (from: DriverError["code"], make: (error: DriverError) => DriverError): DriverMutant["driver"] =>
  replacing((driver) => ({
    spawn: async (params, call) => {
      try {
        return await driver.spawn(params, call);
      } catch (error) {
        throw error instanceof DriverError && error.code === from ? make(error) : error;
      }
    },
  }));

const shortOf = (resource: "memoryMib" | "numaCells", message: string): DriverError =>
  new DriverError("INSUFFICIENT_RESOURCES", message, {
    effect: "none",
    details: { resource, requested: 1, available: 0 },
  });

/** Counts no guest that is not running. */
const onlyRunning: DriverMutant["driver"] = replacing((driver) => {
  const spawned = new Map<string, GuestNumaTopology>();
  return {
    spawn: async (params, call) => {
      const result = await driver.spawn(params, call);
      if (params.instance.numaTopology) spawned.set(params.instance.uuid, params.instance.numaTopology);
      return result;
    },
    getAvailableResource: async (params, call) => {
      const { resource } = await driver.getAvailableResource(params, call);
      let cells: readonly HostNumaCell[] = resource.numaTopology?.cells ?? [];
      for (const [uuid, topology] of spawned) {
        if ((await stateOf(driver, uuid, within(call))) === "shutdown") cells = uncounted(cells, topology);
      }
      return { resource: { ...resource, ...(cells.length > 0 && { numaTopology: { cells: [...cells] } }) } };
    },
  };
});

function uncounted(cells: readonly HostNumaCell[], topology: GuestNumaTopology): HostNumaCell[] {
  return cells.map((cell) => {
    const here = topology.cells.filter(({ hostCell }) => hostCell === cell.id);
    const pinned = here.flatMap(({ pinning = [] }) => pinning.map(({ hostCpu }) => hostCpu));
    return {
      ...cell,
      vcpusUsed: cell.vcpusUsed - here.reduce((sum, { vcpus }) => sum + vcpus.length, 0),
      memoryMibUsed: cell.memoryMibUsed - here.reduce((sum, { memoryMib }) => sum + memoryMib, 0),
      pinnedCpus: cell.pinnedCpus.filter((cpu) => !pinned.includes(cpu)),
    };
  });
}

/** Counts guests that are gone. */
const leaking: DriverMutant["driver"] = replacing((driver) => {
  let gone = 0;
  return {
    destroy: async (params, call) => {
      const result = await driver.destroy(params, call);
      gone += 1;
      return result;
    },
    getAvailableResource: async (params, call) => {
      const { resource } = await driver.getAvailableResource(params, call);
      const cells = resource.numaTopology?.cells.map((cell) => ({ ...cell, vcpusUsed: cell.vcpusUsed + gone }));
      return { resource: { ...resource, ...(cells && { numaTopology: { cells } }) } };
    },
  };
});

const cells: readonly Mutant[] = [
  ...breaks(
    "placement/node-numa-is-whole",
    {
      word: "CPU twice",
      title: "A host CPU is in two cells",
      message: "are in more than one NUMA cell",
      driver: inFirst((first, second) => ({
        ...first,
        sharedCpus: [...first.sharedCpus, ...second.sharedCpus.slice(0, 1)],
      })),
    },
    {
      word: "siblings apart",
      title: "The threads of a core are in two cells",
      message: "are not CPUs of the cell",
      driver: inFirst((first, second) => ({
        ...first,
        siblings: [[first.sharedCpus[0] ?? 0, second.sharedCpus[0] ?? 0]],
      })),
    },
    {
      word: "more used than there",
      title: "More memory of a cell is in use than it has",
      message: "are in use, and it has",
      driver: inFirst((first) => ({ ...first, memoryMibUsed: first.memoryMib + 1 })),
    },
    {
      word: "more pages used than there",
      title: "More pages of a cell are in use than it has",
      message: "are in use or reserved",
      driver: inFirst((first) => ({
        ...first,
        pages: first.pages.map((pages) => ({ ...pages, reserved: pages.total + 1 })),
      })),
    },
    {
      word: "pages twice",
      title: "The memory of a cell is in its small pages and in its large ones",
      message: "and it has",
      driver: inFirst((first) => ({
        ...first,
        pages: first.pages.map((pages, index) =>
          index === 0 ? { ...pages, total: (first.memoryMib * 1_024) / pages.sizeKib } : pages,
        ),
      })),
    },
    {
      word: "pinned shared ones",
      title: "A CPU that guests share is told as pinned",
      message: "are not among its dedicated ones",
      driver: inFirst((first) => ({ ...first, pinnedCpus: first.sharedCpus.slice(0, 1) })),
    },
  ),
  ...breaks(
    "placement/cells-are-obeyed",
    {
      word: "always the first",
      title: "Every guest is in the first cell of the host",
      message: "Unexpected hardware.numaTopology of getInfo after spawn",
      driver: faulty(misreading("spawn", { pointer: `${TOPOLOGY}/cells/*/hostCell`, json: "0" })),
      only: ["placement/cells-are-obeyed[each]"],
    },
    {
      word: "in the host's order",
      title: "The cells of a guest are in the cells of the host by their order",
      message: "Unexpected hardware.numaTopology of getInfo after spawn",
      driver: faulty(
        misreading(
          "spawn",
          { pointer: `${TOPOLOGY}/cells/0/hostCell`, json: "0" },
          { pointer: `${TOPOLOGY}/cells/1/hostCell`, json: "1" },
        ),
      ),
      only: ["placement/cells-are-obeyed[crossed]"],
    },
    {
      word: "uncounted",
      title: "Guests are counted in no cell",
      message: "Unexpected use of the node's NUMA cells after spawn",
      driver: faulty(
        misreporting(
          "getAvailableResource",
          { pointer: `${HOST_CELLS}/*/vcpusUsed`, json: "0" },
          { pointer: `${HOST_CELLS}/*/memoryMibUsed`, json: "0" },
        ),
      ),
    },
    {
      word: "uncounted while off",
      title: "Guests that are off are counted in no cell",
      message: "Unexpected use of the node's NUMA cells after spawn",
      driver: onlyRunning,
      only: ["placement/cells-are-obeyed[off]"],
    },
    {
      word: "counted for ever",
      title: "Guests that are gone are still counted in their cells",
      message: "Unexpected use of the node's NUMA cells after destroy",
      driver: leaking,
    },
  ),
  ...breaks(
    "placement/numa-that-does-not-fit-is-refused",
    ...(["no-cell", "no-room"] as const).map((variant) => ({
      word: `floats around ${variant}`,
      title: `A guest that finds ${variant} is built without a place`,
      message: `${SUCCEEDED} INSUFFICIENT_RESOURCES`,
      driver: floatingAround("INSUFFICIENT_RESOURCES"),
      only: [`placement/numa-that-does-not-fit-is-refused[${variant}]`],
    })),
    {
      word: "another resource",
      title: "spawn says that memory runs short where a cell is missing",
      message: "Unexpected resource that runs short",
      driver: misnaming("INSUFFICIENT_RESOURCES", ({ message }) => shortOf("memoryMib", message)),
      only: ["placement/numa-that-does-not-fit-is-refused[no-cell]"],
    },
    {
      word: "floats around a contradiction",
      title: "A guest whose cells are not of its flavor is built without a place",
      message: `${SUCCEEDED} INVALID_REQUEST`,
      driver: floatingAround("INVALID_REQUEST"),
      only: ["placement/numa-that-does-not-fit-is-refused[flavor]"],
    },
    {
      word: "sent elsewhere",
      title: "spawn says of cells that are not of the flavor that another node might have them",
      message: "INSUFFICIENT_RESOURCES instead of INVALID_REQUEST",
      driver: misnaming("INVALID_REQUEST", ({ message }) => shortOf("numaCells", message)),
      only: ["placement/numa-that-does-not-fit-is-refused[flavor]"],
    },
  ),
  ...breaks(
    "placement/page-size-is-exact",
    {
      word: "small ones",
      title: "Every guest is backed by the host's small pages",
      message: "Unexpected pageSizeKib of hardware.numaTopology",
      driver: faulty(misreading("spawn", { pointer: `${TOPOLOGY}/cells/*/pageSizeKib` })),
      only: ["placement/page-size-is-exact[used]"],
    },
    {
      word: "uncounted",
      title: "Huge pages in use are not counted",
      message: "Unexpected pages in use in the node's NUMA cells after a spawn",
      driver: planned("huge-pages-are-not-counted"),
      only: ["placement/page-size-is-exact[used]"],
    },
    ...(["too-few", "no-such-size"] as const).map((variant) => ({
      word: `small ones where ${variant}`,
      title: `A guest that finds ${variant} of its pages gets others`,
      message: `${SUCCEEDED} INSUFFICIENT_RESOURCES`,
      driver: floatingAround("INSUFFICIENT_RESOURCES"),
      only: [`placement/page-size-is-exact[${variant}]`],
    })),
  ),
];

const pinning: readonly Mutant[] = [
  ...breaks(
    "placement/pinned-cpus-are-exclusive",
    {
      word: "untold",
      title: "pinnedCpus is always empty",
      message: "Unexpected pinnedCpus of the node after spawn",
      driver: faulty(misreporting("getAvailableResource", { pointer: `${HOST_CELLS}/*/pinnedCpus`, json: "[]" })),
    },
    {
      word: "shared",
      title: "A guest whose CPU is taken gets some others",
      message: `${SUCCEEDED} INSUFFICIENT_RESOURCES`,
      driver: floatingAround("INSUFFICIENT_RESOURCES"),
      only: ["placement/pinned-cpus-are-exclusive[running]"],
    },
    {
      word: "free while off",
      title: "A guest that is off holds no CPUs",
      message: "Unexpected pinnedCpus of the node after spawn",
      driver: onlyRunning,
      only: ["placement/pinned-cpus-are-exclusive[off]"],
    },
    {
      word: "unpinned",
      title: "A guest floats over the shared CPUs whatever its pinning",
      message: "Unexpected pinning of hardware.numaTopology",
      driver: faulty(
        misreading(
          "spawn",
          { pointer: `${TOPOLOGY}/cells/*/pinning` },
          { pointer: `${TOPOLOGY}/cells/*/dedicatedVcpus` },
        ),
      ),
    },
  ),
  ...breaks("placement/isolated-cores-are-isolated", {
    word: "crowded",
    title: "spawn does not read the thread policy",
    message: "Unexpected pinnedCpus of the node after spawn of a guest whose cores are isolated",
    driver: faulty(misreading("spawn", { pointer: `${TOPOLOGY}/threadPolicy` })),
  }),
];

/** Counts nothing of guests that have been through something. */
const uncountedAfter: Wrong = (driver, concerns) => {
  const spawned = new Map<string, GuestNumaTopology>();
  return {
    spawn: async (params, call) => {
      const result = await driver.spawn(params, call);
      if (params.instance.numaTopology) spawned.set(params.instance.uuid, params.instance.numaTopology);
      return result;
    },
    getAvailableResource: async (params, call) => {
      const { resource } = await driver.getAvailableResource(params, call);
      let now: readonly HostNumaCell[] = resource.numaTopology?.cells ?? [];
      for (const [uuid, topology] of spawned) if (concerns(uuid)) now = uncounted(now, topology);
      return { resource: { ...resource, ...(now.length > 0 && { numaTopology: { cells: [...now] } }) } };
    },
  };
};

const PASSED: readonly { readonly variant: string; readonly turn: Turn }[] = [
  { variant: "pause", turn: "pause" },
  { variant: "powerOff", turn: "powerOff" },
  { variant: "reboot", turn: "reboot" },
  { variant: "powerOn", turn: "powerOn" },
  { variant: "restart", turn: "restart" },
  { variant: "restart-powerOn", turn: "restart" },
];

const KEPT = "placement/place-is-kept";

/** A driver that starts a guest anew where there is room. */
const moved: Wrong = tellingHardware(({ numaTopology, ...hardware }) => ({
  ...hardware,
  ...(numaTopology && {
    numaTopology: { cells: numaTopology.cells.map((cell) => ({ ...cell, hostCell: (cell.hostCell ?? 0) + 1 })) },
  }),
}));

const kept = breaks(
  KEPT,
  ...PASSED.flatMap(({ variant, turn }): Breach[] =>
    [variant, `cpus-${variant}`].map((name) => ({
      word: `moved by ${name}`,
      title: `A guest is in another host cell after ${name}`,
      message: "Unexpected hardware.numaTopology of getInfo",
      driver: once(turn, moved),
      ...(turn === "restart" && { keepsState: true as const }),
      only: [`${KEPT}[${name}]`],
    })),
  ),
  ...PASSED.filter(({ turn }) => turn !== "restart").map(({ variant, turn }): Breach => ({
    word: `uncounted after ${variant}`,
    title: `A guest is counted in no cell after ${variant}`,
    message: "Unexpected use of the node's NUMA cells",
    driver: once(turn, uncountedAfter),
    only: [`${KEPT}[${variant}]`],
  })),
);

/** The mutants of NUMA. */
export const numaMutants: readonly Mutant[] = [...cells, ...pinning, ...kept];
