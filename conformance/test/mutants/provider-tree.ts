// Drivers whose trees of resource providers are wrong.
import type {
  ConsumerAllocations,
  ResourceProvider,
  UpdateProviderTreeParams,
  UpdateProviderTreeResult,
} from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { faulty, misreporting, planned } from "./faulty.ts";
import { type DriverMutant, hiding, type Mutant, replacing, within } from "./mutant.ts";

type Params = UpdateProviderTreeParams;

/** A driver that answers other providers. */
function tree(
  change: (providers: readonly ResourceProvider[], params: Params) => readonly ResourceProvider[],
): DriverMutant["driver"] {
  return answering((result, params) => ({ ...result, providers: [...change(result.providers, params)] }));
}

function answering(
  change: (result: UpdateProviderTreeResult, params: Params) => UpdateProviderTreeResult,
): DriverMutant["driver"] {
  return replacing((driver) => ({
    updateProviderTree: async (params, call) => change(await driver.updateProviderTree(params, call), params),
  }));
}

const isOwnChild = ({ parentUuid, owner }: ResourceProvider): boolean => parentUuid !== undefined && owner === "driver";

/** Changes the driver's providers below the node. */
const below = (change: (provider: ResourceProvider) => ResourceProvider): DriverMutant["driver"] =>
  tree((providers) => providers.map((provider) => (isOwnChild(provider) ? change(provider) : provider)));

/** Asks for no allocations, ever. */
const unasked: DriverMutant["driver"] = replacing((driver) => ({
  updateProviderTree: (params, call) =>
    hiding(driver.updateProviderTree(params, call), "RESHAPE_NEEDED", async () => {
      const { providers } = await driver.updateProviderTree({ ...params, allocations: [] }, within(call));
      return { providers };
    }),
}));

/** Answers other allocations than it should. */
const moving = (
  change: (allocations: ConsumerAllocations[], params: Params) => ConsumerAllocations[],
): DriverMutant["driver"] =>
  answering(({ allocations, ...result }, params) => ({
    ...result,
    ...(allocations && { allocations: change(allocations, params) }),
  }));

/** Makes new uuids for the driver's providers, where a caller does not have them. */
function reminting(name: () => string): DriverMutant["driver"] {
  const renamed = (uuid: string): string => `${name()}${uuid.slice(8)}`;
  return below((provider) => ({ ...provider, uuid: renamed(provider.uuid) }));
}

/** Makes other uuids in each run of the driver. */
const mintedByRun: DriverMutant["driver"] = replacing((driver, host) => ({
  updateProviderTree: async (params, call) => {
    const { providers, ...result } = await driver.updateProviderTree(params, call);
    const prefix = host.driverEpoch.slice(0, 8);
    const own = providers.map((provider) =>
      isOwnChild(provider) ? { ...provider, uuid: `${prefix}${provider.uuid.slice(8)}` } : provider,
    );
    return { ...result, providers: own };
  },
}));

const ONE = "updateProviderTree/returns-one-tree";
const SPARES = "updateProviderTree/spares-what-others-own";
const ASKS = "updateProviderTree/asks-before-it-moves-inventory";
const MOVES = "updateProviderTree/moves-allocations-with-inventory";

const shape: readonly Mutant[] = [
  ...breaks(
    ONE,
    {
      word: "renames the root",
      title: "The root has another name than the node",
      message: "Unexpected providers without a parent",
      driver: tree((providers) =>
        providers.map((provider) =>
          provider.parentUuid === undefined ? { ...provider, name: `${provider.name}.example.org` } : provider,
        ),
      ),
    },
    {
      word: "one name for all",
      title: "All providers below a node have one name",
      message: "have a name twice",
      driver: below((provider) => ({ ...provider, name: "fake-node-1-device" })),
    },
    {
      word: "unnamed for the node",
      title: "Providers below a node are named for the device alone",
      message: "does not begin with its node's name",
      driver: below((provider) => ({ ...provider, name: `pci-${provider.uuid}` })),
    },
    {
      word: "cut off",
      title: "Providers below a node have a parent that is not in the tree",
      message: "is not in the tree under node",
      driver: below((provider) => ({ ...provider, parentUuid: "00000000-0000-4000-8000-000000000000" })),
    },
    {
      word: "one twice",
      title: "A provider is in the tree twice",
      message: "have a uuid twice",
      driver: tree((providers) => [...providers, ...providers.filter(isOwnChild).slice(0, 1)]),
    },
    {
      word: "uproots others",
      title: "Providers of others lose their parent",
      message: "Unexpected providers without a parent",
      driver: tree((providers) =>
        providers.map(({ parentUuid, ...provider }) =>
          parentUuid === undefined || provider.owner === "other" ? provider : { ...provider, parentUuid },
        ),
      ),
      only: [`${ONE}[others]`],
    },
  ),
  ...breaks(
    "updateProviderTree/is-repeatable",
    {
      word: "new each time",
      title: "Providers below a node get a new uuid with each reading",
      message: "updateProviderTree answered RESHAPE_NEEDED given the tree that was returned",
      driver: (base) => {
        let reading = 10_000_000;
        return reminting(() => String(reading++))(base);
      },
    },
    {
      word: "drifting",
      title: "Each reading adds a trait",
      message: "Unexpected tree given the tree that was returned",
      driver: tree((providers) =>
        providers.map((provider) => ({
          ...provider,
          traits: [...provider.traits, `CUSTOM_READ_${provider.traits.length}`],
        })),
      ),
    },
    {
      word: "new in each run",
      title: "Providers below a node get a new uuid in each run of the driver",
      message: "updateProviderTree answered RESHAPE_NEEDED after a restart of the driver",
      driver: mintedByRun,
      only: ["updateProviderTree/is-repeatable[restart]"],
    },
  ),
  ...breaks(
    "updateProviderTree/agrees-with-available-resource",
    {
      word: "shared CPUs alone",
      title: "Dedicated CPUs are not offered",
      message: "Unexpected totals of the tree of node",
      driver: tree((providers) =>
        providers.map((provider) => ({
          ...provider,
          inventories: provider.inventories.filter(({ resourceClass }) => resourceClass !== "PCPU"),
        })),
      ),
    },
    {
      word: "what is free",
      title: "The memory that is offered is what is free",
      message: "Unexpected totals of the tree of node",
      driver: replacing((driver) => ({
        updateProviderTree: async (params, call) => {
          const { providers, ...result } = await driver.updateProviderTree(params, call);
          const { resource } = await driver.getAvailableResource({ node: params.node }, within(call));
          const free = resource.memoryMib - resource.memoryMibUsed;
          const offered = providers.map((provider) => ({
            ...provider,
            inventories: provider.inventories.map((inventory) =>
              inventory.resourceClass === "MEMORY_MB" ? { ...inventory, total: free, maxUnit: free } : inventory,
            ),
          }));
          return { ...result, providers: offered };
        },
      })),
    },
  ),
  ...breaks(
    "updateProviderTree/inventories-are-coherent",
    {
      word: "units beyond the total",
      title: "More can be taken at once than there is",
      message: "contradicts itself",
      driver: faulty(
        misreporting("updateProviderTree", { pointer: "/providers/*/inventories/*/maxUnit", json: "1099511627776" }),
      ),
    },
    {
      word: "reserves beyond the total",
      title: "More is reserved than there is",
      message: "contradicts itself",
      driver: faulty(
        misreporting("updateProviderTree", { pointer: "/providers/*/inventories/0/reserved", json: "1099511627776" }),
      ),
    },
    {
      word: "one class twice",
      title: "A provider has two inventories of one class",
      message: "has two inventories of one class",
      driver: tree((providers) =>
        providers.map((provider) => ({
          ...provider,
          inventories: [...provider.inventories, ...provider.inventories.slice(0, 1)],
        })),
      ),
    },
  ),
];

