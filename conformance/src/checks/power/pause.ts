// Checks of `pause`: a paused guest executes nothing, however often it is paused.
import type { Check } from "../../harness/check.ts";
import { expectStandstill, givenTickingGuest } from "../steps/guest.ts";
import type { Cell } from "../steps/operations-on-instances.ts";
import { expectState } from "../steps/power-state.ts";
import { stateMatrix } from "../steps/state-matrix.ts";

function requirementOf({ from }: Cell): Check["requirement"] {
  if (from === "running") return "pause/stops-execution";
  if (from === "absent") return "pause/absent-instance-is-refused";
  return from === "paused" ? "pause/paused-instance-stays-paused" : "pause/needs-a-running-guest";
}

/** The checks of `pause`. */
export const pauseChecks: readonly Check[] = [
  {
    id: "pause/stops-execution",
    requirement: "pause/stops-execution",
    title: "pause() returns when the guest executes no more",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance } = await givenTickingGuest(t);
      await t.driver.pause(instance.target);
      await expectState(t, instance, "paused", "after pause");
      await expectStandstill(t, instance, "while paused");
    },
  },
  {
    id: "pause/paused-instance-stays-paused",
    requirement: "pause/paused-instance-stays-paused",
    title: "pause() of a paused instance does not let its guest go on",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance } = await givenTickingGuest(t);
      await t.given("pause", async () => {
        await t.driver.pause(instance.target);
        await expectStandstill(t, instance, "while paused");
      });
      await t.driver.pause(instance.target);
      await expectStandstill(t, instance, "after it was paused twice");
    },
  },
  ...stateMatrix("pause", requirementOf),
];
