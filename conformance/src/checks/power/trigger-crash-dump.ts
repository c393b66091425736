// Checks of `triggerCrashDump`: it is sent to the guest, once, and to its power nothing is done.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { ImageVariant } from "../../harness/image-variant.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";

/** Of other guests than the kit's own nobody knows whether they tell of interrupts. */
const TELLS_ALL: ImageVariant = { otherDisks: "tell" };

/** How long a guest is watched that should not be interrupted again, in milliseconds. */
const WATCHED_MS = 500;

async function interruptsOf(t: CheckContext, instance: TestInstance): Promise<number> {
  return (await t.console(instance)).current?.interrupts ?? 0;
}

/** The checks of `triggerCrashDump`. */
export const triggerCrashDumpChecks: readonly Check[] = [
  {
    id: "triggerCrashDump/reaches-the-guest[failing-host]",
    requirement: "triggerCrashDump/reaches-the-guest",
    title: "triggerCrashDump() succeeds if the interrupt was delivered, and is BACKEND_FAILED if the host could not",
    needs: { simulation: true },
    run: async (t) => {
      const { target } = await t.givenInstance();
      await t.simulation.injectFault({ kind: "failStep", step: 1 });
      const hint = "Send the interrupt, and say what came of it.";
      await t.expectError(t.driver.triggerCrashDump(target), "BACKEND_FAILED", { effect: "none", hint });
      await t.simulation.clearFaults();
      await t.driver.triggerCrashDump(target);
    },
  },
  {
    id: "triggerCrashDump/reaches-the-guest[guest]",
    requirement: "triggerCrashDump/reaches-the-guest",
    title: "triggerCrashDump() interrupts the guest once, and another call once more",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance } = await givenTickingGuest(t, { image: TELLS_ALL });
      for (const times of [1, 2]) {
        await t.driver.triggerCrashDump(instance.target);
        await t.waitFor(
          `the guest tells of interrupt ${times}`,
          async () => (await interruptsOf(t, instance)) >= times,
          {
            hint: "Send the guest a non-maskable interrupt, by what the hypervisor has for it.",
          },
        );
        await t.elapse(WATCHED_MS);
        const hint = "Send one interrupt for each call, and do not send it again when the answer is late.";
        t.expectEqual(await interruptsOf(t, instance), times, "number of interrupts that the guest tells of", hint);
      }
    },
  },
  {
    id: "triggerCrashDump/changes-no-power-state",
    requirement: "triggerCrashDump/changes-no-power-state",
    title: "triggerCrashDump() of a guest that makes nothing of it leaves it running where it was",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await t.driver.triggerCrashDump(instance.target);
      await expectState(t, instance, "running", "after triggerCrashDump");
      await expectUndisturbed(t, instance, boot, "by triggerCrashDump");
    },
  },
  ...(["paused", "shutdown"] as const).map((powerState): Check => ({
    id: `triggerCrashDump/changes-no-power-state[from-${powerState}]`,
    requirement: "triggerCrashDump/changes-no-power-state",
    title: `triggerCrashDump() of an instance that is ${powerState} is INVALID_STATE, and leaves it so`,
    needs: { capabilities: powerState === "paused" ? ["supportsPause"] : [] },
    run: async (t) => {
      const instance = await t.givenInstance({ powerState });
      await t.expectError(t.driver.triggerCrashDump(instance.target), "INVALID_STATE", { effect: "none" });
      await expectState(t, instance, powerState, "after triggerCrashDump");
    },
  })),
];
