// Checks of `listNodes`: there is a node, and each is always the same.
import type { NodeInfo } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { readInstances, readStates } from "../../harness/read-all.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { allPages } from "../steps/all-pages.ts";
import { allNodes } from "../steps/nodes.ts";

function byUuid(nodes: readonly NodeInfo[]): NodeInfo[] {
  return nodes.map(({ uuid, name }) => ({ uuid, name })).toSorted((a, b) => (a.uuid < b.uuid ? -1 : 1));
}

/** The nodes that each read says instances are on. */
async function nodesNamed(t: CheckContext, made: readonly TestInstance[]): Promise<Record<string, readonly string[]>> {
  const infos = await t.given("getInfo", () => Promise.all(made.map(({ target }) => t.driver.getInfo(target))));
  return {
    listInstances: (await t.given("listInstances", () => readInstances(t.driver))).map(({ node }) => node),
    listInstanceStates: (await t.given("listInstanceStates", () => readStates(t.driver))).map(({ node }) => node),
    getInfo: infos.map(({ info }) => info.node),
  };
}

/** The checks of `listNodes`. */
export const listNodesChecks: readonly Check[] = [
  {
    id: "listNodes/serves-at-least-one",
    requirement: "listNodes/serves-at-least-one",
    title: "listNodes() shows a node",
    run: async (t) => {
      const nodes = await allNodes(t);
      t.expectThat(nodes.length > 0, "listNodes shows no node", { expected: "at least one" });
    },
  },
  {
    id: "listNodes/identities-are-unique",
    requirement: "listNodes/identities-are-unique",
    title: "listNodes() shows no uuid twice",
    run: async (t) => {
      const uuids = (await allNodes(t)).map((node) => node.uuid);
      const repeated = uuids.filter((uuid, index) => uuids.indexOf(uuid) !== index);
      t.expectThat(repeated.length === 0, `listNodes shows ${repeated.length} uuids more than once`, { got: repeated });
    },
  },
  {
    id: "listNodes/identities-are-unique[pages]",
    requirement: "listNodes/identities-are-unique",
    title: "listNodes() gives each node once, in pages of one",
    run: async (t) => {
      const whole = await t.given("listNodes", () => allNodes(t));
      const uuids = await allPages(
        t,
        "listNodes",
        async (request) => {
          const { nodes, nextCursor } = await t.driver.listNodes(request);
          t.expectThat(nodes.length <= 1, `listNodes gave ${nodes.length} nodes with limit 1`, {
            expected: "at most one",
          });
          return { items: nodes.map(({ uuid }) => uuid), nextCursor };
        },
        1,
      );
      t.expectEqual(uuids.toSorted(), whole.map(({ uuid }) => uuid).toSorted(), "nodes of listNodes in pages of one");
    },
  },
  {
    id: "listNodes/identities-survive-restart",
    requirement: "listNodes/identities-survive-restart",
    title: "listNodes() shows the same uuids and names after a restart of the driver",
    needs: { restart: true },
    run: async (t) => {
      const before = byUuid(await t.given("listNodes", () => allNodes(t)));
      await t.restartDriver();
      t.expectEqual(
        byUuid(await allNodes(t)),
        before,
        "nodes after a restart of the driver",
        "Store a node's identity, or derive it from the host's.",
      );
    },
  },
  {
    id: "listNodes/holds-every-instance",
    requirement: "listNodes/holds-every-instance",
    title: "listNodes() shows each node that listInstances(), listInstanceStates() and getInfo() name",
    run: async (t) => {
      const made: TestInstance[] = [];
      const others = (await t.given("listNodes", () => allNodes(t))).filter(({ uuid }) => uuid !== t.node.uuid);
      // The first may be known from an earlier list, and be left out of this one already.
      for (const node of [t.node, ...others].slice(0, 2))
        made.push(await t.givenInstance({ node, powerState: "shutdown" }));
      const listed = new Set((await allNodes(t)).map(({ uuid }) => uuid));
      for (const [operation, named] of Object.entries(await nodesNamed(t, made))) {
        const missing = named.filter((node) => !listed.has(node));
        t.expectThat(missing.length === 0, `listNodes does not show a node on which ${operation} shows an instance`, {
          expected: missing,
          got: [...listed],
        });
      }
    },
  },
];
