/** How operations on an instance begin: they say what they attempt, find the instance, and refuse what its power state does not allow. */

import type { Call, PowerState } from "@virt-driver-kit/spec";
import type { StepContext } from "../hypervisor/backend-link.ts";
import { invalidState } from "../hypervisor/invalid-state.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import type { DriverContext } from "./driver-context.ts";
import { instanceOf } from "./not-found.ts";

/** What an operation is about. */
export interface Attempt {
  /** The operation's name, such as `attachVolume`. */
  readonly operation: string;
  /** What it attempts, for errors, such as `attach volume "5b…" to instance "4f…"`. */
  readonly attempt: string;
  readonly instanceUuid: string;
}

/** Makes the context of the steps of an operation on an instance. */
export function stepOf(about: Attempt, { signal }: Pick<Call, "signal">): StepContext {
  return { ...about, signal };
}

/**
 * Begins an operation on an instance that has to be there.
 *
 * @returns The context of its steps, and the instance, brought up to now.
 * @throws `BACKEND_UNREACHABLE` if the hypervisor does not answer, `INSTANCE_NOT_FOUND` if it has no such instance.
 */
export function begin(
  { hypervisor }: DriverContext,
  about: Attempt,
  call: Pick<Call, "signal">,
): { readonly step: StepContext; readonly record: InstanceRecord } {
  const record = instanceOf(hypervisor.look(about.attempt), about.instanceUuid, about.attempt);
  hypervisor.settle(record);
  return { step: stepOf(about, call), record };
}

/** Refuses with `INVALID_STATE` what is not allowed in the power state that the instance is in. */
export function assertState({ attempt }: StepContext, record: InstanceRecord, allowed: readonly PowerState[]): void {
  if (!allowed.includes(record.powerState)) throw invalidState(attempt, record);
}
