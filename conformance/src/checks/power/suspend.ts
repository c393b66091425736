// Checks of `suspend`: a saved guest executes nothing, is never taken for one that is off, and a failure disturbs nobody.
import type { Check } from "../../harness/check.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { expectStandstill, expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { expectState, stateInGetInfo, stateInList } from "../steps/power-state.ts";
import { givenHeld, givenSuspendedGuest, HOST_DEVICES } from "../steps/suspended-guest.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";

/** How long a suspended instance is looked at, in milliseconds. */
const WATCHED_MS = 5_000;

async function expectShownSuspended(t: CheckContext, instance: TestInstance, when: string): Promise<void> {
  const hint = "Look for saved memory before you take a guest that does not run for one that is off.";
  t.expectEqual(await stateInGetInfo(t, instance), "suspended", `powerState in getInfo ${when}`, hint);
  t.expectEqual(await stateInList(t, instance), "suspended", `powerState in listInstanceStates ${when}`, hint);
}

const withHostDevices = HOST_DEVICES.map((kind): Check => ({
  id: `suspend/failure-leaves-the-guest-running[${kind.variant}]`,
  requirement: "suspend/failure-leaves-the-guest-running",
  title: `A guest has its ${kind.name} again, whichever hypervisor call of suspend() failed`,
  needs: { simulation: true, capabilities: [kind.capability] },
  run: async (t) => {
    await sweepSteps(t, {
      operation: "suspend",
      prepare: async () => {
        const instance = await t.givenInstance({ devices: await kind.given(t) });
        return { instance, held: await givenHeld(t, kind, instance.uuid) };
      },
      call: ({ instance }) => t.driver.suspend(instance.target),
      judge: async ({ step, prepared: { instance, held } }) => {
        const when = `after suspend failed at its hypervisor call number ${step}`;
        t.expectEqual(
          await kind.heldBy(t, instance.uuid),
          held,
          `${kind.name} that the guest has ${when}`,
          "Give back what was taken from the guest before its memory was to be saved.",
        );
        await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
      },
    });
  },
}));

/** The checks of `suspend`. */
export const suspendChecks: readonly Check[] = [
  {
    id: "suspend/stops-execution",
    requirement: "suspend/stops-execution",
    title: "suspend() returns when the guest executes no more, and the instance is suspended",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance } = await givenTickingGuest(t);
      await t.driver.suspend(instance.target);
      await expectState(t, instance, "suspended", "after suspend");
      await expectStandstill(t, instance, "after suspend");
    },
  },
  {
    id: "suspend/stops-execution[twice]",
    requirement: "suspend/stops-execution",
    title: "suspend() of a suspended instance succeeds and does not let its guest go on",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance } = await givenSuspendedGuest(t);
      await t.driver.suspend(instance.target);
      await expectState(t, instance, "suspended", "after it was suspended twice");
      await expectStandstill(t, instance, "after it was suspended twice");
    },
  },
  {
    id: "suspend/is-never-shown-as-off",
    requirement: "suspend/is-never-shown-as-off",
    title: "getInfo() and listInstanceStates() show a suspended instance as suspended, at once and later",
    run: async (t) => {
      const instance = await t.givenInstance();
      await t.given("suspend", () => t.driver.suspend(instance.target));
      await expectShownSuspended(t, instance, "after suspend");
      await t.elapse(WATCHED_MS);
      await expectShownSuspended(t, instance, "some time after suspend");
    },
  },
  {
    id: "suspend/failure-leaves-the-guest-running",
    requirement: "suspend/failure-leaves-the-guest-running",
    title: "A guest goes on in the same boot, whichever hypervisor call of suspend() failed",
    needs: { probeGuest: true, simulation: true },
    run: async (t) => {
      await sweepSteps(t, {
        operation: "suspend",
        prepare: () => givenTickingGuest(t),
        call: ({ instance }) => t.driver.suspend(instance.target),
        judge: async ({ error, step, prepared: { instance, boot } }) => {
          const when = `after suspend failed at its hypervisor call number ${step}`;
          t.expectEqual(error.effect, "none", `effect in the answer ${when}`);
          await expectState(t, instance, "running", when);
          await expectUndisturbed(t, instance, boot, `by a suspend that failed at its hypervisor call number ${step}`);
          await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
        },
      });
    },
  },
  ...withHostDevices,
];
