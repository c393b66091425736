// Checks of `triggerCrashDump`: it is sent to the guest, and to its power nothing is done.
// How often it arrived only the guest could tell, and the probe does not.
import type { Check } from "../../harness/check.ts";
import { expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";

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
