import { type Call, timestampOf } from "@virt-driver-kit/spec";
import type { NodeTurn } from "../../hypervisor/hypervisor.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { nodeInfo } from "./node-info.ts";

/**
 * Tells the caller what has become of a node, at the present virtual time.
 *
 * @param context - The driver's surroundings.
 * @param node - The node, already as it is now.
 * @param change - What has become of it.
 * @param cause - The call that asked for it; left out if none did.
 * @see Requirements `nodesChanged/tells-of-status`, `nodesChanged/tells-of-nodes-that-come-and-go`
 */
export function tellNode(
  context: Pick<DriverContext, "host" | "clock" | "hypervisor" | "persona">,
  node: NodeRecord,
  change: NodeTurn,
  cause?: Pick<Call, "operationId">,
): void {
  const isServed = change === "added" || change === "changed";
  context.host.emitNodesChanged({
    changes: [{ node: node.uuid, change, ...(isServed ? { info: nodeInfo(context, node) } : {}) }],
    observedAt: timestampOf(context.clock.now()),
    ...(cause?.operationId === undefined ? {} : { operationId: cause.operationId }),
  });
}
