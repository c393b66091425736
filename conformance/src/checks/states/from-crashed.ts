// Checks of operations that do their work on an instance whose guest has crashed, where no other check sees to that.
import type { Capability, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import { instanceCalls } from "../steps/instance-calls/all-instance-calls.ts";
import { type CallState, modelOf, outcomeOf, textOf } from "../steps/instance-calls/instance-call.ts";
import { bringTo, prepareCalls } from "../steps/instance-calls/tour.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

/** What is broken if an operation does not do its work, by the operation as it is called. */
const REQUIREMENTS: Readonly<Record<string, RequirementId>> = {
  rescue: "rescue/boots-the-rescue-image",
  "finishRevertMigration(powerOn: true)": "finishRevertMigration/brings-back-the-guest-of-before",
  "finishRevertMigration(powerOn: false)": "finishRevertMigration/obeys-power-on-false",
  confirmMigration: "confirmMigration/removes-the-kept-copy",
};

/** The checks of operations on guests that have crashed. */
export const fromCrashedChecks: readonly Check[] = instanceCalls.flatMap((call): Check[] => {
  const requirement = REQUIREMENTS[textOf(call)];
  if (requirement === undefined) return [];
  return [
    {
      id: `${requirement}[from-crashed]`,
      requirement,
      title: `${textOf(call)} on an instance whose guest has crashed does its work: it is ${outcomeOf(call, "crashed")} afterwards`,
      needs: { fault: "guestCrash", capabilities: [modelOf(call).capability as Capability] },
      run: async (t) => {
        const instance = await t.givenInstance();
        const [prepared] = await prepareCalls(t, instance, [call]);
        const { callIn } = t.expectDefined(prepared, "call");
        const state = await bringTo(t, instance, "crashed");
        const refusal = await refusalOf(callIn(state));
        const what = `${textOf(call)} of an instance whose guest has crashed was refused`;
        t.expectThat(refusal === undefined, what, { expected: "success", got: refusal });
        const after = outcomeOf(call, state) as CallState;
        await expectState(t, instance, after, `after ${textOf(call)} of an instance whose guest has crashed`);
      },
    },
  ];
});
