/** What an instance's task state asks to be done, whoever wrote it and when. */
import type { CallWatch } from "../driver/change.ts";
import { SessionEndedError } from "../driver/session-errors.ts";
import { buildInstance, resumeBuild } from "./build.ts";
import { faultOf } from "./compute-context.ts";
import type { ComputeContext } from "./compute-context.ts";
import { deleteInstance } from "./deletion.ts";
import type { InstanceChange } from "./instance.ts";
import { performAction } from "./perform-action.ts";

/** How a task is worked on. */
export interface TaskOptions {
  /** Asks the driver to stop working on the task's call. */
  readonly signal: AbortSignal;
  /** Whether an earlier run of this core had begun with it. */
  readonly isInterrupted: boolean;
}

/**
 * Does what the task state of an instance asks for. The caller holds the instance's lock.
 *
 * @throws SessionEndedError if this core is stopped or fenced first. All that is needed to go on is then on disk.
 * @see Nova nova/compute/manager.py _init_instance
 */
export async function workOnTask(
  context: ComputeContext,
  instanceUuid: string,
  { signal, isInterrupted }: TaskOptions,
): Promise<void> {
  const { instances } = context;
  const task = instances.find(instanceUuid)?.taskState;
  if (task === null || task === undefined) return;
  if (task === "deleting") return deleteInstance(context, instanceUuid);
  if (task === "scheduling" || task === "spawning") {
    const onProgress = (progress: number): void => void instances.update(instanceUuid, ["spawning"], { progress });
    const watch: CallWatch = { signal, onProgress };
    return isInterrupted ? resumeBuild(context, instanceUuid, watch) : buildInstance(context, instanceUuid, watch);
  }
  return performAction(context, instanceUuid, task, { signal });
}

/**
 * Ends a task that cannot be gone on with, because the driver answered something that no plan allows for.
 *
 * A core that was stopped or fenced ends nothing: the task is its successor's.
 *
 * @see Nova nova/compute/manager.py reverts_task_state, wrap_instance_fault
 */
export function giveUpTask(context: ComputeContext, instanceUuid: string, error: unknown): void {
  if (error instanceof SessionEndedError) return;
  const message = error instanceof Error ? error.message : String(error);
  context.log(`Cannot go on with instance "${instanceUuid}": ${message}`);
  context.database.transaction(() => {
    const { taskState } = context.instances.find(instanceUuid) ?? {};
    const pending = context.operations.pending(instanceUuid);
    if (pending) context.operations.finish(pending.operationId, "failed");
    if (!taskState) return;
    const isLost = taskState === "scheduling" || taskState === "spawning" || taskState === "deleting";
    const change: InstanceChange = { taskState: null, fault: faultOf(context, message) };
    context.instances.update(instanceUuid, [taskState], isLost ? { ...change, vmState: "error" } : change);
  });
}
