// What an operation on an instance is called with, wherever it has to be called in every state: in parameters that leave nothing
// else to refuse it for.
import { isDeepStrictEqual } from "node:util";

import { specModel } from "@virt-driver-kit/spec";
import type { CallOptions, OperationModel, OperationName, PowerState, StateTable } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../../harness/check-context.ts";
import type { TestInstance } from "../../../harness/test-instance.ts";

/** A state to call an operation in. */
export type CallState = PowerState | "absent";

/** Makes a call in a state, each time with the same parameters. */
export type CallIn = (state: CallState, options?: CallOptions) => Promise<unknown>;

/** One variant of an operation on an instance. */
export interface InstanceCall {
  readonly operation: OperationName;
  /** The values of parameters that select the variant; none for all calls. */
  readonly when?: StateTable["when"];
  /**
   * Prepares the calls, with an instance whose guest runs and goes on running, so that they can be made whatever becomes of it.
   *
   * @throws NotApplicable if the kit cannot make what the operation takes on this driver.
   */
  readonly prepare: (t: CheckContext, instance: TestInstance) => CallIn | Promise<CallIn>;
  /** Whether the preparation gives the instance devices, so that it is another instance afterwards. */
  readonly addsDevices?: true;
  /** States in which a success would change something else: it is called there only where it has to be refused. */
  readonly spares?: readonly CallState[];
}

/** The model of a call's operation. */
export function modelOf({ operation }: InstanceCall): OperationModel {
  const model = specModel.operations[operation];
  if (model === undefined) throw new TypeError(`Cannot call "${operation}": the spec has no such operation`);
  return model;
}

/** What the model declares of a call in a state: a state, `unchanged`, or an error code. */
export function outcomeOf(call: InstanceCall, state: CallState): string {
  const row = modelOf(call).states?.find(({ when }) => isDeepStrictEqual(when, call.when ?? {}));
  const outcome = row?.outcome[state];
  if (outcome === undefined)
    throw new TypeError(`Cannot call ${textOf(call)} in state "${state}": no such state table`);
  return outcome;
}

/** Writes a call for people, as in `reboot(type: hard)`. */
export function textOf({ operation, when = {} }: InstanceCall): string {
  const values = Object.entries(when).map(([name, value]) => `${name}: ${value}`);
  return values.length === 0 ? operation : `${operation}(${values.join(", ")})`;
}

/** Operations that take nothing but the instance. */
export function plain(
  operation: OperationName,
  call: (t: CheckContext, instance: TestInstance, options?: CallOptions) => Promise<unknown>,
): InstanceCall {
  return { operation, prepare: (t, instance) => (_, options) => call(t, instance, options) };
}
