// Where a call succeeds, and what it leads to: for checks that need any call of an operation that does its work.
import { specModel } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../../harness/check-context.ts";
import type { TestInstance } from "../../../harness/test-instance.ts";
import { SMALL_DISK } from "../image-sinks.ts";
import { instanceCalls } from "./all-instance-calls.ts";
import { type CallState, type InstanceCall, outcomeOf } from "./instance-call.ts";
import { bringTo, prepareCalls, type PreparedCall, statesOf } from "./tour.ts";

/** A call on an instance in a state in which it succeeds. */
export interface SucceedingCall {
  readonly instance: TestInstance;
  readonly state: CallState;
  readonly prepared: PreparedCall;
  /** The state that it leads to. */
  readonly after: CallState;
}

/** The states that an instance of some driver can be brought to. */
const STATES: readonly CallState[] = ["running", "paused", "suspended", "shutdown", "absent"];

function succeedsIn(call: InstanceCall, state: CallState): boolean {
  return !(outcomeOf(call, state) in specModel.errors) && call.spares?.includes(state) !== true;
}

/**
 * Operations that undo what was not done to these instances: they succeed at once, and there is nothing that could go wrong. The checks of
 * live migrations, rescues, shares and agents see to them.
 */
const IDLE: ReadonlySet<string> = new Set([
  "cleanupLiveMigrationDestinationCheck",
  "postLiveMigrationAtDestination",
  "postLiveMigrationAtSource",
  "rollbackLiveMigrationAtDestination",
  "rollbackLiveMigrationAtSource",
  "umountShare",
  "unquiesce",
  "unrescue",
]);

/** For each operation that does something, the first of its variants that succeeds in some state. */
export const succeedingCalls: readonly InstanceCall[] = [
  ...Map.groupBy(
    instanceCalls.filter((call) => !IDLE.has(call.operation) && STATES.some((state) => succeedsIn(call, state))),
    ({ operation }) => operation,
  ).values(),
].flatMap(([first]) => first ?? []);

/**
 * Prepares a call in a state that it changes if there is any, or else in one in which it succeeds.
 *
 * @throws NotApplicable if the kit can bring no instance of this driver there, or cannot make what the operation takes.
 */
export async function givenSucceedingCall(t: CheckContext, call: InstanceCall): Promise<SucceedingCall> {
  const states = statesOf(t).filter((state) => succeedsIn(call, state));
  const wanted = states.find((state) => !["unchanged", state].includes(outcomeOf(call, state))) ?? states[0];
  if (wanted === undefined) return t.notApplicable(`The kit can bring no instance to where ${call.operation} succeeds`);
  const instance = await t.givenInstance(SMALL_DISK);
  const [prepared] = await prepareCalls(t, instance, [call]);
  const state = await bringTo(t, instance, wanted);
  const outcome = outcomeOf(call, state);
  const after = outcome === "unchanged" ? state : (outcome as CallState);
  return { instance, state, after, prepared: t.expectDefined(prepared, "call") };
}
