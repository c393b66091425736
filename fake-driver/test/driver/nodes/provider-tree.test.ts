import type { Allocation, ConsumerAllocations, ResourceProvider } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const image = probeImage(temporaryDirectory());
const CONSUMER = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";
const CHILD = "5b0e1a52-6a0e-4b0e-9d8b-0d8a5f6d2c12";
const GROUP = "6c0e1a52-6a0e-4b0e-9d8b-0d8a5f6d2c13";

const bare = (fake: Attached): ResourceProvider => ({
  uuid: fake.node(),
  name: "fake-node-1",
  owner: "driver",
  inventories: [],
  traits: [],
});

async function treeOf(fake: Attached, providers: ResourceProvider[] = [bare(fake)]): Promise<ResourceProvider[]> {
  return (await fake.driver.updateProviderTree({ node: fake.node(), providers })).providers;
}

function totalOf(providers: readonly Pick<ResourceProvider, "inventories">[], ...classes: string[]): number {
  return providers
    .flatMap(({ inventories }) => inventories)
    .filter(({ resourceClass }) => classes.includes(resourceClass))
    .reduce((sum, { total }) => sum + total, 0);
}

const inventory = (resourceClass: string, total: number): ResourceProvider["inventories"][number] => ({
  resourceClass,
  total,
  reserved: 0,
  minUnit: 1,
  maxUnit: total,
  step: 1,
  allocationRatio: 1,
});

/** A tree of an older driver, which had the CPUs in a child. */
async function olderTree(fake: Attached): Promise<ResourceProvider[]> {
  const tree = await treeOf(fake);
  const child = { ...bare(fake), uuid: CHILD, name: "fake-node-1_numa0", parentUuid: fake.node() };
  const root = tree.map((provider) =>
    provider.uuid === fake.node()
      ? { ...provider, inventories: provider.inventories.filter(({ resourceClass }) => resourceClass !== "VCPU") }
      : provider,
  );
  return [...root, { ...child, inventories: [inventory("VCPU", 32)] }];
}

const holding = (...allocations: Allocation[]): ConsumerAllocations[] => [
  { consumerUuid: CONSUMER, instanceUuid: CONSUMER, allocations },
];

