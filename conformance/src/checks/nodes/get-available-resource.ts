// Checks of `getAvailableResource`: figures of the right node, that add up, and that follow the instances.
import type { AvailableResource, Flavor } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { cutOff } from "../steps/guest.ts";
import { allNodes } from "../steps/nodes.ts";
import { givenSubject, needsOfState, PRESENT_STATES } from "../steps/subject.ts";
import { type Amounts, givenResource, givenUsage, usedOf } from "../steps/usage.ts";

/** A flavor in which every figure counts. */
const COUNTED = { flavor: { rootGib: 1 } };

function rise(before: Amounts, after: Amounts): Amounts {
  return {
    vcpus: after.vcpus - before.vcpus,
    memoryMib: after.memoryMib - before.memoryMib,
    localGib: after.localGib - before.localGib,
  };
}

async function expectCounted(
  t: CheckContext,
  before: Amounts,
  { vcpus, memoryMib, rootGib }: Flavor,
  state: string,
): Promise<void> {
  t.expectEqual(
    rise(before, await givenUsage(t)),
    { vcpus, memoryMib, localGib: rootGib },
    `rise of the node's use by a ${state} instance`,
    "Count the flavor's figures from spawn to destroy, whether or not the guest runs.",
  );
}

const counting = PRESENT_STATES.map((state): Check => ({
  id: `getAvailableResource/usage-counts-instances[${state}]`,
  requirement: "getAvailableResource/usage-counts-instances",
  title: `getAvailableResource() counts a ${state} instance with its flavor's figures`,
  needs: needsOfState(state),
  run: async (t) => {
    const before = await givenUsage(t);
    const { params } = await givenSubject(t, state, COUNTED);
    await expectCounted(t, before, params.instance.flavor, state);
  },
}));

function totalsOf({ vcpus, memoryMib, localGib }: AvailableResource): Amounts {
  return { vcpus, memoryMib, localGib };
}

const totals: Check = {
  id: "getAvailableResource/totals-do-not-follow-use",
  requirement: "getAvailableResource/totals-do-not-follow-use",
  title: "getAvailableResource() shows the same totals before and after an instance is spawned, stopped and destroyed",
  run: async (t) => {
    const before = totalsOf(await givenResource(t));
    const expectSame = async (when: string): Promise<void> =>
      t.expectEqual(
        totalsOf(await givenResource(t)),
        before,
        `totals of the node ${when}`,
        "A total is what the node has, whether or not it is lent.",
      );
    const instance = await t.givenInstance(COUNTED);
    await expectSame("with an instance that runs");
    await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
    await expectSame("with an instance that is off");
    await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
    await expectSame("after an instance was destroyed");
  },
};

/** The checks of `getAvailableResource`. */
export const getAvailableResourceChecks: readonly Check[] = [
  {
    id: "getAvailableResource/names-the-node-asked-for",
    requirement: "getAvailableResource/names-the-node-asked-for",
    title: "getAvailableResource() names each node that it is asked for",
    run: async (t) => {
      for (const node of await t.given("listNodes", () => allNodes(t))) {
        const { resource } = await t.driver.getAvailableResource({ node: node.uuid });
        t.expectEqual(resource.node, node.uuid, `node in the figures of node "${node.name}"`);
      }
    },
  },
  {
    id: "getAvailableResource/refuses-unknown-nodes",
    requirement: "getAvailableResource/refuses-unknown-nodes",
    title: "getAvailableResource() of a node that is not there is answered NODE_NOT_FOUND",
    run: async (t) => {
      await t.expectError(t.driver.getAvailableResource({ node: t.uuid() }), "NODE_NOT_FOUND", {
        hint: "Answer an error, never figures of zero.",
      });
    },
  },
  {
    id: "getAvailableResource/usage-is-within-totals",
    requirement: "getAvailableResource/usage-is-within-totals",
    title: "getAvailableResource() shows no use above its total, with an instance there",
    run: async (t) => {
      await t.givenInstance({ ...COUNTED, powerState: "shutdown" });
      for (const node of await t.given("listNodes", () => allNodes(t))) {
        const resource = await givenResource(t, node);
        for (const [name, used] of Object.entries(usedOf(resource))) {
          const total = resource[name as keyof Amounts];
          t.expectThat(used <= total, `${used} ${name} of node "${node.name}" are in use, and it has ${total}`, {
            expected: `at most ${total}`,
            got: used,
          });
        }
      }
    },
  },
  totals,
  ...counting,
  {
    id: "getAvailableResource/usage-falls-after-destroy",
    requirement: "getAvailableResource/usage-falls-after-destroy",
    title: "getAvailableResource() shows the same use after spawn() and destroy() as before",
    run: async (t) => {
      const before = await givenUsage(t);
      const instance = await t.givenInstance(COUNTED);
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
      t.expectEqual(await givenUsage(t), before, "use of the node after spawn and destroy");
    },
  },
];
