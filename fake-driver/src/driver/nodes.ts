/** The operations of group `nodes`. */

import type { ComputeDriver, NodeAccepts, NodeInfo } from "@virt-driver-kit/spec";
import type { DriverContext } from "./driver-context.ts";
import { nodeOf } from "./not-found.ts";
import { pageOf } from "./page.ts";

const HYPERVISOR_TYPE = "vdk-fake";
const HYPERVISOR_VERSION = 1000;

/** What every node takes; `assertImageSuits` and `readCheckedImage` refuse the rest. */
const ACCEPTS: NodeAccepts = { diskFormats: ["raw"], imageSources: ["file"] };

/** Makes the operations of group `nodes`. */
export function nodeOperations({
  hypervisor,
}: DriverContext): Pick<ComputeDriver, "listNodes" | "getAvailableResource"> {
  return {
    async listNodes(params) {
      const { nodes } = hypervisor.look("list nodes");
      const numberOf = new Map(nodes.map((node, index) => [node, index]));
      const list = {
        name: "nodes",
        items: nodes,
        numberOf: (node: (typeof nodes)[number]) => numberOf.get(node) ?? 0,
        toEntry: ({ uuid, name }: (typeof nodes)[number]): NodeInfo => ({ uuid, name, accepts: ACCEPTS }),
      };
      const { entries, next } = pageOf(list, params);
      return { nodes: entries, ...next };
    },

    async getAvailableResource({ node }) {
      const attempt = `read the resources of node "${node}"`;
      const site = hypervisor.look(attempt);
      const { capacity } = nodeOf(site, node, attempt);
      const used = site.used(node);
      return {
        resource: {
          node,
          hypervisorType: HYPERVISOR_TYPE,
          hypervisorVersion: HYPERVISOR_VERSION,
          vcpus: capacity.vcpus,
          vcpusUsed: used.vcpus,
          memoryMib: capacity.memoryMib,
          memoryMibUsed: used.memoryMib,
          localGib: capacity.localGib,
          localGibUsed: used.localGib,
        },
      };
    },
  };
}
