// Checks of `powerOn`: a boot from the instance's own disk, and never a second one.
import type { Check } from "../../harness/check.ts";
import {
  expectOneMoreBoot,
  expectUndisturbed,
  givenGuestThatWasCutOff,
  givenGuestThatWasPaused,
  givenTickingGuest,
} from "../steps/guest.ts";
import type { Cell } from "../steps/operations-on-instances.ts";
import { expectState } from "../steps/power-state.ts";
import { stateMatrix } from "../steps/state-matrix.ts";

function requirementOf({ from }: Cell): Check["requirement"] {
  if (from === "absent") return "powerOn/absent-instance-is-refused";
  if (from === "running") return "powerOn/running-instance-goes-on";
  const isOff = from === "shutdown" || from === "crashed";
  return isOff ? "powerOn/boots-the-guest" : "powerOn/wrong-state-is-refused";
}

/** The checks of `powerOn`. */
export const powerOnChecks: readonly Check[] = [
  {
    id: "powerOn/boots-the-guest",
    requirement: "powerOn/boots-the-guest",
    title: "powerOn() boots the guest once, from the disk that it had before",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenGuestThatWasCutOff(t);
      await t.driver.powerOn(instance.target);
      await expectOneMoreBoot(t, instance, boot, "after powerOn");
    },
  },
  {
    id: "powerOn/running-instance-goes-on",
    requirement: "powerOn/running-instance-goes-on",
    title: "powerOn() of a running instance lets its guest tick on in the same boot",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await t.driver.powerOn(instance.target);
      await expectUndisturbed(t, instance, boot, "by powerOn of a running instance");
    },
  },
  {
    id: "powerOn/wrong-state-is-refused",
    requirement: "powerOn/wrong-state-is-refused",
    title: "powerOn() of a paused instance is refused, and the guest keeps its memory",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenGuestThatWasPaused(t);
      await t.expectError(t.driver.powerOn(instance.target), "INVALID_STATE");
      await t.given("unpause", async () => {
        await t.driver.unpause(instance.target);
        await expectState(t, instance, "running", "after unpause");
      });
      await expectUndisturbed(t, instance, boot, "by powerOn of a paused instance");
    },
  },
  ...stateMatrix("powerOn", requirementOf),
];
