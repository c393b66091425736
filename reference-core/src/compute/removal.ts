/**
 * Removes an instance from the driver, as often as it takes.
 *
 * Only an instance whose record says that it is to go is ever removed: one that is being deleted, or one whose build failed half way.
 */
import { Backoff } from "../driver/backoff.ts";
import type { OperationRecord } from "../persistence/operation-store.ts";
import type { ComputeContext } from "./compute-context.ts";
import type { MadeCall } from "./operation-runner.ts";
import { readInstance } from "./read-power-state.ts";

/** How often a removal that fails for other reasons than an unreachable hypervisor is tried. */
const ATTEMPTS = 3;

/** What became of a removal: `taken` means that the instance's task changed on the way, and whoever changed it decides. */
export type RemovalResult = "removed" | "taken" | { readonly failure: string };

/**
 * Removes an instance. The caller holds its lock.
 *
 * @param context - The compute manager's parts.
 * @param instanceUuid - The instance.
 * @param task - The task that the removal belongs to. With any other task the instance is left alone.
 * @param interrupted - A removal of the same instance that was cut off by a restart.
 * @returns What became of it. `failure` is a text for people; parts of the instance may be left, and the removal can be tried again.
 * @throws SessionEndedError if this core is stopped or fenced first.
 * @see Requirement `destroy/only-what-the-caller-knows`
 * @see Nova nova/compute/manager.py _shutdown_instance, terminate_instance
 */
export async function removeInstance(
  context: ComputeContext,
  instanceUuid: string,
  task: "spawning" | "deleting",
  interrupted?: OperationRecord,
): Promise<RemovalResult> {
  const backoff = new Backoff(context.clock, context.session.ended);
  let left = ATTEMPTS;
  let call = interrupted && { record: interrupted, outcome: await context.runner.settle(interrupted) };
  for (;;) {
    call ??= await callDestroy(context, instanceUuid, task);
    if (call === undefined) return "taken";
    const { record, outcome } = await repeatUntilKnown(context, call);
    concludeDestroy(context, record, outcome.kind === "succeeded");
    if (outcome.kind !== "failed") return "removed";
    context.log(`Cannot remove instance "${instanceUuid}": ${outcome.error.message}`);
    if (outcome.error.recovery !== "retry") left -= 1;
    if (left === 0) return { failure: outcome.error.message };
    call = undefined;
    await backoff.wait();
  }
}

/** Once the driver has nothing of the instance any more, there is nothing to be given back. */
function concludeDestroy(
  { database, instances, operations }: ComputeContext,
  { operationId, instanceUuid }: OperationRecord,
  isGone: boolean,
): void {
  database.transaction(() => {
    operations.finish(operationId, isGone ? "succeeded" : "failed");
    if (isGone) instances.keepDriverState(instanceUuid, null);
  });
}

function callDestroy(
  { runner, instances }: ComputeContext,
  instanceUuid: string,
  task: "spawning" | "deleting",
): Promise<MadeCall | undefined> {
  return runner.run({
    instanceUuid,
    operation: "destroy",
    prepare: () => {
      const instance = instances.find(instanceUuid);
      if (instance?.taskState !== task) return undefined;
      return { instanceUuid, destroyDisks: true, ...(instance.driverState && { driverState: instance.driverState }) };
    },
  });
}

/** A removal of unknown outcome is repeated whatever the reading says: also of an instance that is absent, parts may be left. */
async function repeatUntilKnown(context: ComputeContext, call: MadeCall): Promise<MadeCall> {
  let { outcome } = call;
  while (outcome.kind === "unknown") {
    const reading = await readInstance(context, call.record.instanceUuid);
    context.log(
      `Removing instance "${call.record.instanceUuid}" again: the call was lost, and the instance is ${reading}`,
    );
    outcome = await context.runner.repeat(call.record);
  }
  return { record: call.record, outcome };
}
