// Whether a node takes instances, as `listNodes` says, and why not.
import type { NodeInfo, NodeStatus } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { allNodes } from "./nodes.ts";

/** The status of a node. Blocks the check if the driver does not list it. */
export async function statusOf(t: CheckContext, node: NodeInfo = t.node): Promise<NodeStatus | undefined> {
  const nodes = await t.given("listNodes", () => allNodes(t));
  const found = nodes.find(({ uuid }) => uuid === node.uuid);
  return (await t.given("listNodes", async () => t.expectDefined(found, `entry of node "${node.name}"`))).status;
}

/** Checks that a node's status has a reason, or has it not. */
export async function expectReason(
  t: CheckContext,
  reason: NodeStatus["reasons"][number],
  isThere: boolean,
  when: string,
  node: NodeInfo = t.node,
): Promise<void> {
  const status = await statusOf(t, node);
  const reasons = status?.reasons ?? [];
  t.expectThat(
    reasons.includes(reason) === isThere,
    `Node "${node.name}" ${isThere ? "does not have" : "has"} the reason "${reason}" in its status ${when}`,
    { expected: isThere ? [reason] : `no "${reason}"`, got: status ?? "no status" },
  );
  const acceptsInstances = status?.acceptsInstances ?? true;
  if (isThere) t.expectEqual(acceptsInstances, false, `acceptsInstances of the node's status ${when}`);
}
