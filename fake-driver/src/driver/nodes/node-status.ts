import type { NodeStatus } from "@virt-driver-kit/spec";
import type { NodeCondition } from "../../site/host-record.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { DriverContext } from "../driver-context.ts";

/** A condition of a node's in which it takes no new instances. */
interface Obstacle {
  readonly reason: NodeStatus["reasons"][number];
  readonly detail: string;
}

/**
 * Tells whether a node takes instances, and if not, why. Each reason comes and goes by itself.
 *
 * @see Requirements `setHostEnabled/reaches-the-state`, `hostMaintenanceMode/reaches-the-state`, `hostPowerAction/reaches-the-state`,
 *   `listNodes/keeps-nodes-that-take-nothing`
 */
export function nodeStatus({ hypervisor }: Pick<DriverContext, "hypervisor">, { uuid }: NodeRecord): NodeStatus {
  const condition = hypervisor.inside.record.nodes[uuid];
  const obstacles = condition === undefined ? [] : obstaclesOf(condition);
  if (!hypervisor.reachability.reaches(uuid))
    obstacles.push({ reason: "unreachable", detail: "the hypervisor does not answer there" });
  if (obstacles.length === 0) return { acceptsInstances: true, reasons: [] };
  return {
    acceptsInstances: false,
    reasons: obstacles.map(({ reason }) => reason),
    detail: obstacles.map(({ detail }) => detail).join("; "),
  };
}

function obstaclesOf({ isEnabled, isInMaintenance, isPoweredOn }: NodeCondition): Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (!isEnabled) obstacles.push({ reason: "disabled", detail: "the caller has closed it for new instances" });
  if (isInMaintenance) obstacles.push({ reason: "maintenance", detail: "it is in maintenance" });
  if (!isPoweredOn) obstacles.push({ reason: "powered-off", detail: "it is off" });
  return obstacles;
}