describe("updateProviderTree", () => {
  it("makes one tree of a bare root, and leaves it alone afterwards", async () => {
    const fake = await Attached.create();
    const tree = await treeOf(fake);
    const [root, ...children] = tree;
    expect(root).toMatchObject({ uuid: fake.node(), name: "fake-node-1", owner: "driver" });
    expect(root).not.toHaveProperty("parentUuid");
    for (const { name, parentUuid, owner } of children) {
      expect({ isOurs: name.startsWith("fake-node-1"), parentUuid, owner }).toEqual({
        isOurs: true,
        parentUuid: fake.node(),
        owner: "driver",
      });
    }
    expect(new Set(tree.flatMap(({ uuid, name }) => [uuid, name])).size).toBe(2 * tree.length);
    expect(await treeOf(fake, tree)).toEqual(tree);
  });

  it.each([
    { vcpus: 64, memoryMib: 262_144, diskGib: 4096 },
    { vcpus: 3, memoryMib: 100, diskGib: 0 },
  ])("agrees with the resources of a node of $vcpus CPUs", async (size) => {
    const fake = await Attached.create(size);
    const tree = await treeOf(fake);
    expect([totalOf(tree, "VCPU", "PCPU"), totalOf(tree, "MEMORY_MB"), totalOf(tree, "DISK_GB")]).toEqual([
      size.vcpus,
      size.memoryMib,
      size.diskGib,
    ]);
    for (const { reserved, total, minUnit, maxUnit } of tree.flatMap(({ inventories }) => inventories)) {
      expect(reserved).toBeLessThanOrEqual(total);
      expect(minUnit).toBeLessThanOrEqual(maxUnit);
      expect(maxUnit).toBeLessThanOrEqual(total);
    }
  });

  it("offers no disk where a sharing provider does", async () => {
    const fake = await Attached.create();
    const pool = { ...bare(fake), uuid: CHILD, name: "pool", owner: "other", inventories: [inventory("DISK_GB", 9)] };
    const ask = async (aggregates: string[]): Promise<number> => {
      const { providers } = await fake.driver.updateProviderTree({
        node: fake.node(),
        providers: [{ ...bare(fake), aggregates: [GROUP] }],
        sharingProviders: [{ ...pool, aggregates } as ResourceProvider],
      });
      expect(providers.some(({ uuid }) => uuid === CHILD)).toBe(false);
      return totalOf(providers, "DISK_GB");
    };
    expect(await ask([GROUP])).toBe(0);
    expect(await ask([])).toBe(4096);
  });

  it("spares ratios, aggregates, traits, and what others own", async () => {
    const fake = await Attached.create();
    const [root, ...children] = await treeOf(fake);
    if (root === undefined) throw new RangeError("The tree has no root");
    const marked: ResourceProvider = {
      ...root,
      inventories: root.inventories.map((each) => ({ ...each, allocationRatio: 4 })),
      traits: [...root.traits, "CUSTOM_GOLD"],
      aggregates: [GROUP],
    };
    const foreign: ResourceProvider = {
      uuid: CHILD,
      name: "agent-of-a-network",
      parentUuid: root.uuid,
      owner: "other",
      inventories: [inventory("NET_BW_EGR_KILOBIT_PER_SEC", 1000)],
      traits: ["CUSTOM_PHYSNET1"],
    };
    const given = [foreign, marked, ...children];
    const tree = await treeOf(fake, given);
    expect(tree).toHaveLength(given.length);
    for (const provider of given) expect(tree).toContainEqual(provider);
  });

  it("keeps a provider that it has no use for only as long as others build on it", async () => {
    const fake = await Attached.create();
    const tree = await treeOf(fake);
    const old: ResourceProvider = { ...bare(fake), uuid: CHILD, name: "fake-node-1_old", parentUuid: fake.node() };
    expect(await treeOf(fake, [...tree, old])).toEqual(tree);
    const foreign: ResourceProvider = { ...old, uuid: GROUP, name: "foreign", parentUuid: CHILD, owner: "other" };
    expect(await treeOf(fake, [...tree, old, foreign])).toEqual([...tree, old, foreign]);
  });

  describe("when inventory has moved", () => {
    it("asks for the allocations first", async () => {
      const fake = await Attached.create();
      const { code, details } = await failureOf(treeOf(fake, await olderTree(fake)));
      expect({ code, details }).toEqual({ code: "RESHAPE_NEEDED", details: { node: fake.node() } });
    });

    it("moves the allocations after it, and no others", async () => {
      const fake = await Attached.create();
      const node = fake.node();
      const allocations = holding(
        { providerUuid: CHILD, resources: [{ resourceClass: "VCPU", amount: 4 }] },
        { providerUuid: node, resources: [{ resourceClass: "MEMORY_MB", amount: 512 }] },
      );
      const answer = await fake.driver.updateProviderTree({ node, providers: await olderTree(fake), allocations });
      expect(answer.providers).toEqual(await treeOf(fake));
      expect(answer.allocations).toEqual(
        holding({
          providerUuid: node,
          resources: [
            { resourceClass: "VCPU", amount: 4 },
            { resourceClass: "MEMORY_MB", amount: 512 },
          ],
        }),
      );
    });

    it("moves each instance's share of a card to the card that it has", async () => {
      const fake = await Attached.create({}, image);
      const tree = await treeOf(fake);
      const cards = tree.filter(({ inventories }) => totalOf([{ inventories }], "VGPU") > 0);
      const [, second] = cards;
      if (second === undefined) throw new RangeError("The node has no two cards");
      const params = fake.spawnParams({ uuid: CONSUMER });
      const granted = { providerUuid: second.uuid, resources: [{ resourceClass: "VGPU", amount: 2 }] };
      await fake.driver.spawn({ ...params, devices: { allocations: [granted] } });
      const older = tree
        .filter((provider) => !cards.includes(provider))
        .map((provider) => ({
          ...provider,
          inventories: [
            ...provider.inventories,
            ...(provider.uuid === fake.node() ? [inventory("VGPU", totalOf(cards, "VGPU"))] : []),
          ],
        }));
      const resources = [
        { resourceClass: "VCPU", amount: 1 },
        { resourceClass: "VGPU", amount: 2 },
      ];
      const allocations = holding({ providerUuid: fake.node(), resources });
      expect(await failureOf(treeOf(fake, older))).toMatchObject({ code: "RESHAPE_NEEDED" });
      const answer = await fake.driver.updateProviderTree({ node: fake.node(), providers: older, allocations });
      expect(answer.providers).toEqual(tree);
      const own = { providerUuid: fake.node(), resources: resources.slice(0, 1) };
      expect(answer.allocations).toEqual(holding(own, granted));
    });

    it("gives allocations back as they were where nothing moves", async () => {
      const fake = await Attached.create();
      const node = fake.node();
      const elsewhere = { providerUuid: GROUP, resources: [{ resourceClass: "DISK_GB", amount: 1 }] };
      const here = { providerUuid: node, resources: [{ resourceClass: "VCPU", amount: 1 }] };
      const allocations = holding(here, elsewhere);
      const answer = await fake.driver.updateProviderTree({ node, providers: await treeOf(fake), allocations });
      expect(answer.allocations).toEqual(allocations);
    });

    it.each(["VCPU", "CUSTOM_GONE"])(
      "fails where the new tree has no place for an allocation of %s",
      async (resourceClass) => {
        const fake = await Attached.create();
        const allocations = holding({ providerUuid: CHILD, resources: [{ resourceClass, amount: 33 }] });
        const providers = await olderTree(fake);
        const { code, effect } = await failureOf(
          fake.driver.updateProviderTree({ node: fake.node(), providers, allocations }),
        );
        expect({ code, effect }).toEqual({ code: "RESHAPE_FAILED", effect: "none" });
      },
    );
  });

  it("refuses a node that the driver does not serve", async () => {
    const fake = await Attached.create();
    const asking = fake.driver.updateProviderTree({ node: CHILD, providers: [{ ...bare(fake), uuid: CHILD }] });
    expect((await failureOf(asking)).code).toBe("NODE_NOT_FOUND");
  });
});