/** The mutants of `updateProviderTree`. */
export const providerTreeMutants: readonly Mutant[] = [
  ...shape,
  ...breaks(
    SPARES,
    {
      word: "drops traits",
      title: "The traits of the node are replaced by the driver's own",
      message: "Unexpected traits, aggregates and allocation ratios set by others",
      driver: planned("provider-tree-drops-foreign-traits"),
      only: [`${SPARES}[settings]`],
    },
    {
      word: "resets ratios",
      title: "Allocation ratios are set anew at each reading",
      message: "Unexpected traits, aggregates and allocation ratios set by others",
      driver: faulty(
        misreporting("updateProviderTree", {
          pointer: "/providers/*/inventories/*/allocationRatio",
          was: "3.5",
          json: "16",
        }),
      ),
      only: [`${SPARES}[settings]`],
    },
    {
      word: "drops aggregates",
      title: "Providers below the node lose their aggregates",
      message: "Unexpected traits, aggregates and allocation ratios set by others",
      driver: below((provider) => ({ ...provider, aggregates: [] })),
      only: [`${SPARES}[settings]`],
    },
    {
      word: "drops providers",
      title: "Providers of others are left out",
      message: "Unexpected providers of others in the tree",
      driver: tree((providers) => providers.filter(({ owner }) => owner === "driver")),
      only: [`${SPARES}[providers]`],
    },
    {
      word: "adopts providers",
      title: "Providers of others are told as the driver's own",
      message: "Unexpected providers of others in the tree",
      driver: tree((providers) => providers.map((provider) => ({ ...provider, owner: "driver" }))),
      only: [`${SPARES}[providers]`],
    },
  ),
  ...breaks(
    ASKS,
    ...(["to-root", "from-root"] as const).map((variant) => ({
      word: `unasked ${variant}`,
      title: `Inventory is moved ${variant} without asking`,
      message: "succeeded instead of being refused with RESHAPE_NEEDED",
      driver: unasked,
      only: [`${ASKS}[${variant}]`],
    })),
  ),
  ...breaks(
    MOVES,
    ...(["to-root", "from-root"] as const).map((variant) => ({
      word: `left behind ${variant}`,
      title: `Allocations are left where they were when inventory is moved ${variant}`,
      message: "is of a provider that does not offer it any more",
      driver: moving((_allocations, { allocations = [] }) => [...allocations]),
      only: [`${MOVES}[${variant}]`],
    })),
    {
      word: "loses amounts",
      title: "Of each allocation one unit is left",
      message: "Unexpected amounts that the consumers hold",
      driver: moving((allocations) =>
        allocations.map((consumer) => ({
          ...consumer,
          allocations: consumer.allocations.map((held) => ({
            ...held,
            resources: held.resources.map((resource) => ({ ...resource, amount: 1 })),
          })),
        })),
      ),
    },
    {
      word: "loses a consumer",
      title: "One consumer is forgotten",
      message: "Unexpected consumers in the answer",
      driver: moving((allocations) => allocations.slice(1)),
    },
    {
      word: "moves all",
      title: "Allocations outside of the tree are moved to its root",
      message: "which has not moved",
      driver: moving((allocations, { node }) =>
        allocations.map((consumer) => ({
          ...consumer,
          allocations: consumer.allocations.map((held) =>
            held.resources.some(({ resourceClass }) => resourceClass.startsWith("CUSTOM_"))
              ? { ...held, providerUuid: node }
              : held,
          ),
        })),
      ),
    },
    {
      word: "answers none",
      title: "The answer has no allocations",
      message: "No allocations in the answer",
      driver: answering(({ providers }) => ({ providers })),
    },
  ),
];
