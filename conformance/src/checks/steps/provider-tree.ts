// The resource providers of a node, as the driver says that they should be.
import type { NodeInfo, ResourceProvider, UpdateProviderTreeParams } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";

/** The root of a node's tree, as a caller knows it that knows nothing else. */
export function bareRoot({ uuid, name }: NodeInfo): ResourceProvider {
  return { uuid, name, owner: "driver", inventories: [], traits: [] };
}

/** Asks for a node's tree. */
export async function treeFrom(
  t: CheckContext,
  node: NodeInfo,
  providers: readonly ResourceProvider[],
  more: Pick<UpdateProviderTreeParams, "sharingProviders"> = {},
): Promise<readonly ResourceProvider[]> {
  return (await t.driver.updateProviderTree({ node: node.uuid, providers: [...providers], ...more })).providers;
}

/** The tree that a node should have where the caller has nothing but its root. Blocks the check if the driver does not tell. */
export function givenTree(t: CheckContext, node: NodeInfo = t.node): Promise<readonly ResourceProvider[]> {
  return t.given("updateProviderTree", () => treeFrom(t, node, [bareRoot(node)]));
}
