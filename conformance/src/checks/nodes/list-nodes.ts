// Checks of `listNodes`: there is a node, and each is always the same.
import type { NodeInfo } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import { allNodes } from "../steps/nodes.ts";

function byUuid(nodes: readonly NodeInfo[]): NodeInfo[] {
  return nodes.map(({ uuid, name }) => ({ uuid, name })).toSorted((a, b) => (a.uuid < b.uuid ? -1 : 1));
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
];
