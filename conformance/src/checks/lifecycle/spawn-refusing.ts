// Checks of `spawn`: what it refuses, by which code, and that a refusal disturbs nobody.
import type { SpawnParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";
import { givenResource } from "../steps/usage.ts";

type Instance = SpawnParams["instance"];
type Change = (instance: Instance, t: CheckContext) => Partial<Instance>;

async function changed(t: CheckContext, change: Change): Promise<SpawnParams> {
  const params = await t.newInstance();
  return { ...params, instance: { ...params.instance, ...change(params.instance, t) } };
}

const BAD_IMAGES: Readonly<Record<string, Change>> = {
  digest: ({ image }, t) => ({ image: { ...image, id: t.uuid(), sha256: t.uuid().replaceAll("-", "").repeat(2) } }),
  size: ({ image }, t) => ({ image: { ...image, id: t.uuid(), sizeBytes: image.sizeBytes + 1 } }),
  unreadable: ({ image }, t) => {
    const source = {
      ...image.source,
      ...(image.source.kind === "file" && { path: `${image.source.path}-${t.uuid()}` }),
    };
    return { image: { ...image, id: t.uuid(), source } };
  },
};

const badImages = Object.entries(BAD_IMAGES).map(([name, change]): Check => ({
  id: `spawn/refuses-a-bad-image[${name}]`,
  requirement: "spawn/refuses-a-bad-image",
  title: `spawn() refuses an image of the wrong ${name === "unreadable" ? "path" : name}`,
  run: async (t) => {
    const params = await changed(t, change);
    await t.expectError(t.driver.spawn(params), "IMAGE_UNACCEPTABLE", {
      hint: "Compare size and digest of what was read with the request, before the guest can boot it.",
    });
  },
}));

const SMALL_FLAVORS: Readonly<Record<string, Change>> = {
  memory: ({ image, flavor }) => ({ image: { ...image, minMemoryMib: flavor.memoryMib + 1 } }),
  disk: ({ image, flavor }) => ({ flavor: { ...flavor, rootGib: 1 }, image: { ...image, minDiskGib: 2 } }),
};

const smallFlavors = Object.entries(SMALL_FLAVORS).map(([name, change]): Check => ({
  id: `spawn/refuses-a-flavor-below-the-image-minimum[${name}]`,
  requirement: "spawn/refuses-a-flavor-below-the-image-minimum",
  title: `spawn() refuses a flavor with less ${name} than the image needs, as flavor-too-small`,
  run: async (t) => {
    const params = await changed(t, change);
    const refusal = await t.expectError(t.driver.spawn(params), "IMAGE_UNACCEPTABLE");
    t.expectEqual(refusal.details["problem"], "flavor-too-small", `problem of a flavor with too little ${name}`);
  },
}));

const RESOURCES = [
  { resource: "vcpus", field: "vcpus", largest: 4_096 },
  { resource: "memoryMib", field: "memoryMib", largest: 1_073_741_824 },
  { resource: "localGib", field: "rootGib", largest: 1_048_576 },
] as const;

async function expectRefusedForLackOf(
  t: CheckContext,
  { resource, field, largest }: (typeof RESOURCES)[number],
  amount: number,
): Promise<void> {
  if (amount > largest) t.notApplicable(`The node has more ${resource} than a flavor can ask for`);
  const params = await t.newInstance({ flavor: { [field]: amount }, node: t.node });
  const refusal = await t.expectError(t.driver.spawn(params), "INSUFFICIENT_RESOURCES", {
    hint: "Compare the flavor with what the node has, less what its instances hold.",
  });
  t.expectEqual(refusal.details["resource"], resource, "resource that INSUFFICIENT_RESOURCES names");
}

const tooLarge = RESOURCES.map((subject): Check => ({
  id: `spawn/refuses-what-does-not-fit[${subject.resource}]`,
  requirement: "spawn/refuses-what-does-not-fit",
  title: `spawn() refuses a flavor with more ${subject.resource} than the node has, and names it`,
  run: async (t) => {
    const resource = await givenResource(t);
    await expectRefusedForLackOf(t, subject, resource[subject.resource] + 1);
  },
}));

/** The checks of what `spawn` refuses. */
export const spawnRefusingChecks: readonly Check[] = [
  {
    id: "spawn/refuses-a-known-uuid",
    requirement: "spawn/refuses-a-known-uuid",
    title: "spawn() for a uuid that runs is refused, and its guest ticks on",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await t.expectError(t.driver.spawn(instance.params), "INSTANCE_EXISTS");
      await expectUndisturbed(t, instance, boot, "by a second spawn of its uuid");
    },
  },
  {
    id: "spawn/refuses-a-known-uuid[other-description]",
    requirement: "spawn/refuses-a-known-uuid",
    title: "spawn() for a known uuid is refused also if name and flavor are others",
    run: async (t) => {
      const { params, target } = await t.givenInstance({ powerState: "shutdown" });
      const { instance } = params;
      const before = await t.given("getInfo", () => t.driver.getInfo(target));
      const flavor = { ...instance.flavor, name: "other", memoryMib: instance.flavor.memoryMib + 16 };
      const other = { ...instance, name: `${instance.name}-other`, flavor };
      await t.expectError(t.driver.spawn({ ...params, instance: other }), "INSTANCE_EXISTS");
      const { info } = await t.given("getInfo", () => t.driver.getInfo(target));
      t.expectEqual(info.name, before.info.name, "name of an instance after a second spawn of its uuid");
    },
  },
  ...tooLarge,
  {
    id: "spawn/refuses-what-does-not-fit[beside-others]",
    requirement: "spawn/refuses-what-does-not-fit",
    title: "spawn() refuses a flavor with more memory than another instance leaves free",
    run: async (t) => {
      const { params } = await t.givenInstance({ powerState: "shutdown" });
      const { memoryMib } = await givenResource(t);
      const [, memory] = RESOURCES;
      await expectRefusedForLackOf(t, memory, memoryMib - params.instance.flavor.memoryMib + 1);
    },
  },
  ...badImages,
  ...smallFlavors,
  {
    id: "spawn/refuses-unknown-nodes",
    requirement: "spawn/refuses-unknown-nodes",
    title: "spawn() on a node that the driver does not serve is refused, and builds nowhere",
    run: async (t) => {
      const params = await t.newInstance();
      await t.expectError(t.driver.spawn({ ...params, node: t.uuid() }), "NODE_NOT_FOUND");
      await expectState(t, params.instance.uuid, "absent", "after spawn on a node that is not there");
    },
  },
];
