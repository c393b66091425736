// A node that a check may take away from whoever is on it: one with nobody else on it.
import type { NodeInfo } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";

/**
 * Makes sure that nobody else's guest is on a node.
 *
 * @throws NotApplicable if one is: what is done to the node would be done to that guest too, or be refused because of it.
 */
export async function needOwnNode(t: CheckContext, node: NodeInfo = t.node): Promise<void> {
  const others = await t.strangers(node);
  if (others.length > 0)
    t.notApplicable(
      `The check takes node "${node.name}" out of service, and ${others.length} guests are there that this run did not make`,
      "resources.nodes",
    );
}
