// Checks of `unrescue`: back to the instance's own disk from every power state, with nothing left of the rescue.
import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectBoot } from "../steps/boot-counter.ts";
import { cutOff, expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { expectState, type SeenState } from "../steps/power-state.ts";
import { expectOwnBoot, expectRescued, givenRescuedGuest, rescue } from "../steps/rescued-guest.ts";

interface From {
  readonly state: "shutdown" | "paused" | "crashed" | "suspended";
  readonly needs: Needs;
  /** What the reads may say. */
  readonly shown: readonly SeenState[];
  readonly bring: (t: CheckContext, instance: TestInstance) => Promise<unknown>;
}

const FROM: readonly From[] = [
  {
    state: "shutdown",
    needs: {},
    shown: ["shutdown"],
    bring: (t, instance) => t.given("powerOff", () => t.driver.powerOff(cutOff(instance))),
  },
  {
    state: "paused",
    needs: { capabilities: ["supportsPause"] },
    shown: ["paused"],
    bring: (t, { target }) => t.given("pause", () => t.driver.pause(target)),
  },
  {
    state: "suspended",
    needs: { capabilities: ["supportsSuspend"] },
    shown: ["suspended"],
    bring: (t, { target }) => t.given("suspend", () => t.driver.suspend(target)),
  },
  {
    state: "crashed",
    needs: { fault: "guestCrash" },
    shown: ["crashed", "shutdown"],
    bring: (t, { uuid }) => t.fault({ kind: "guestCrash", instanceUuid: uuid }),
  },
];

const fromEachState = FROM.map(({ state, needs, shown, bring }): Check => ({
  id: `unrescue/works-in-every-power-state[${state}]`,
  requirement: "unrescue/works-in-every-power-state",
  title: `unrescue() of a rescued instance that is ${state} boots it from its own disk`,
  needs: { ...needs, probeGuest: true },
  run: async (t) => {
    const instance = await givenRescuedGuest(t);
    await bring(t, instance);
    await t.given("getInfo", () => expectState(t, instance, shown, "while it is rescued"));
    await t.driver.unrescue(instance.target);
    await expectOwnBoot(t, instance, `after unrescue of an instance that was ${state}`);
  },
}));

/** The checks of `unrescue`. */
export const unrescueChecks: readonly Check[] = [
  {
    id: "unrescue/boots-the-own-disk",
    requirement: "unrescue/boots-the-own-disk",
    title: "unrescue() boots the guest once from its own disk, and getInfo() says rescued no more",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await givenRescuedGuest(t);
      await t.driver.unrescue(instance.target);
      await expectOwnBoot(t, instance, "after rescue and unrescue");
    },
  },
  {
    id: "unrescue/boots-the-own-disk[not-rescued]",
    requirement: "unrescue/boots-the-own-disk",
    title: "unrescue() of an instance that is not rescued succeeds and does not disturb its guest",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await t.driver.unrescue(instance.target);
      await expectRescued(t, instance, false, "running", "after unrescue of an instance that was not rescued");
      await expectUndisturbed(t, instance, boot, "by unrescue of an instance that was not rescued");
    },
  },
  ...fromEachState,
  {
    id: "unrescue/removes-the-rescue-disk",
    requirement: "unrescue/removes-the-rescue-disk",
    title: "A rescue() after unrescue() begins with a fresh disk",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await givenRescuedGuest(t);
      await t.given("unrescue", async () => {
        await t.driver.unrescue(instance.target);
        await expectOwnBoot(t, instance, "after rescue and unrescue");
      });
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      await t.given("rescue", () => rescue(t, instance));
      await expectBoot(t, instance, 1, "a fresh rescue disk", "after rescue, unrescue and another rescue");
    },
  },
];
