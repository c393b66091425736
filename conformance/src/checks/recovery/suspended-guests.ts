// The check that a suspended guest is still there, with its memory, when its driver is killed and started again.
import type { Check } from "../../harness/check.ts";
import { expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";

const AFTERWARDS = "after the driver was killed and started again";

/** The checks of suspended guests. */
export const suspendedGuestsChecks: readonly Check[] = [
  {
    id: "recovery/suspended-instances-resume",
    requirement: "recovery/suspended-instances-resume",
    title:
      "A suspended instance is still suspended when its driver was killed and started again, and resume() lets its guest tick on",
    needs: { ownProcess: true, probeGuest: true, capabilities: ["supportsSuspend"] },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await t.given("suspend", async () => {
        await t.driver.suspend(instance.target);
        await expectState(t, instance, "suspended", "after suspend");
      });
      await t.restartDriver("kill");
      await expectState(
        t,
        instance,
        "suspended",
        AFTERWARDS,
        "Keep the saved memory, and that there is one, on the host.",
      );
      await t.driver.resume(instance.target);
      await expectState(t, instance, "running", `after resume, ${AFTERWARDS}`);
      await expectUndisturbed(t, instance, boot, `by suspend, a kill of the driver, and resume`);
    },
  },
];
