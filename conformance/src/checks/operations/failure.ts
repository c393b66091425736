// Checks of what is true after a changing call has failed, and that it can be repeated.
import type { Check } from "../../harness/check.ts";
import { needsOfChange } from "../steps/change.ts";
import { CHANGES } from "../steps/changes.ts";
import { expectTruth } from "../steps/executing.ts";
import { failAtEachStep } from "../steps/fail-at-each-step.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { slowPowerOff } from "../steps/slow-power-off.ts";

/** A soft reboot is left out: where its failure has stopped the guest, there is nobody left to ask. */
const REPEATABLE = CHANGES.filter(({ variant }) => variant !== "reboot-soft");

const repeated = REPEATABLE.map((subject): Check => {
  const { variant, operation, to } = subject;
  return {
    id: `operations/failed-call-can-be-repeated[${variant}]`,
    requirement: "operations/failed-call-can-be-repeated",
    title: `${operation}() that failed at any step succeeds when it is repeated`,
    needs: needsOfChange(subject, { simulation: true }),
    run: (t) =>
      failAtEachStep(t, subject, async ({ instance, call, step }) => {
        const again = await refusalOf(call());
        const what = `${operation} failed again, although only its hypervisor call number ${step} had failed, once`;
        t.expectThat(again === undefined, what, { expected: "success", got: again });
        await expectState(t, instance, to, `after a ${operation} that was repeated`);
      }),
  };
});

const truthful = CHANGES.map((subject): Check => {
  const { variant, operation, from } = subject;
  return {
    id: `operations/failure-tells-the-truth[${variant}]`,
    requirement: "operations/failure-tells-the-truth",
    title: `getInfo() tells what a ${operation}() that failed at any step has left, which is no change if its effect is none`,
    needs: needsOfChange(subject, { simulation: true }),
    run: (t) =>
      failAtEachStep(t, subject, async ({ instance, error, step }) => {
        const when = `after ${operation} failed at hypervisor call number ${step}`;
        const [powerState] = await expectTruth(t, [instance], when);
        if (error.effect === "none") t.expectEqual(powerState, from, `powerState ${when} with effect none`);
      }),
  };
});

const cancelled: Check = {
  id: "operations/failure-tells-the-truth[cancelled]",
  requirement: "operations/failure-tells-the-truth",
  title: "getInfo() tells what a powerOff() that was cancelled has left, which is no change if its effect is none",
  needs: { simulation: true },
  run: async (t) => {
    const call = await slowPowerOff(t);
    t.connection.cancelOperation(call.operationId);
    await t.given("probe", () => t.driver.probe({}));
    const refusal = await t.given("powerOff", () => refusalOf(call.finish()));
    const [powerState] = await expectTruth(t, [call.instance], "after powerOff was cancelled");
    if (refusal?.effect === "none")
      t.expectEqual(powerState, "running", "powerState after a powerOff cancelled with effect none");
  },
};

/** The checks of changing calls that failed. */
export const failureChecks: readonly Check[] = [...repeated, ...truthful, cancelled];
