// Checks of every changing call on an instance whose answer is lost with its connection: it goes on, a new session learns its outcome,
// and a repeat does no harm.
import { DriverError, specModel } from "@virt-driver-kit/spec";
import type { Capability, GetOperationResult, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { simulates } from "../steps/guest-time.ts";
import { type CallState, type InstanceCall, modelOf, outcomeOf } from "../steps/instance-calls/instance-call.ts";
import { givenSucceedingCall, succeedingCalls } from "../steps/instance-calls/succeeding.ts";
import type { PreparedCall } from "../steps/instance-calls/tour.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

const REQUIREMENT: RequirementId = "sessions/disconnect-cancels-nothing";

/** Makes a call, cuts the connection before it is answered, and asks in a new session what became of it. */
async function loseAnswer(
  t: CheckContext,
  { call, callIn }: PreparedCall,
  state: CallState,
  operationId: string,
): Promise<GetOperationResult> {
  if (simulates(t)) await t.simulation.hold();
  const answer = callIn(state, { operationId });
  answer.catch(() => undefined);
  // A call is with the driver for certain once a later one has been answered.
  await t.given("probe", () => t.driver.probe({}));
  await t.restartDriver("disconnect");
  if (simulates(t)) await t.simulation.release();
  return t.waitFor(`the ${call.operation} whose connection was lost comes to its end`, async () => {
    const status = await t.driver.getOperation({ operationId });
    return status.state === "running" ? undefined : status;
  });
}

/** Repeats a call that has succeeded: a keyed one gets its outcome, another one is answered as in the state that it has led to. */
async function repeat(
  t: CheckContext,
  { call, callIn }: PreparedCall,
  state: CallState,
  operationId: string,
): Promise<void> {
  const declared = outcomeOf(call, state);
  const isKeyed = modelOf(call).idempotency === "keyed";
  const expected = isKeyed || !(declared in specModel.errors) ? "success" : declared;
  const refusal = await refusalOf(callIn(state, { operationId }));
  t.expectEqual(
    refusal?.code ?? "success",
    expected,
    `outcome of a ${call.operation} repeated after its answer was lost`,
  );
}

async function tryLost(t: CheckContext, call: InstanceCall): Promise<void> {
  const { instance, state, after, prepared: one } = await givenSucceedingCall(t, call);
  const operationId = t.uuid();
  const status = await loseAnswer(t, one, state, operationId);
  const what = `a ${call.operation} whose connection was lost`;
  if (status.error?.code.startsWith("GUEST_") === true) t.notApplicable("The guest has no agent");
  if (status.error?.code === "NOT_SUPPORTED") {
    const refusal = new DriverError("NOT_SUPPORTED", status.error.message, { details: { operation: call.operation } });
    await t.given(call.operation, () => Promise.reject(refusal));
  }
  t.expectEqual(status.state, "succeeded", `outcome of ${what}`);
  await expectState(t, instance, after, `after ${what}`);
  await repeat(t, one, after, operationId);
  await expectState(t, instance, after, `after ${what}, repeated`);
}

/** What two hosts have to agree on first, the checks of live migrations see to. */
const subjects = succeedingCalls.filter(
  (call) => modelOf(call).kind === "change" && call.operation !== "checkSourceMigrateDataAtDestination",
);

/** The checks of answers that are lost, one for each operation. */
export const lostAnswersChecks: readonly Check[] = subjects.map((call): Check => {
  const { capability } = modelOf(call);
  return {
    id: `${REQUIREMENT}[${call.operation}]`,
    requirement: REQUIREMENT,
    title: `${call.operation}() goes on when its connection is lost, a new session learns its outcome, and a repeat does no harm`,
    needs: { sessions: true, ...(capability !== undefined && { capabilities: [capability as Capability] }) },
    run: (t) => tryLost(t, call),
  };
});
