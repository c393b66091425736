/** Deletes an instance: first from the driver, then, and only then, from the records. */
import { faultOf } from "./compute-context.ts";
import type { ComputeContext } from "./compute-context.ts";
import { removeInstance } from "./removal.ts";

/**
 * Deletes an instance whose task is `deleting`. The caller holds its lock.
 *
 * A call that a restart cut off is cancelled and seen to its end first. An instance that was never given to a node is deleted without the
 * driver. One that cannot be removed becomes ERROR, never DELETED, and can be deleted again.
 *
 * @throws SessionEndedError if this core is stopped or fenced first; the task state then says what to go on with.
 * @see Nova nova/compute/manager.py terminate_instance
 */
export async function deleteInstance(context: ComputeContext, instanceUuid: string): Promise<void> {
  const { instances, operations, runner, clock } = context;
  let pending = operations.pending(instanceUuid);
  if (pending && pending.operation !== "destroy") {
    const outcome = await runner.settle(pending, { signal: AbortSignal.abort() });
    operations.finish(pending.operationId, outcome.kind === "succeeded" ? "succeeded" : "failed");
    pending = undefined;
  }
  const isOnNode = instances.find(instanceUuid)?.node !== null;
  const result = isOnNode ? await removeInstance(context, instanceUuid, "deleting", pending) : "removed";
  if (result === "taken") return;
  if (result === "removed") {
    instances.update(instanceUuid, ["deleting"], {
      vmState: "deleted",
      taskState: null,
      powerState: "pending",
      terminatedAtMs: clock.now(),
    });
  } else {
    instances.update(instanceUuid, ["deleting"], {
      vmState: "error",
      taskState: null,
      fault: faultOf(context, result.failure),
    });
  }
}
