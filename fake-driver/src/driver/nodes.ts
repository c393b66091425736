/** The operations of group `nodes`. */

import type { ComputeDriver } from "@virt-driver-kit/spec";
import type { NodeRecord } from "../site/node-record.ts";
import type { DriverContext } from "./driver-context.ts";
import { availableResource } from "./nodes/available-resource.ts";
import { nodeInfo } from "./nodes/node-info.ts";
import { updateProviderTree } from "./nodes/update-provider-tree.ts";
import { nodeOf } from "./not-found.ts";
import { pageOf } from "./page.ts";

type NodeOperation = "listNodes" | "getAvailableResource" | "updateProviderTree";

/** Makes the operations of group `nodes`. */
export function nodeOperations(context: DriverContext): Required<Pick<ComputeDriver, NodeOperation>> {
  const { hypervisor } = context;
  return {
    async listNodes(params) {
      const { nodes } = hypervisor.look("list nodes");
      const numberOf = new Map(hypervisor.inside.nodes.map((node, index) => [node, index]));
      const list = {
        name: "nodes",
        items: nodes,
        numberOf: (node: NodeRecord) => numberOf.get(node) ?? 0,
        toEntry: (node: NodeRecord) => nodeInfo(context, node),
      };
      const { entries, next } = pageOf(list, params);
      return { nodes: entries, ...next };
    },

    async getAvailableResource({ node }) {
      const attempt = `read the resources of node "${node}"`;
      return { resource: availableResource(context, nodeOf(hypervisor.look(attempt), node, attempt)) };
    },

    async updateProviderTree(params) {
      const attempt = `describe the resource providers of node "${params.node}"`;
      return updateProviderTree(context, attempt, nodeOf(hypervisor.look(attempt), params.node, attempt), params);
    },
  };
}
