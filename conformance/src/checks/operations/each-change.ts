// Checks of the identity of every changing call: what is executed once, and what is no repeat.
import { isDeepStrictEqual } from "node:util";

import { DriverError, specModel } from "@virt-driver-kit/spec";
import type { Capability, OperationModel, OperationName, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { requestOnNothing } from "../steps/example-request.ts";
import { type InstanceCall, modelOf } from "../steps/instance-calls/instance-call.ts";
import { givenSucceedingCall, succeedingCalls } from "../steps/instance-calls/succeeding.ts";
import { bringTo } from "../steps/instance-calls/tour.ts";
import { needOwnNode } from "../steps/own-node.ts";
import { refusalOf } from "../steps/refusal.ts";

const REUSED: RequirementId = "operations/reused-id-is-refused";
const REPEATED: RequirementId = "operations/repeated-id-runs-once";

const CHANGES: readonly OperationModel[] = Object.values(specModel.operations).filter(
  ({ direction, kind }) => direction === "coreToDriver" && kind === "change",
);

/** Calls an operation on things that nobody knows. */
function callOnNothing(t: CheckContext, operation: string, operationId: string): Promise<unknown> {
  return t.request(operation, { ...requestOnNothing(operation as OperationName, t.uuid()), call: { operationId } });
}

const reused = CHANGES.map(({ name, capability }): Check => ({
  id: `${REUSED}[${name}]`,
  requirement: REUSED,
  title: `An operationId that was used for one ${name}() is refused for another, also if the first was refused itself`,
  ...(capability !== undefined && { needs: { capabilities: [capability as Capability] } }),
  run: async (t) => {
    const operationId = t.uuid();
    await refusalOf(callOnNothing(t, name, operationId));
    await t.expectError(callOnNothing(t, name, operationId), "OPERATION_CONFLICT", {
      effect: "none",
      hint: "Compare the parameters with those that came first under the operationId, before anything else.",
    });
  },
}));

/** How a call ended: its result, or its refusal without the words. */
async function endOf(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: unknown) => {
    if (error instanceof DriverError) return { code: error.code, effect: error.effect };
    throw error;
  });
}

/** Repeats a call when the instance is gone, so that executing it once more would be refused. */
async function repeatWithoutInstance(t: CheckContext, call: InstanceCall): Promise<void> {
  const { instance, state, prepared } = await givenSucceedingCall(t, call);
  const { callIn } = prepared;
  const operationId = t.uuid();
  const first = await endOf(callIn(state, { operationId }));
  await bringTo(t, instance, "absent");
  const again = await endOf(callIn(state, { operationId }));
  t.expectThat(
    isDeepStrictEqual(again, first),
    `A ${call.operation} that was repeated got another outcome than at first`,
    {
      expected: first,
      got: again,
      hint: "Keep the outcome of a keyed call, success or failure, and answer a repeat with it.",
    },
  );
  await t.expectAbsent(instance);
}

/** Of `liveMigration`, which takes a second host to succeed, the checks of live migrations see to it. */
const keyed = succeedingCalls.filter((call) => modelOf(call).idempotency === "keyed");

const repeated = keyed.map((call): Check => {
  const { operation } = call;
  const capability = modelOf(call).capability as Capability | undefined;
  return {
    id: `${REPEATED}[${operation}-instance-is-gone]`,
    requirement: REPEATED,
    title: `${operation}() repeated with the same operationId gets its first outcome, although the instance is gone by then`,
    ...(capability !== undefined && { needs: { capabilities: [capability] } }),
    run: (t) => repeatWithoutInstance(t, call),
  };
});

const hostPowerAction: Check = {
  id: `${REPEATED}[hostPowerAction]`,
  requirement: REPEATED,
  title:
    "A hostPowerAction() that switched a node off, repeated when the node is on again, says so again and leaves it on",
  needs: { simulation: true, capabilities: ["supportsHostPower"] },
  run: async (t) => {
    await needOwnNode(t);
    const node = t.node.uuid;
    const startup = (): Promise<unknown> => t.driver.hostPowerAction({ node, action: "startup" });
    t.onCleanup(async () => void (await startup().catch(() => undefined)));
    const operationId = t.uuid();
    const off = (): Promise<unknown> => t.driver.hostPowerAction({ node, action: "shutdown" }, { operationId });
    const first = await t.given("hostPowerAction", off);
    await t.given("hostPowerAction", startup);
    t.expectEqual(await off(), first, "answer to a hostPowerAction that was repeated");
    const params = await t.newInstance();
    const refusal = await refusalOf(t.driver.spawn(params));
    t.expectThat(refusal === undefined, "The node is off after a hostPowerAction was repeated", { got: refusal });
  },
};

/** The checks of the identity of every changing call. */
export const eachChangeChecks: readonly Check[] = [...reused, ...repeated, hostPowerAction];
