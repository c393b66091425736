/** The ways in which a build fails, each of which leaves nothing on the driver. */
import type { OperationRecord } from "../persistence/operation-store.ts";
import { conclude, faultOf } from "./compute-context.ts";
import type { ComputeContext } from "./compute-context.ts";
import { removeInstance } from "./removal.ts";

/** Ends a build of which the driver has nothing. Without effect if the instance is being deleted. */
export function failBuild(context: ComputeContext, instanceUuid: string, message: string): void {
  context.instances.update(instanceUuid, ["scheduling", "spawning"], {
    vmState: "error",
    taskState: null,
    node: null,
    powerState: "pending",
    fault: faultOf(context, message),
  });
}

/**
 * Ends a build of which the driver may have something. The instance stays BUILD until that is gone.
 *
 * @param record - The `spawn` that failed, or whose fate nobody knows and whose guest does not run.
 */
export async function failAndRemove(context: ComputeContext, record: OperationRecord, message: string): Promise<void> {
  const failing = conclude(context, record, "failed", "spawning", { fault: faultOf(context, message) });
  if (failing) await removeRemains(context, record.instanceUuid, message);
}

/**
 * Removes what a failed build may have left, then ends the build.
 *
 * If it cannot be removed the instance becomes ERROR all the same and keeps its node, so that its room stays reserved and a deletion
 * tries again.
 *
 * @param interrupted - A removal that was cut off by a restart.
 * @see Nova nova/compute/manager.py _build_resources, which calls `destroy` after a failed spawn
 */
export async function removeRemains(
  context: ComputeContext,
  instanceUuid: string,
  message: string,
  interrupted?: OperationRecord,
): Promise<void> {
  const result = await removeInstance(context, instanceUuid, "spawning", interrupted);
  if (result === "taken") return;
  if (result === "removed") return failBuild(context, instanceUuid, message);
  context.instances.update(instanceUuid, ["spawning"], {
    vmState: "error",
    taskState: null,
    fault: faultOf(context, `${message} Parts of the instance may be left: ${result.failure}`),
  });
}
