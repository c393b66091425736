// Drivers that sell what they do not have, or do not know what they sold.
import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { DriverError } from "@virt-driver-kit/spec";
import type { AvailableResource, Call, ComputeDriver, DriverDefinition, Flavor } from "@virt-driver-kit/spec";

import { type Mutant, replacing } from "./mutant.ts";
import { restartingWrong } from "./restarting-wrong.ts";

/** Changes the figures of every node. */
function withFigures(
  driver: ComputeDriver,
  change: (resource: AvailableResource, call: Call) => AvailableResource | Promise<AvailableResource>,
): Required<Pick<ComputeDriver, "getAvailableResource">> {
  return {
    getAvailableResource: async (params, call) => {
      const { resource } = await driver.getAvailableResource(params, call);
      return { resource: await change(resource, call) };
    },
  };
}

/** How much of each resource a node offers. */
const OFFERED = { memoryMib: 1_024, vcpus: 8 } as const;

/** Offers half of what a hypervisor has, and counts an instance only once it is built. */
function overselling(resource: keyof typeof OFFERED): DriverDefinition {
  const overbooked = replacing((driver) => {
    const built = new Map<string, number>();
    const used = (): number => [...built.values()].reduce((sum, amount) => sum + amount, 0);
    const halved = withFigures(driver, (figures) => ({ ...figures, [resource]: figures[resource] / 2 }));
    return {
      ...halved,
      spawn: async (params, call) => {
        const { uuid, flavor } = params.instance;
        const available = OFFERED[resource] - used();
        if (flavor[resource] > available) {
          const details = { resource, requested: flavor[resource], available };
          throw new DriverError("INSUFFICIENT_RESOURCES", "Cannot spawn: there is no room", { details });
        }
        const result = await driver.spawn(params, call);
        built.set(uuid, flavor[resource]);
        return result;
      },
      destroy: async (params, call) => {
        const result = await driver.destroy(params, call);
        built.delete(params.instanceUuid);
        return result;
      },
    };
  });
  return overbooked(fakeDriver({ nodes: 1, [resource]: 2 * OFFERED[resource] }));
}

const wholes: readonly Mutant[] = [
  {
    id: "resources/instances-count-whole: disk as it grows",
    requirement: "resources/instances-count-whole",
    title: "The disk of an instance that is being built is not counted yet",
    message: "ms after the begin of spawn",
    driver: replacing((driver) => {
      const building = new Set<Flavor>();
      return {
        spawn: async (params, call) => {
          const { flavor } = params.instance;
          building.add(flavor);
          return driver.spawn(params, call).finally(() => building.delete(flavor));
        },
        ...withFigures(driver, (resource) => {
          const unbuilt = [...building].reduce((sum, { rootGib }) => sum + rootGib, 0);
          return { ...resource, localGibUsed: Math.max(0, resource.localGibUsed - unbuilt) };
        }),
      };
    }),
  },
  {
    id: "resources/instances-count-whole: memory first",
    requirement: "resources/instances-count-whole",
    title: "The memory of an instance that is being destroyed is given back before the rest",
    message: "ms after the begin of destroy",
    driver: replacing((driver) => {
      let going = 0;
      return {
        destroy: async (params, call) => {
          going += 1;
          return driver.destroy(params, call).finally(() => (going -= 1));
        },
        ...withFigures(driver, (resource) => {
          const memoryMibUsed = going > 0 ? Math.max(0, resource.memoryMibUsed - 64) : resource.memoryMibUsed;
          return { ...resource, memoryMibUsed };
        }),
      };
    }),
  },
];

/** Counts nothing that an earlier run has built. */
function forgetting(driver: ComputeDriver, earlierRuns: number): Partial<ComputeDriver> {
  if (earlierRuns === 0) return {};
  return withFigures(driver, (resource) => ({ ...resource, vcpusUsed: 0, memoryMibUsed: 0, localGibUsed: 0 }));
}

/** The mutants of resources. */
export const resourcesMutants: readonly Mutant[] = [
  {
    id: "resources/concurrent-spawns-never-oversell: looks first",
    requirement: "resources/concurrent-spawns-never-oversell",
    title: "spawn looks for room, and takes it later",
    message: "Two instances with more than half of the free memoryMib each were built",
    alsoBreaks: ["resources/foreign-guests-take-room"],
    driver: () => overselling("memoryMib"),
  },
  {
    id: "resources/concurrent-spawns-never-oversell: looks for processors first",
    requirement: "resources/concurrent-spawns-never-oversell",
    title: "spawn looks for processors, and takes them later",
    message: "Two instances with more than half of the free vcpus each were built",
    driver: () => overselling("vcpus"),
  },
  ...wholes,
  {
    id: "resources/use-outlives-restarts: forgets when killed",
    requirement: "resources/use-outlives-restarts",
    title: "A driver that was killed counts only what it has built since",
    message: "Unexpected use of the nodes after the driver was",
    keepsState: true,
    attach: restartingWrong(forgetting),
    only: ["resources/use-outlives-restarts[kill]"],
  },
  {
    id: "resources/use-outlives-restarts: forgets",
    requirement: "resources/use-outlives-restarts",
    title: "A driver that was started again counts only what it has built itself",
    message: "Unexpected use of the nodes after the driver was",
    keepsState: true,
    attach: restartingWrong(forgetting),
    only: ["resources/use-outlives-restarts*"],
  },
  {
    id: "resources/use-outlives-restarts: those that are on",
    requirement: "resources/use-outlives-restarts",
    title: "A driver that was started again counts only instances that run",
    message: "Unexpected use of the nodes after the driver was",
    keepsState: true,
    attach: restartingWrong((driver, earlierRuns) =>
      earlierRuns === 0
        ? {}
        : withFigures(driver, async (resource, call) => {
            const { states } = await driver.listInstanceStates({ node: resource.node }, call);
            const running = states.filter(({ powerState }) => powerState === "running").length;
            return { ...resource, vcpusUsed: Math.min(resource.vcpusUsed, running) };
          }),
    ),
    only: ["resources/use-outlives-restarts*"],
  },
];
