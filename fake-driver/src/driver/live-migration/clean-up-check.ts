import type { Call, CleanupLiveMigrationDestinationCheckParams } from "@virt-driver-kit/spec";
import { stepOf } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { removeProbe } from "../evacuation/storage-probe.ts";
import { nodeOf } from "../not-found.ts";

/**
 * Removes the probe that a check left in the store of a node, and nothing that is kept for the guest. One that is gone, or that a later check
 * has replaced, is no error.
 *
 * @throws `NODE_NOT_FOUND`, or what the step throws.
 * @see Requirement `cleanupLiveMigrationDestinationCheck/removes-the-probe`
 */
export async function cleanUpCheck(
  context: DriverContext,
  { instanceUuid, node, data }: CleanupLiveMigrationDestinationCheckParams,
  call: Call,
): Promise<Record<string, never>> {
  const { hypervisor } = context;
  const attempt = `remove what the check of instance "${instanceUuid}" has left on node "${node}"`;
  const about = { operation: "cleanupLiveMigrationDestinationCheck", attempt, instanceUuid };
  nodeOf(hypervisor.look(attempt), node, attempt);
  if (data.storageProbe !== undefined) {
    await removeProbe(context, stepOf(about, call), hypervisor.host.pool(node), data.storageProbe);
  }
  return {};
}
