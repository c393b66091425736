/** Carries out one action of the table in `actions.ts`, or goes on with one that a restart interrupted. */
import type { Capability } from "@virt-driver-kit/spec";
import type { CallWatch } from "../driver/change.ts";
import { ACTIONS } from "./actions.ts";
import type { Action, ActionTask } from "./actions.ts";
import { conclude, faultOf } from "./compute-context.ts";
import type { ComputeContext } from "./compute-context.ts";
import { ComputeError } from "./compute-error.ts";
import { decideUnknown } from "./decide-unknown.ts";
import type { MadeCall } from "./operation-runner.ts";
import { readInstance, readPowerState, recordedState, tryReadPowerState } from "./read-power-state.ts";

/** How a call ended in the end, after it was asked about, and repeated where that was called for. */
type Ending = "done" | "interrupted" | { readonly failure: string };

/**
 * Carries out the action that an instance's task state stands for. The caller holds the instance's lock.
 *
 * A call that was made by an earlier run of this core is settled first and then concluded like any other.
 *
 * @throws {@link ComputeError} NOT_SUPPORTED if the driver does not offer it any more; nothing is asked of the driver then.
 * @throws DriverError or NoAnswerError if the instance has to be read first and cannot be.
 * @throws SessionEndedError if this core is stopped or fenced first; the task state then says what to go on with.
 * @see Nova nova/compute/manager.py start_instance, stop_instance, reboot_instance, pause_instance, _init_instance
 */
export async function performAction(
  context: ComputeContext,
  instanceUuid: string,
  task: ActionTask,
  watch: CallWatch,
): Promise<void> {
  const action = ACTIONS[task];
  const call =
    (await interruptedCall(context, instanceUuid, watch)) ?? (await newCall(context, instanceUuid, task, watch));
  if (call === undefined) return;
  const ending = await endingOf(context, action, call, watch);
  if (ending === "interrupted" && action.fallback !== undefined) {
    const next = conclude(context, call.record, "failed", task, { taskState: action.fallback });
    if (next) await performAction(context, instanceUuid, action.fallback, watch);
  } else if (ending === "done") {
    await concludeSuccess(context, action, call, task);
  } else {
    const failure = ending === "interrupted" ? interruption(action, instanceUuid) : ending.failure;
    await concludeFailure(context, action, call, task, failure);
  }
}

async function interruptedCall(
  { operations, runner }: ComputeContext,
  instanceUuid: string,
  watch: CallWatch,
): Promise<MadeCall | undefined> {
  const record = operations.pending(instanceUuid);
  return record && { record, outcome: await runner.settle(record, watch) };
}

async function newCall(
  context: ComputeContext,
  instanceUuid: string,
  task: ActionTask,
  watch: CallWatch,
): Promise<MadeCall | undefined> {
  const { operation, params, capability } = ACTIONS[task];
  await readIfUncertain(context, instanceUuid);
  const prepare = (): ReturnType<Action["params"]> | undefined => {
    assertDeclared(context, capability);
    const isTaken = context.instances.find(instanceUuid)?.taskState === task;
    return isTaken ? params(instanceUuid, context.shutdownTimeoutSeconds) : undefined;
  };
  return context.runner.run({ ...watch, instanceUuid, operation, prepare });
}

/**
 * Reads an instance that has not been read since the last call on it, which may have left anything.
 *
 * @see Requirement `cleanup/uncertain-effects-are-read`
 */
async function readIfUncertain({ session, known }: ComputeContext, instanceUuid: string): Promise<void> {
  if (known.has(instanceUuid)) return;
  await session.whenOpen();
  await session.ask((connection) => readPowerState(connection, instanceUuid));
  known.add(instanceUuid);
}

function assertDeclared({ session }: ComputeContext, capability: Capability | undefined): void {
  if (capability === undefined || session.declares(capability)) return;
  throw new ComputeError("NOT_SUPPORTED", `The driver does not offer it any more: it has taken ${capability} back`);
}

async function endingOf(context: ComputeContext, action: Action, call: MadeCall, watch: CallWatch): Promise<Ending> {
  let { outcome } = call;
  while (outcome.kind === "unknown") {
    const reading = await readInstance(context, call.record.instanceUuid);
    const decision = decideUnknown(action, reading, outcome.isSameRun);
    context.log(
      `The driver does not know ${action.operation} of instance "${call.record.instanceUuid}", which is ${reading}: ${decision}`,
    );
    if (decision === "done") return "done";
    if (decision === "failed" || watch.signal?.aborted === true) return "interrupted";
    await context.session.whenOpen();
    assertDeclared(context, action.capability);
    outcome = await context.runner.repeat(call.record, watch);
  }
  return outcome.kind === "succeeded" ? "done" : { failure: outcome.error.message };
}

async function concludeSuccess(
  context: ComputeContext,
  action: Action,
  { record }: MadeCall,
  task: ActionTask,
): Promise<void> {
  const powerState = recordedState(await readInstance(context, record.instanceUuid));
  conclude(context, record, "succeeded", task, { vmState: action.to, taskState: null, powerState, fault: null });
}

/**
 * A failed action leaves the vm state as it was and says what went wrong. Only a reboot that left the guest not running makes the instance
 * ERROR.
 *
 * @see Nova nova/compute/manager.py reverts_task_state, wrap_instance_fault, _reboot_instance
 */
async function concludeFailure(
  context: ComputeContext,
  action: Action,
  { record }: MadeCall,
  task: ActionTask,
  failure: string,
): Promise<void> {
  const reading = await tryReadPowerState(context, record.instanceUuid);
  const isDown = action.operation === "reboot" && reading !== undefined && reading !== "running";
  conclude(context, record, "failed", task, {
    taskState: null,
    fault: faultOf(context, failure),
    ...(reading === undefined ? {} : { powerState: recordedState(reading) }),
    ...(isDown ? { vmState: "error" } : {}),
  });
}

function interruption(action: Action, instanceUuid: string): string {
  return `Cannot ${action.name} instance "${instanceUuid}": the driver lost track of the call and the instance is in another state now`;
}
