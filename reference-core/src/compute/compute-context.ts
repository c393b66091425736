/** What the parts of the compute manager share. */
import type { Clock } from "@virt-driver-kit/spec";
import type { DriverSession } from "../driver/driver-session.ts";
import type { CoreDatabase } from "../persistence/core-database.ts";
import type { InstanceStore } from "../persistence/instance-store.ts";
import type { OperationRecord, OperationStore } from "../persistence/operation-store.ts";
import type { Instance, InstanceChange, InstanceFault } from "./instance.ts";
import type { InstanceLocks } from "./instance-locks.ts";
import type { OperationRunner } from "./operation-runner.ts";
import type { TaskState } from "./vm-state.ts";

/** Everything that builds, removals, actions and the power sync work with. */
export interface ComputeContext {
  readonly session: DriverSession;
  readonly database: CoreDatabase;
  readonly instances: InstanceStore;
  readonly operations: OperationStore;
  readonly runner: OperationRunner;
  readonly locks: InstanceLocks;
  /**
   * The instances, by uuid, that have been read in this run of the core and not been touched by a call since.
   *
   * @see Requirement `cleanup/uncertain-effects-are-read`
   */
  readonly known: Set<string>;
  readonly clock: Clock;
  /** How long a guest may take to shut down before it is cut off, in seconds. */
  readonly shutdownTimeoutSeconds: number;
  /** Writes a line for the operator, without secrets. */
  readonly log: (line: string) => void;
}

/**
 * Notes how a call ended and what that makes of its instance, both or neither.
 *
 * @param record - The call.
 * @param outcome - How it ended.
 * @param expected - The task that the call was part of.
 * @param change - What it makes of the instance.
 * @returns The changed instance; undefined if another task has taken it meanwhile, which then decides.
 * @see Nova nova/compute/manager.py, `instance.save(expected_task_state=...)`
 */
export function conclude(
  context: ComputeContext,
  record: OperationRecord,
  outcome: "succeeded" | "failed",
  expected: TaskState,
  change: InstanceChange,
): Instance | undefined {
  return context.database.transaction(() => {
    context.operations.finish(record.operationId, outcome);
    return context.instances.update(record.instanceUuid, [expected], change);
  });
}

/** A fault of the cloud's making, as the owner of the instance reads it. */
export function faultOf(context: ComputeContext, message: string): InstanceFault {
  return { code: 500, message, createdAtMs: context.clock.now() };
}
