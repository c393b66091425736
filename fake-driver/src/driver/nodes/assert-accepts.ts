import { DriverError } from "@virt-driver-kit/spec";
import type { NodeRecord } from "../../site/node-record.ts";
import type { Attempt } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { nodeStatus } from "./node-status.ts";

/**
 * Makes sure that a node lets new instances in.
 *
 * @throws {@link DriverError} `BACKEND_UNREACHABLE` for a node that is off, `INSUFFICIENT_RESOURCES` with resource `other` for one that is
 *   closed or in maintenance: another might take the instance.
 */
export function assertAccepts(
  { hypervisor }: Pick<DriverContext, "hypervisor">,
  { attempt }: Pick<Attempt, "attempt">,
  node: NodeRecord,
): void {
  hypervisor.reachability.assertCanAct(attempt, node.uuid);
  const { acceptsInstances, detail } = nodeStatus({ hypervisor }, node);
  if (acceptsInstances) return;
  throw new DriverError(
    "INSUFFICIENT_RESOURCES",
    `Cannot ${attempt}: node "${node.name}" takes no instances, ${detail}`,
    {
      effect: "none",
      details: { resource: "other", requested: 1, available: 0 },
    },
  );
}
