import type { Call, PowerOffParams } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { assertState, begin } from "../begin.ts";
import { cutOff } from "../cut-off.ts";
import { type DriverContext, tell } from "../driver-context.ts";
import { seenState } from "../seen-state.ts";
import { powerAttempt } from "./power-attempt.ts";

const MS_PER_SECOND = 1000;

/**
 * Stops a guest, in good order if there is time.
 *
 * @see Requirements `powerOff/lets-the-guest-shut-down`, `powerOff/forces-after-the-timeout`, `powerOff/zero-timeout-does-not-ask`
 */
export async function powerOff(
  context: DriverContext,
  { instanceUuid, timeoutSeconds, retryIntervalSeconds }: PowerOffParams,
  call: Call,
): Promise<Record<string, never>> {
  const { step, record } = begin(context, powerAttempt("powerOff", instanceUuid), call);
  if (isOff(record)) return {};
  assertState(step, record, ["running", "paused", "crashed", "suspended"]);
  await shutDown(context, step, call, record, { timeoutSeconds, retryIntervalSeconds });
  return {};
}

/**
 * Brings an instance to `shutdown`: asks a guest that runs, if there is time for it, and cuts off what is not off by then. Tells of it.
 *
 * @param record - The instance, in any power state but `pending`.
 * @param patience - How long the guest has, and how often it is asked.
 * @throws What a step throws.
 */
export async function shutDown(
  context: DriverContext,
  step: StepContext,
  call: Call,
  record: InstanceRecord,
  { timeoutSeconds, retryIntervalSeconds }: Pick<PowerOffParams, "timeoutSeconds" | "retryIntervalSeconds">,
): Promise<void> {
  const tellStop = (): void => tell(context, record, "stopped", call);
  const isAsked = record.powerState === "running" && timeoutSeconds > 0;
  if (isAsked) {
    await context.hypervisor.askToStop(step, record, {
      timeoutMs: timeoutSeconds * MS_PER_SECOND,
      retryIntervalMs: retryIntervalSeconds * MS_PER_SECOND,
      onStop: tellStop,
    });
    if (isOff(record)) return;
  }
  // What reads show as off already, such as a crashed guest in some personas, has not been stopped for its caller.
  const wasSeenOff = seenState(context.persona, record) === "shutdown";
  const isStopped = await cutOff(context, step, record, isAsked ? tellStop : undefined);
  if (isStopped && !wasSeenOff) tellStop();
}

/** Looks at the power state as it is now; a guest may have stopped by itself while a step was waited for. */
function isOff(record: InstanceRecord): boolean {
  return record.powerState === "shutdown";
}
