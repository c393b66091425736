import type { Call } from "@virt-driver-kit/spec";
import type { NodeCondition } from "../../site/host-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { tellNode } from "../nodes/tell-node.ts";
import { nodeOf } from "../not-found.ts";
import type { NodeAttempt } from "./node-in-use.ts";

/**
 * Turns a switch of a node's, and tells the caller. One that is turned already takes no step.
 *
 * @param context - The driver's surroundings.
 * @param about - What is attempted.
 * @param call - The call.
 * @param wanted - How the node is to be.
 * @param refuse - Throws if it cannot be just now. Asked before the step, and again at its end.
 * @throws `NODE_NOT_FOUND`, what `refuse` throws, and what the step throws; nothing has then been changed.
 * @see Requirements `setHostEnabled/reaches-the-state`, `hostMaintenanceMode/reaches-the-state`
 */
export async function setCondition(
  context: DriverContext,
  about: NodeAttempt,
  call: Call,
  wanted: Partial<NodeCondition>,
  refuse: () => void = () => undefined,
): Promise<void> {
  const { hypervisor } = context;
  const { host } = hypervisor;
  const record = nodeOf(hypervisor.look(about.attempt), about.node, about.attempt);
  const condition = host.conditionOf(record.uuid);
  const isSo = Object.entries(wanted).every(([name, value]) => condition[name as keyof NodeCondition] === value);
  if (isSo) return;
  refuse();
  await hypervisor.change("setNodeState", { ...about, signal: call.signal }, () => {
    refuse();
    Object.assign(condition, wanted);
    host.recordChanged();
  });
  tellNode(context, record, "changed", call);
}
