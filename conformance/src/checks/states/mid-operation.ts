// Checks of operations on an instance that another call is working on: changes are refused and say by which call, reads are answered.
import type { Capability, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { SMALL_DISK } from "../steps/image-sinks.ts";
import { callsByCapability, instanceCalls } from "../steps/instance-calls/all-instance-calls.ts";
import { type InstanceCall, modelOf, textOf } from "../steps/instance-calls/instance-call.ts";
import { isServed, prepareCalls, type PreparedCall } from "../steps/instance-calls/tour.ts";
import { isPrompt } from "../steps/is-prompt.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { DEAF, slowPowerOff, type SlowPowerOff } from "../steps/slow-power-off.ts";

/** How long the call in the way takes, in seconds of guest time: longer than many refusals. */
const LONG_SECONDS = 20;

const BUSY: RequirementId = "operations/busy-instance-is-refused";
const READS: RequirementId = "operations/reads-never-wait";

/** Makes calls on an instance in the middle of a powerOff, each judged before the next one. */
async function duringPowerOff(
  t: CheckContext,
  calls: readonly InstanceCall[],
  judge: (one: PreparedCall, answer: Promise<unknown>, during: SlowPowerOff) => Promise<void>,
): Promise<void> {
  const instance = await t.givenInstance({ ...DEAF, ...SMALL_DISK });
  const prepared = await prepareCalls(t, instance, calls);
  const during = await slowPowerOff(t, LONG_SECONDS, instance);
  for (const one of prepared) {
    const answer = one.callIn("running");
    answer.catch(() => undefined);
    t.expectThat(await isPrompt(t, answer), `${textOf(one.call)} was not answered while a powerOff was in progress`, {
      expected: "an answer before that of powerOff",
      hint: "Do not queue one call behind another.",
    });
    await judge(one, answer, during);
  }
  await expectState(t, instance, "running", "after calls that were refused in the middle of a powerOff");
  await during.abandon();
}

/** Checks that a change is refused, and by which call. */
async function expectBusy(
  t: CheckContext,
  { call }: PreparedCall,
  answer: Promise<unknown>,
  { operationId }: SlowPowerOff,
): Promise<void> {
  const refusal = await t.expectError(answer, "INSTANCE_BUSY", {
    effect: "none",
    hint: "Keep, per instance, the changing call in progress, and refuse the second one at once.",
  });
  t.expectEqual(refusal.details["operationId"], operationId, `operationId that INSTANCE_BUSY of ${textOf(call)} names`);
  t.expectEqual(refusal.details["operation"], "powerOff", `operation that INSTANCE_BUSY of ${textOf(call)} names`);
}

function busy(name: string, calls: readonly InstanceCall[], capability?: Capability): Check {
  const names = [...new Set(calls.map(({ operation }) => operation))];
  return {
    id: `${BUSY}[${name}]`,
    requirement: BUSY,
    title: `Each of ${names.length} changing operations on an instance that a powerOff() is working on is refused, naming it`,
    ...(capability !== undefined && { needs: { capabilities: [capability] } }),
    run: (t) => duringPowerOff(t, calls, (one, answer, during) => expectBusy(t, one, answer, during)),
  };
}

const isChange = (call: InstanceCall): boolean => modelOf(call).kind === "change";
const mandatory = instanceCalls.filter((call) => modelOf(call).capability === undefined);

/** The checks of operations in the middle of another, one for each capability that gates any. */
export const midOperationChecks: readonly Check[] = [
  busy("mandatory-operations", mandatory.filter(isChange)),
  ...[...callsByCapability]
    .filter(([, calls]) => calls.some(isChange))
    .map(([capability, calls]) => busy(capability, calls.filter(isChange), capability)),
  {
    id: `${READS}[every-operation]`,
    requirement: READS,
    title:
      "Every operation that changes nothing answers for an instance that a powerOff() is working on, and is not refused for it",
    run: async (t) => {
      const reads = instanceCalls.filter((call) => !isChange(call) && isServed(t, modelOf(call)));
      await duringPowerOff(t, reads, async ({ call }, answer) => {
        const refusal = await refusalOf(answer);
        t.expectThat(
          refusal?.code !== "INSTANCE_BUSY",
          `${textOf(call)} was refused while a powerOff was in progress`,
          {
            expected: "an answer",
            got: refusal,
          },
        );
      });
    },
  },
];
