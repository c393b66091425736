// Checks that every operation on an instance answers in each state as its state table says. What an operation that changes the
// state makes of each is tried by the checks of that operation; here is what has to be refused, and what has to leave it as it is.
import { DriverError, specModel } from "@virt-driver-kit/spec";
import type { Capability, ErrorCode, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { SMALL_DISK } from "../steps/image-sinks.ts";
import { callsByCapability } from "../steps/instance-calls/all-instance-calls.ts";
import {
  type CallState,
  type InstanceCall,
  modelOf,
  outcomeOf,
  textOf,
} from "../steps/instance-calls/instance-call.ts";
import { bringTo, prepareCalls, type PreparedCall, statesOf } from "../steps/instance-calls/tour.ts";
import { expectState } from "../steps/power-state.ts";

const REQUIREMENT: RequirementId = "errors/declared-capability-is-served";

/** The refusals that say something of an instance's state. Another one is about something else, and no word on the state. */
const OF_THE_STATE: readonly ErrorCode[] = [
  "INSTANCE_NOT_FOUND",
  "INSTANCE_EXISTS",
  "INVALID_STATE",
  "MIGRATION_NOT_RUNNING",
];

/** Whether a call in a state leaves the instance as it is, and so can be made by the way. */
export function isHarmless(call: InstanceCall, state: CallState): boolean {
  const outcome = outcomeOf(call, state);
  if (outcome in specModel.errors) return true;
  return (outcome === "unchanged" || outcome === state) && call.spares?.includes(state) !== true;
}

/**
 * Makes a call and checks that it is answered as the operation's state table says, and that the instance stays as it is.
 *
 * @param when - Where in its life the instance is, such as `after the driver was restarted`; empty if nothing is special.
 */
export async function expectAsDeclared(
  t: CheckContext,
  { call, callIn }: PreparedCall,
  instance: TestInstance,
  state: CallState,
  when: string,
): Promise<void> {
  const outcome = outcomeOf(call, state);
  const subject = `${textOf(call)} of an instance that is ${state}${when}`;
  const refusal = await callIn(state).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof DriverError) return error;
      throw error;
    },
  );
  const isRefusal = outcome in specModel.errors;
  const isAsDeclared = isRefusal
    ? refusal?.code === outcome
    : refusal === undefined || !OF_THE_STATE.includes(refusal.code);
  t.expectThat(isAsDeclared, `${subject} was answered ${refusal?.code ?? "with success"}`, {
    expected: isRefusal ? outcome : "success",
    got: refusal ?? "success",
    hint: `The state table of ${call.operation} says for each state what comes of a call: npx vdk explain ${call.operation}`,
  });
  if (modelOf(call).kind !== "read") await expectState(t, instance, state, `after ${subject}`);
}

function inEachState(capability: Capability, calls: readonly InstanceCall[]): Check {
  const names = [...new Set(calls.map(({ operation }) => operation))];
  return {
    id: `${REQUIREMENT}[${capability}-in-each-state]`,
    requirement: REQUIREMENT,
    title: `What ${capability} gates is refused or leaves the instance alone in each state, as declared (${names.length} operations)`,
    needs: { capabilities: [capability] },
    run: async (t) => {
      const instance = await t.givenInstance(SMALL_DISK);
      const prepared = await prepareCalls(t, instance, calls);
      for (const wanted of statesOf(t)) {
        const state = await bringTo(t, instance, wanted);
        for (const one of prepared)
          if (isHarmless(one.call, state)) await expectAsDeclared(t, one, instance, state, "");
      }
    },
  };
}

/** The checks of operations in each state, one for each capability that gates any. */
export const inEachStateChecks: readonly Check[] = [...callsByCapability].map(([capability, calls]) =>
  inEachState(capability, calls),
);
