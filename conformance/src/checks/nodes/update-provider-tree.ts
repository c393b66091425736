// Checks of `updateProviderTree`: one coherent tree, the same each time, that leaves alone what is not the driver's.
import { DriverError } from "@virt-driver-kit/spec";
import type { ConsumerAllocations, Inventory, NodeInfo, ResourceProvider } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { allNodes } from "../steps/nodes.ts";
import { bareRoot, givenTree, treeFrom } from "../steps/provider-tree.ts";
import { givenResource } from "../steps/usage.ts";

type Tree = readonly ResourceProvider[];

const CUSTOM_TRAITS = ["CUSTOM_VDK_GOLD", "CUSTOM_VDK_STAFF_ONLY"];
const RATIO = 3.5;
const HINT = "Store the uuids of the providers that you add, or derive them from the node's.";

function eachNode(t: CheckContext): Promise<readonly NodeInfo[]> {
  return t.given("listNodes", () => allNodes(t));
}

function repeatedIn<T>(values: readonly T[]): T[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

/** Whether a provider's parents lead to the root. */
function isUnder(root: string, tree: Tree, provider: ResourceProvider): boolean {
  let at: ResourceProvider | undefined = provider;
  for (let steps = 0; steps <= tree.length && at !== undefined; steps++) {
    if (at.uuid === root) return true;
    const { parentUuid }: ResourceProvider = at;
    at = tree.find(({ uuid }) => uuid === parentUuid);
  }
  return false;
}

function expectOneTree(t: CheckContext, { uuid, name }: NodeInfo, tree: Tree): void {
  const roots = tree
    .filter(({ parentUuid }) => parentUuid === undefined)
    .map((root) => ({ uuid: root.uuid, name: root.name }));
  t.expectEqual(roots, [{ uuid, name }], `providers without a parent in the tree of node "${name}"`);
  for (const member of ["uuid", "name"] as const) {
    const repeated = repeatedIn(tree.map((provider) => provider[member]));
    t.expectThat(repeated.length === 0, `Providers of node "${name}" have a ${member} twice`, { got: repeated });
  }
  for (const provider of tree) {
    t.expectThat(isUnder(uuid, tree, provider), `Provider "${provider.name}" is not in the tree under node "${name}"`, {
      got: { parentUuid: provider.parentUuid },
    });
    const isNamed = provider.owner !== "driver" || provider.name.startsWith(name);
    t.expectThat(isNamed, `The name of provider "${provider.name}" does not begin with its node's name, "${name}"`, {
      hint: "Names of providers are unique in the whole cloud: begin each with the node's.",
    });
  }
}

function byText<T>(values: readonly T[], key: (value: T) => string): T[] {
  return values.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Trees in an order of their own. */
function sorted(tree: Tree): Tree {
  return byText(tree, ({ uuid }) => uuid).map((provider) => ({
    ...provider,
    inventories: byText(provider.inventories, ({ resourceClass }) => resourceClass),
    traits: provider.traits.toSorted(),
    ...(provider.aggregates && { aggregates: provider.aggregates.toSorted() }),
  }));
}

function inventoryOf(resourceClass: string, total: number): Inventory {
  return { resourceClass, total, reserved: 0, minUnit: 1, maxUnit: total, step: 1, allocationRatio: 1 };
}

/** A provider of another service below one of the driver's. */
function foreign(t: CheckContext, parentUuid: string, name: string): ResourceProvider {
  return {
    uuid: t.uuid(),
    name: `${name}-${t.uuid()}`,
    parentUuid,
    owner: "other",
    inventories: [{ ...inventoryOf("CUSTOM_VDK_BANDWIDTH", 10_000), allocationRatio: 1.5, reserved: 10 }],
    traits: ["CUSTOM_VDK_PHYSNET_1"],
    aggregates: [t.uuid()],
  };
}

/** The tree as somebody has worked on it: traits, aggregates and ratios on each provider, and others' providers below. */
function workedOn(t: CheckContext, tree: Tree): Tree {
  const touched = tree.map((provider) => ({
    ...provider,
    inventories: provider.inventories.map((inventory) => ({ ...inventory, allocationRatio: RATIO })),
    traits: [...provider.traits, ...CUSTOM_TRAITS],
    aggregates: [t.uuid(), t.uuid()],
  }));
  const below = touched.map(({ uuid }) => foreign(t, uuid, "vdk-agent"));
  const deeper = below.slice(0, 1).map(({ uuid }) => foreign(t, uuid, "vdk-agent-port"));
  return [...touched, ...below, ...deeper];
}

/** What others have set on the providers of the driver's. */
function settingsIn(tree: Tree): object[] {
  return sorted(tree)
    .filter(({ owner }) => owner === "driver")
    .map(({ name, traits, aggregates, inventories }) => ({
      name,
      traits: traits.filter((trait) => CUSTOM_TRAITS.includes(trait)),
      aggregates,
      ratios: inventories.map(({ resourceClass, allocationRatio }) => ({ resourceClass, allocationRatio })),
    }));
}

const sparing: readonly Check[] = [
  {
    id: "updateProviderTree/spares-what-others-own[providers]",
    requirement: "updateProviderTree/spares-what-others-own",
    title: "updateProviderTree() gives back providers of others below each of its own as they were",
    run: async (t) => {
      const given = workedOn(t, await givenTree(t));
      const others = given.filter(({ owner }) => owner === "other");
      const answer = await treeFrom(t, t.node, given);
      const back = answer.filter(({ uuid }) => others.some((other) => other.uuid === uuid));
      t.expectEqual(
        sorted(back),
        sorted(others),
        "providers of others in the tree",
        "Change only what the driver has added.",
      );
    },
  },
  {
    id: "updateProviderTree/spares-what-others-own[settings]",
    requirement: "updateProviderTree/spares-what-others-own",
    title:
      "updateProviderTree() keeps the traits, aggregates and allocation ratios that others have set on its providers",
    run: async (t) => {
      const given = workedOn(t, await givenTree(t));
      const answer = await treeFrom(t, t.node, given);
      const hint = "Add and remove your own traits, and copy all else from the provider that was given.";
      t.expectEqual(
        settingsIn(answer),
        settingsIn(given),
        "traits, aggregates and allocation ratios set by others",
        hint,
      );
    },
  },
];

/** A resource that the node offers and that is to come from a provider which the tree has no use for any more. */
interface Reshape {
  readonly given: Tree;
  readonly moved: Inventory;
  readonly from: ResourceProvider;
  /** A resource of the root that stays where it is, if there is one. */
  readonly stays: Inventory | undefined;
}

/** The node's tree as an earlier driver had it: a resource that belongs to the root was on a provider below. */
async function givenOldTree(t: CheckContext): Promise<Reshape> {
  const tree = await givenTree(t);
  const root = tree.find(({ uuid }) => uuid === t.node.uuid);
  const [moved, stays] = root?.inventories ?? [];
  if (root === undefined || moved === undefined)
    return t.notApplicable(`Node "${t.node.name}" itself offers nothing that could have been elsewhere`);
  const from: ResourceProvider = {
    uuid: t.uuid(),
    name: `${root.name}_vdk-old`,
    parentUuid: root.uuid,
    owner: "driver",
    inventories: [moved],
    traits: [],
  };
  const before = tree.map((provider) =>
    provider === root
      ? { ...root, inventories: root.inventories.filter((inventory) => inventory !== moved) }
      : provider,
  );
  return { given: [...before, from], moved, from, stays };
}

/** The node's tree as an earlier driver had it: all that a provider below offers was on the root. */
async function givenFlatTree(t: CheckContext): Promise<Reshape> {
  const tree = await givenTree(t);
  const root = tree.find(({ uuid }) => uuid === t.node.uuid);
  const ofRoot = new Set(root?.inventories.map(({ resourceClass }) => resourceClass));
  const children = tree.filter(({ uuid, owner }) => uuid !== t.node.uuid && owner === "driver");
  const moved = children
    .flatMap(({ inventories }) => inventories)
    .find(({ resourceClass }) => !ofRoot.has(resourceClass));
  if (root === undefined || moved === undefined)
    return t.notApplicable(`Node "${t.node.name}" has no provider below it that offers what it does not offer itself`);
  const from = { ...root, inventories: [...root.inventories, moved] };
  return { given: [from], moved, from, stays: root.inventories[0] };
}

const LAYOUTS = [
  { variant: "to-root", what: "on a provider below its node that the driver had", givenReshape: givenOldTree },
  { variant: "from-root", what: "on the node itself", givenReshape: givenFlatTree },
] as const;

const asking = LAYOUTS.map(({ variant, what, givenReshape }): Check => ({
  id: `updateProviderTree/asks-before-it-moves-inventory[${variant}]`,
  requirement: "updateProviderTree/asks-before-it-moves-inventory",
  title: `updateProviderTree() of a tree with a resource ${what}, and now elsewhere, is RESHAPE_NEEDED`,
  run: async (t) => {
    const { given, moved } = await givenReshape(t);
    const call = t.driver.updateProviderTree({ node: t.node.uuid, providers: [...given] });
    const hint = `${moved.resourceClass} has to move: ask for the allocations before you move it.`;
    await t.expectError(call, "RESHAPE_NEEDED", { effect: "none", hint });
  },
}));

/** How much each consumer holds of each resource, wherever. */
function sumsOf(allocations: readonly ConsumerAllocations[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { consumerUuid, allocations: held } of allocations) {
    for (const { resourceClass, amount } of held.flatMap(({ resources }) => resources)) {
      const key = `${consumerUuid} ${resourceClass}`;
      sums[key] = (sums[key] ?? 0) + amount;
    }
  }
  return sums;
}

/** The providers that allocations are of, one after the other. */
function holdingsOf(allocations: readonly ConsumerAllocations[], resourceClass: string): string[] {
  return allocations.flatMap(({ allocations: held }) =>
    held
      .filter(({ resources }) => resources.some((some) => some.resourceClass === resourceClass))
      .map(({ providerUuid }) => providerUuid),
  );
}

async function expectMoved(t: CheckContext, { given, moved, from, stays }: Reshape): Promise<void> {
  const elsewhere = t.uuid();
  const consumers = [1, 2].map((amount): ConsumerAllocations => {
    const uuid = t.uuid();
    const ofFrom = { providerUuid: from.uuid, resources: [{ resourceClass: moved.resourceClass, amount }] };
    const ofRoot = stays && {
      providerUuid: t.node.uuid,
      resources: [{ resourceClass: stays.resourceClass, amount: stays.minUnit }],
    };
    const ofPool = { providerUuid: elsewhere, resources: [{ resourceClass: "CUSTOM_VDK_POOL", amount: 7 }] };
    const own =
      from.uuid === t.node.uuid && ofRoot
        ? [{ ...ofFrom, resources: [...ofFrom.resources, ...ofRoot.resources] }]
        : [ofFrom, ...(ofRoot ? [ofRoot] : [])];
    return { consumerUuid: uuid, instanceUuid: uuid, allocations: [...own, ofPool] };
  });
  const enough = moved.total - moved.reserved >= 3;
  const allocations = enough ? consumers : consumers.slice(0, 1);
  const answer = await t.driver.updateProviderTree({ node: t.node.uuid, providers: [...given], allocations });
  const back = t.expectDefined(
    answer.allocations,
    "allocations in the answer of updateProviderTree that was given some",
  );
  t.expectEqual(
    back.map(({ consumerUuid, instanceUuid }) => ({ consumerUuid, instanceUuid })).toSorted(byConsumer),
    allocations.map(({ consumerUuid, instanceUuid }) => ({ consumerUuid, instanceUuid })).toSorted(byConsumer),
    "consumers in the answer of updateProviderTree",
  );
  const hint = "Each consumer holds afterwards as much of each resource as before.";
  t.expectEqual(sumsOf(back), sumsOf(allocations), "amounts that the consumers hold after inventory was moved", hint);
  for (const uuid of holdingsOf(back, moved.resourceClass)) {
    const provider = answer.providers.find((some) => some.uuid === uuid);
    const offers = provider?.inventories.some(({ resourceClass }) => resourceClass === moved.resourceClass) === true;
    t.expectThat(offers, `An allocation of ${moved.resourceClass} is of a provider that does not offer it any more`, {
      expected: "the provider that offers it now",
      got: provider?.name ?? uuid,
    });
  }
  for (const staying of [stays?.resourceClass, "CUSTOM_VDK_POOL"]) {
    if (staying === undefined) continue;
    const what = `providers that ${staying} is held of, which has not moved`;
    t.expectEqual(holdingsOf(back, staying).toSorted(), holdingsOf(allocations, staying).toSorted(), what);
  }
}

function byConsumer(a: { readonly consumerUuid: string }, b: { readonly consumerUuid: string }): number {
  return a.consumerUuid < b.consumerUuid ? -1 : 1;
}

const moving = LAYOUTS.map(({ variant, what, givenReshape }): Check => ({
  id: `updateProviderTree/moves-allocations-with-inventory[${variant}]`,
  requirement: "updateProviderTree/moves-allocations-with-inventory",
  title: `updateProviderTree() with allocations of a resource ${what} moves them after it, and no others`,
  run: async (t) => expectMoved(t, await givenReshape(t)),
}));

/** A consumer of more than there is can be given no place. */
async function expectNoPlace(t: CheckContext, { given, moved, from }: Reshape): Promise<void> {
  const amount = Math.ceil(moved.total * moved.allocationRatio) * 2 + 1;
  const uuid = t.uuid();
  const resources = [{ resourceClass: moved.resourceClass, amount }];
  const allocations = [
    { consumerUuid: uuid, instanceUuid: uuid, allocations: [{ providerUuid: from.uuid, resources }] },
  ];
  const call = t.driver.updateProviderTree({ node: t.node.uuid, providers: [...given], allocations });
  const hint = "Somebody has to look at a consumer that holds more than there is. Change nothing for the others.";
  await t.expectError(call, "RESHAPE_FAILED", { effect: "none", hint });
}

const refusing: Check = {
  id: "updateProviderTree/moves-allocations-with-inventory[no-place]",
  requirement: "updateProviderTree/moves-allocations-with-inventory",
  title: "updateProviderTree() with an allocation of more than there is of a resource that moves is RESHAPE_FAILED",
  run: async (t) => expectNoPlace(t, await givenOldTree(t)),
};

function totalOf(tree: Tree, ...classes: readonly string[]): number {
  return tree
    .flatMap(({ inventories }) => inventories)
    .filter(({ resourceClass }) => classes.includes(resourceClass))
    .reduce((sum, { total }) => sum + total, 0);
}

/** Checks that the driver has nothing to change in a tree that it has returned. */
async function expectSame(t: CheckContext, node: NodeInfo, returned: Tree, when: string, hint?: string): Promise<void> {
  const again = await treeFrom(t, node, returned).catch((error: unknown) => {
    if (!(error instanceof DriverError)) throw error;
    return t.fail(`updateProviderTree answered ${error.code} ${when}`, { expected: "the same tree", hint });
  });
  t.expectEqual(sorted(again), sorted(returned), `tree ${when}`, hint);
}

/** The checks of `updateProviderTree`. */
export const updateProviderTreeChecks: readonly Check[] = [
  {
    id: "updateProviderTree/returns-one-tree",
    requirement: "updateProviderTree/returns-one-tree",
    title:
      "updateProviderTree() of each node is one tree under it, with no uuid or name twice, and its name before each",
    run: async (t) => {
      for (const node of await eachNode(t)) expectOneTree(t, node, await treeFrom(t, node, [bareRoot(node)]));
    },
  },
  {
    id: "updateProviderTree/returns-one-tree[others]",
    requirement: "updateProviderTree/returns-one-tree",
    title: "updateProviderTree() of a tree with providers of others is one tree under the node, theirs too",
    run: async (t) => {
      const given = workedOn(t, await givenTree(t));
      expectOneTree(t, t.node, await treeFrom(t, t.node, given));
    },
  },
  {
    id: "updateProviderTree/is-repeatable",
    requirement: "updateProviderTree/is-repeatable",
    title:
      "updateProviderTree() of the tree that it has returned is the same tree, with and without others' work on it",
    run: async (t) => {
      for (const node of await eachNode(t)) {
        const first = await givenTree(t, node);
        await expectSame(t, node, first, "given the tree that was returned", HINT);
        const worked = await treeFrom(t, node, workedOn(t, first));
        await expectSame(t, node, worked, "given the tree that was returned with others' work on it", HINT);
      }
    },
  },
  {
    id: "updateProviderTree/is-repeatable[restart]",
    requirement: "updateProviderTree/is-repeatable",
    title: "updateProviderTree() is the same tree after a restart of the driver",
    needs: { restart: true },
    run: async (t) => {
      const first = await givenTree(t);
      await t.restartDriver();
      await expectSame(t, t.node, first, "after a restart of the driver", HINT);
    },
  },
  {
    id: "updateProviderTree/agrees-with-available-resource",
    requirement: "updateProviderTree/agrees-with-available-resource",
    title: "The totals of each node's tree are those of getAvailableResource(), with an instance there",
    run: async (t) => {
      await t.givenInstance({ flavor: { rootGib: 1 } });
      for (const node of await eachNode(t)) {
        const tree = await treeFrom(t, node, [bareRoot(node)]);
        const { vcpus, memoryMib, localGib } = await givenResource(t, node);
        t.expectEqual(
          {
            vcpus: totalOf(tree, "VCPU", "PCPU"),
            memoryMib: totalOf(tree, "MEMORY_MB"),
            localGib: totalOf(tree, "DISK_GB"),
          },
          { vcpus, memoryMib, localGib },
          `totals of the tree of node "${node.name}"`,
          "Offer in the tree what getAvailableResource tells, dedicated CPUs as PCPU.",
        );
      }
    },
  },
  {
    id: "updateProviderTree/inventories-are-coherent",
    requirement: "updateProviderTree/inventories-are-coherent",
    title: "No inventory of updateProviderTree() reserves or allows more than its total, and none is there twice",
    run: async (t) => {
      for (const node of await eachNode(t)) {
        for (const { name, inventories } of await treeFrom(t, node, [bareRoot(node)])) {
          const repeated = repeatedIn(inventories.map(({ resourceClass }) => resourceClass));
          t.expectThat(repeated.length === 0, `Provider "${name}" has two inventories of one class`, { got: repeated });
          for (const inventory of inventories) {
            const { total, reserved, minUnit, maxUnit, resourceClass } = inventory;
            const isCoherent = reserved <= total && minUnit <= maxUnit && maxUnit <= total;
            t.expectThat(isCoherent, `The inventory of ${resourceClass} of provider "${name}" contradicts itself`, {
              expected: "reserved at most total, and minUnit at most maxUnit at most total",
              got: inventory,
            });
          }
        }
      }
    },
  },
  ...sparing,
  ...asking,
  ...moving,
  refusing,
];
