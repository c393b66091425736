// What instances hold of a node, as the driver tells it.
import type { AvailableResource, NodeInfo } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";

/** What a node has or lends. */
export interface Amounts {
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly localGib: number;
}

/** Reads a node's figures. Blocks the check if the driver does not tell them. */
export async function givenResource(t: CheckContext, node: NodeInfo = t.node): Promise<AvailableResource> {
  return (await t.given("getAvailableResource", () => t.driver.getAvailableResource({ node: node.uuid }))).resource;
}

/** What instances hold, by a node's figures. */
export function usedOf(resource: AvailableResource): Amounts {
  return { vcpus: resource.vcpusUsed, memoryMib: resource.memoryMibUsed, localGib: resource.localGibUsed };
}

/** What instances hold of a node now. Blocks the check if the driver does not tell it. */
export async function givenUsage(t: CheckContext, node?: NodeInfo): Promise<Amounts> {
  return usedOf(await givenResource(t, node));
}
