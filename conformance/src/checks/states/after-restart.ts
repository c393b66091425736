// The check that a restarted driver answers of the instances that it finds as of those that it has made itself.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { SMALL_DISK } from "../steps/image-sinks.ts";
import { instanceCalls } from "../steps/instance-calls/all-instance-calls.ts";
import { modelOf, outcomeOf, textOf } from "../steps/instance-calls/instance-call.ts";
import { bringTo, isServed, prepareCalls, type PreparedCall, statesOf } from "../steps/instance-calls/tour.ts";
import { expectState, type SeenState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { expectAsDeclared, isHarmless } from "./in-each-state.ts";

const WHEN = " after the driver was restarted";

/** Makes the calls that leave an instance alone in no state in which it is there. */
async function tryTheOthers(t: CheckContext, prepared: readonly PreparedCall[], instance: TestInstance): Promise<void> {
  const present = statesOf(t).filter((state) => state !== "absent");
  const others = prepared.filter(({ call }) => !present.some((state) => isHarmless(call, state)));
  for (const { call, callIn } of others.filter((one) => outcomeOf(one.call, "shutdown") !== "absent")) {
    const state = await bringTo(t, instance, "shutdown");
    await t.restartDriver();
    const what = `${textOf(call)} of an instance that is ${state}${WHEN}`;
    const refusal = await refusalOf(callIn(state));
    t.expectThat(refusal === undefined, `${what} was answered ${refusal?.code}`, { expected: "success", got: refusal });
    await expectState(t, instance, outcomeOf(call, state) as SeenState, `after ${what}`);
  }
}

/** The checks of operations after a restart. */
export const afterRestartChecks: readonly Check[] = [
  {
    id: "shutdown/leaves-instances-alone[operations-in-each-state]",
    requirement: "shutdown/leaves-instances-alone",
    title: "A restarted driver answers each operation on an instance that it finds in each state as the spec declares",
    needs: { restart: true },
    run: async (t) => {
      const instance = await t.givenInstance(SMALL_DISK);
      const served = instanceCalls.filter((call) => isServed(t, modelOf(call)));
      const prepared = await prepareCalls(t, instance, served);
      const states = statesOf(t);
      for (const wanted of states) {
        if (wanted === "absent") await tryTheOthers(t, prepared, instance);
        const state = await bringTo(t, instance, wanted);
        await t.restartDriver();
        for (const one of prepared)
          if (isHarmless(one.call, state)) await expectAsDeclared(t, one, instance, state, WHEN);
      }
    },
  },
];
