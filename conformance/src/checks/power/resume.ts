// Checks of `resume`: the guest goes on with its saved memory, once, and does not lose it to a failure.
import { renameSync } from "node:fs";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { cutOff, expectOneMoreBoot, expectUndisturbed, givenTickingGuest, type TickingGuest } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { givenHeld, givenSuspendedGuest, HOST_DEVICES } from "../steps/suspended-guest.ts";

/** Checks that a guest that `resume` has been called for goes on with its memory. */
async function expectGoesOn(t: CheckContext, { instance, boot }: TickingGuest, when: string): Promise<void> {
  await expectState(t, instance, "running", `after ${when}`);
  await expectUndisturbed(t, instance, boot, `by ${when}`);
}

const withHostDevices = HOST_DEVICES.map((kind): Check => ({
  id: `resume/goes-on-where-it-stopped[${kind.variant}]`,
  requirement: "resume/goes-on-where-it-stopped",
  title: `resume() gives the guest back its ${kind.name}`,
  needs: { capabilities: [kind.capability] },
  run: async (t) => {
    const instance = await t.givenInstance({ devices: await kind.given(t) });
    const held = await givenHeld(t, kind, instance.uuid);
    await t.given("suspend", () => t.driver.suspend(instance.target));
    await t.driver.resume(instance.target);
    t.expectEqual(
      await kind.heldBy(t, instance.uuid),
      held,
      `${kind.name} that the guest has after suspend and resume`,
      "Give back what suspend took from the guest.",
    );
  },
}));

/** Takes a volume's file away for a while. */
async function whileAway(volume: TestVolume, work: () => Promise<void>): Promise<void> {
  const elsewhere = `${volume.path}.away`;
  renameSync(volume.path, elsewhere);
  try {
    await work();
  } finally {
    renameSync(elsewhere, volume.path);
  }
}

/** The checks of `resume`. */
export const resumeChecks: readonly Check[] = [
  {
    id: "resume/goes-on-where-it-stopped",
    requirement: "resume/goes-on-where-it-stopped",
    title: "resume() lets the guest tick on in the same boot, without a gap",
    needs: { probeGuest: true },
    run: async (t) => {
      const guest = await givenSuspendedGuest(t);
      await t.driver.resume(guest.instance.target);
      await expectGoesOn(t, guest, "suspend and resume");
    },
  },
  {
    id: "resume/goes-on-where-it-stopped[running]",
    requirement: "resume/goes-on-where-it-stopped",
    title: "resume() of a running instance succeeds and does not disturb its guest",
    needs: { probeGuest: true },
    run: async (t) => {
      const guest = await givenTickingGuest(t);
      await t.driver.resume(guest.instance.target);
      await expectGoesOn(t, guest, "resume of a running instance");
    },
  },
  ...withHostDevices,
  {
    id: "resume/uses-the-saved-memory-once[resumed]",
    requirement: "resume/uses-the-saved-memory-once",
    title: "A guest that went on and was cut off boots at the next powerOn()",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenSuspendedGuest(t);
      await t.given("resume", () => t.driver.resume(instance.target));
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      await expectState(t, instance, "shutdown", "after suspend, resume and powerOff");
      await t.driver.powerOn(instance.target);
      await expectOneMoreBoot(t, instance, boot, "after suspend, resume, powerOff and powerOn");
    },
  },
  {
    id: "resume/uses-the-saved-memory-once[powered-off]",
    requirement: "resume/uses-the-saved-memory-once",
    title:
      "powerOff() of a suspended instance ends its saved memory: resume() is refused, and powerOn() boots the guest",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenSuspendedGuest(t);
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      await expectState(t, instance, "shutdown", "after powerOff of a suspended instance");
      await t.expectError(t.driver.resume(instance.target), "INVALID_STATE");
      await t.driver.powerOn(instance.target);
      await expectOneMoreBoot(t, instance, boot, "after powerOff and powerOn of a suspended instance");
    },
  },
  {
    id: "resume/uses-the-saved-memory-once[suspended-again]",
    requirement: "resume/uses-the-saved-memory-once",
    title: "A guest that is suspended again goes on from where it was suspended last",
    needs: { probeGuest: true },
    run: async (t) => {
      const guest = await givenSuspendedGuest(t);
      const { instance, boot } = guest;
      await t.given("resume", async () => {
        await t.driver.resume(instance.target);
        await expectUndisturbed(t, instance, boot, "by suspend and resume");
      });
      await t.given("suspend", () => t.driver.suspend(instance.target));
      await t.driver.resume(instance.target);
      await expectGoesOn(t, guest, "a second suspend and resume");
    },
  },
  {
    id: "resume/failure-keeps-the-saved-memory",
    requirement: "resume/failure-keeps-the-saved-memory",
    title: "Whichever hypervisor call of resume() failed, the instance is still suspended and goes on at the next try",
    needs: { probeGuest: true, simulation: true },
    run: async (t) => {
      await sweepSteps(t, {
        operation: "resume",
        prepare: () => givenSuspendedGuest(t),
        call: ({ instance }) => t.driver.resume(instance.target),
        judge: async ({ error, step, prepared: guest }) => {
          const { instance } = guest;
          const when = `after resume failed at its hypervisor call number ${step}`;
          t.expectEqual(error.effect, "none", `effect in the answer ${when}`);
          await expectState(t, instance, "suspended", when);
          await t.driver.resume(instance.target);
          await expectGoesOn(t, guest, `a resume that failed at its hypervisor call number ${step} and was repeated`);
          await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
        },
      });
    },
  },
  {
    id: "resume/failure-keeps-the-saved-memory[volume-away]",
    requirement: "resume/failure-keeps-the-saved-memory",
    title: "resume() that failed for a volume that was away succeeds when it is back, and the guest goes on",
    needs: { probeGuest: true, capabilities: ["supportsVolumes"] },
    run: async (t) => {
      const volume = t.volume();
      const guest = await givenSuspendedGuest(t, { devices: { blockDevices: { volumes: [volume.attachment()] } } });
      const { instance } = guest;
      await whileAway(volume, async () => {
        const refusal = await refusalOf(t.driver.resume(instance.target));
        if (refusal === undefined) t.notApplicable("The host has kept the volume open, so that resume cannot miss it");
        await expectState(t, instance, "suspended", "after resume failed for a volume");
      });
      await t.driver.resume(instance.target);
      await expectGoesOn(t, guest, "a resume that failed for a volume and was repeated");
    },
  },
];
