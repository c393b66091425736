// Checks of `unpause`: the guest goes on with its memory as it was, and nothing else is started by it.
import type { Check } from "../../harness/check.ts";
import { expectUndisturbed, givenGuestThatWasPaused, givenTickingGuest } from "../steps/guest.ts";
import type { Cell } from "../steps/operations-on-instances.ts";
import { stateMatrix } from "../steps/state-matrix.ts";

function requirementOf({ from }: Cell): Check["requirement"] {
  if (from === "paused") return "unpause/goes-on-where-it-stopped";
  if (from === "absent") return "unpause/absent-instance-is-refused";
  return from === "running" ? "unpause/running-instance-goes-on" : "unpause/needs-a-paused-guest";
}

/** The checks of `unpause`. */
export const unpauseChecks: readonly Check[] = [
  {
    id: "unpause/goes-on-where-it-stopped",
    requirement: "unpause/goes-on-where-it-stopped",
    title: "unpause() lets the guest tick on from where it was, without a boot",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenGuestThatWasPaused(t);
      await t.driver.unpause(instance.target);
      await expectUndisturbed(t, instance, boot, "by pause and unpause");
    },
  },
  {
    id: "unpause/running-instance-goes-on",
    requirement: "unpause/running-instance-goes-on",
    title: "unpause() of a running instance lets its guest tick on in the same boot",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await t.driver.unpause(instance.target);
      await expectUndisturbed(t, instance, boot, "by unpause of a running instance");
    },
  },
  ...stateMatrix("unpause", requirementOf),
];
