// Checks of `detachVolume`: out of the guest, for good, before the host lets go of it; or in the guest as before.
import type { VolumeAttachment } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { attach, detach, givenWitness } from "../steps/connections.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { cutOff, expectUndisturbed } from "../steps/guest.ts";
import { durationOf } from "../steps/guest-time.ts";
import { asRoot, expectRebootOn, givenGuestOn, probeVolume, ROOT_NEEDS } from "../steps/root-volumes.ts";
import { loseInstance } from "../steps/lost-instances.ts";
import { expectState } from "../steps/power-state.ts";
import { expectVolumes, withVolumes } from "../steps/volumes.ts";

/** How long a guest that does not let go is waited for in these checks, in seconds. */
const SHORT_SECONDS = 5;

/** An instance that has a volume, as it was attached. */
interface Attached {
  readonly instance: TestInstance;
  readonly file: TestVolume;
  readonly volume: VolumeAttachment;
}

async function givenAttached(
  t: CheckContext,
  powerState: "running" | "shutdown" = "running",
  changes: Partial<VolumeAttachment> = {},
): Promise<Attached> {
  const [instance, file] = [await t.givenInstance({ powerState }), t.volume()];
  const volume = await t.given("attachVolume", () => attach(t, instance, file.attachment(changes)));
  return { instance, file, volume };
}

function detachFrom(t: CheckContext, { instance, volume }: Attached): Promise<void> {
  return detach(t, instance, volume);
}

async function powerCycle(t: CheckContext, { target }: TestInstance): Promise<void> {
  await t.given("reboot", () => t.driver.reboot({ ...target, type: "hard" }));
}

const released: readonly Check[] = [
  {
    id: "detachVolume/released-when-it-returns",
    requirement: "detachVolume/released-when-it-returns",
    title:
      "detachVolume() from a running guest returns when the guest has let go of the volume and the host is not connected",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const [witness, staying, file] = [await givenWitness(t), t.volume(), t.volume()];
      const instance = await t.givenInstance({ devices: withVolumes(staying) });
      const volume = await t.given("attachVolume", () => attach(t, instance, file.attachment()));
      await detach(t, instance, volume);
      await expectVolumes(t, instance, [staying], "after detachVolume", "Wait until the guest has let go of it.");
      await witness.expectFree(file, "after detachVolume");
      await witness.expectHeld(staying, "after detachVolume of another volume");
      await expectState(t, instance, "running", "after detachVolume");
    },
  },
  {
    id: "detachVolume/released-when-it-returns[from-shutdown]",
    requirement: "detachVolume/released-when-it-returns",
    title: "detachVolume() from an instance that is off ends the host's connection",
    run: async (t) => {
      const witness = await givenWitness(t);
      const had = await givenAttached(t, "shutdown");
      await witness.expectHeld(had.file, "while an instance that is off has it");
      await detachFrom(t, had);
      await witness.expectFree(had.file, "after detachVolume from an instance that is off");
    },
  },
  {
    id: "detachVolume/released-when-it-returns[shared]",
    requirement: "detachVolume/released-when-it-returns",
    title: "detachVolume() of a volume for several instances ends the host's connection with the last of them",
    needs: { capabilities: ["supportsMultiattach"] },
    run: async (t) => {
      const witness = await givenWitness(t);
      const first = await givenAttached(t, "running", { multiattach: true });
      const second = await t.givenInstance();
      await t.given("attachVolume", () => attach(t, second, first.volume));
      await detachFrom(t, first);
      await witness.expectHeld(first.file, "while another instance has it");
      await detach(t, second, first.volume);
      await witness.expectFree(first.file, "after detachVolume from the last instance that had it");
    },
  },
  ...(["running", "shutdown"] as const).map((powerState): Check => ({
    id: `detachVolume/stays-away[${powerState}]`,
    requirement: "detachVolume/stays-away",
    title: `A volume that was detached from an instance that is ${powerState} is not in its guest at the next boots`,
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const had = await givenAttached(t, powerState);
      await detachFrom(t, had);
      const { instance } = had;
      if (powerState === "running") await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      await t.given("powerOn", () => t.driver.powerOn(instance.target));
      const hint = "Take it from what the next boot is made from as well as from the guest that runs.";
      await expectVolumes(t, instance, [], "after detachVolume and powerOn", hint);
      await powerCycle(t, instance);
      await expectVolumes(t, instance, [], "after detachVolume and a hard reboot", hint);
    },
  })),
  {
    id: "detachVolume/others-keep-their-connection",
    requirement: "detachVolume/others-keep-their-connection",
    title: "detachVolume() of a volume that two instances have leaves the other's guest running from it, undisturbed",
    needs: { ...ROOT_NEEDS, capabilities: ["supportsBootFromVolume", "supportsMultiattach"] },
    run: async (t) => {
      const root = await probeVolume(t);
      const { instance, boot } = await givenGuestOn(t, asRoot(root, { multiattach: true }));
      const other = await t.givenInstance();
      const volume = await t.given("attachVolume", () => attach(t, other, root.attachment({ multiattach: true })));
      await detach(t, other, volume);
      await expectUndisturbed(t, instance, boot, "by detachVolume from another instance");
      await expectRebootOn(t, instance, root, "after detachVolume from another instance");
    },
  },
];

const deaf: readonly Check[] = [
  {
    id: "detachVolume/a-deaf-guest-keeps-its-device",
    requirement: "detachVolume/a-deaf-guest-keeps-its-device",
    title:
      "detachVolume() from a guest that does not let go is DEVICE_DETACH_FAILED when its time is up, and leaves all as it was",
    needs: { simulation: true, capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const witness = await givenWitness(t);
      const { instance, file, volume } = await givenAttached(t);
      await t.simulation.injectFault({ kind: "guestBehaviour", instanceUuid: instance.uuid, keepsDevices: true });
      const tookMs = await durationOf(t, () =>
        t.expectError(
          t.driver.detachVolume({ ...instance.target, volume, timeoutSeconds: SHORT_SECONDS }),
          "DEVICE_DETACH_FAILED",
          { effect: "none", hint: "Give up when the time is up, and say so." },
        ),
      );
      const [earliestMs, latestMs] = [SHORT_SECONDS * 1_000, SHORT_SECONDS * 1_000 + 3_000];
      t.expectThat(
        tookMs >= earliestMs && tookMs <= latestMs,
        `detachVolume gave a guest ${tookMs} ms to let go, and it was to have ${earliestMs} ms`,
        { expected: `between ${earliestMs} and ${latestMs} ms`, got: tookMs },
      );
      const when = "after a detachVolume that the guest did not obey";
      await expectVolumes(t, instance, [file], when);
      await witness.expectHeld(file, when, "End the connection only when the guest has let go of the device.");
    },
  },
];

const absent: readonly Check[] = [
  {
    id: "detachVolume/absence-still-disconnects",
    requirement: "detachVolume/absence-still-disconnects",
    title:
      "detachVolume() succeeds, twice, for an instance that is not there and for one that does not have the volume",
    run: async (t) => {
      const witness = await givenWitness(t);
      const [file, other] = [t.volume(), await givenAttached(t)];
      for (const instanceUuid of [t.uuid(), other.instance.uuid]) {
        for (const time of ["the first time", "the second time"]) {
          const volume = file.attachment();
          await t.driver.detachVolume({ instanceUuid, volume, timeoutSeconds: SHORT_SECONDS });
          await witness.expectFree(file, `after detachVolume of what was not attached, ${time}`);
        }
      }
      await t.driver.detachVolume({ instanceUuid: t.uuid(), volume: other.volume, timeoutSeconds: SHORT_SECONDS });
      await witness.expectHeld(other.file, "after detachVolume from an instance that is not there");
    },
  },
  {
    id: "detachVolume/absence-still-disconnects[lost-instance]",
    requirement: "detachVolume/absence-still-disconnects",
    title: "detachVolume() from an instance that its hypervisor has lost ends the host's connection",
    needs: { fault: "instanceLost" },
    run: async (t) => {
      const witness = await givenWitness(t);
      const had = await givenAttached(t);
      await loseInstance(t, had.instance);
      await t.given("getInfo", () => witness.expectHeld(had.file, "after its instance was lost"));
      for (const time of ["", ", repeated"]) {
        await detachFrom(t, had);
        await witness.expectFree(had.file, `after detachVolume from an instance that is not there any more${time}`);
      }
    },
  },
  {
    id: "detachVolume/absence-still-disconnects[lost-device]",
    requirement: "detachVolume/absence-still-disconnects",
    title: "detachVolume() ends the host's connection where the guest has lost the device already",
    needs: { simulation: true },
    run: async (t) => {
      const witness = await givenWitness(t);
      const had = await givenAttached(t);
      await t.simulation.injectFault({
        kind: "stepFault",
        trigger: { operation: "detachVolume", step: "disconnectVolume" },
        action: "fail",
      });
      await t.given("simulation/injectFault", async () => {
        const { target } = had.instance;
        await t.expectError(
          t.driver.detachVolume({ ...target, volume: had.volume, timeoutSeconds: SHORT_SECONDS }),
          "BACKEND_FAILED",
        );
        await witness.expectHeld(had.file, "after detachVolume that failed to disconnect the host");
      });
      await t.simulation.clearFaults();
      await detachFrom(t, had);
      await witness.expectFree(had.file, "after detachVolume of a volume whose device was gone");
    },
  },
];

const repeated: readonly Check[] = [
  {
    id: "detachVolume/can-be-repeated-after-failure[at-each-step]",
    requirement: "detachVolume/can-be-repeated-after-failure",
    title:
      "detachVolume() that failed at any step succeeds when it is repeated, and leaves neither device nor connection",
    needs: { simulation: true, capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const witness = await givenWitness(t);
      const instance = await t.givenInstance();
      await sweepSteps(t, {
        operation: "detachVolume",
        prepare: async () => {
          const file = t.volume();
          return { instance, file, volume: await attach(t, instance, file.attachment()) };
        },
        call: (had) => detachFrom(t, had),
        judge: async ({ step, prepared: had }) => {
          await detachFrom(t, had);
          const when = `after detachVolume failed at its hypervisor call number ${step} and was repeated`;
          await expectVolumes(t, instance, [], when);
          await witness.expectFree(had.file, when);
        },
      });
    },
  },
  {
    id: "detachVolume/can-be-repeated-after-failure[deaf-guest]",
    requirement: "detachVolume/can-be-repeated-after-failure",
    title: "detachVolume() succeeds when the guest lets go at last, and leaves neither device nor connection",
    needs: { simulation: true, capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const witness = await givenWitness(t);
      const had = await givenAttached(t);
      const { instance, volume } = had;
      await t.simulation.injectFault({ kind: "guestBehaviour", instanceUuid: instance.uuid, keepsDevices: true });
      await t.expectError(
        t.driver.detachVolume({ ...instance.target, volume, timeoutSeconds: SHORT_SECONDS }),
        "DEVICE_DETACH_FAILED",
      );
      await t.simulation.clearFaults();
      await detachFrom(t, had);
      const when = "after detachVolume of a guest that lets go at last";
      const hint = "Look for the device in the guest that runs, and not only in what the next boot is made from.";
      await expectVolumes(t, instance, [], when, hint);
      await witness.expectFree(had.file, when);
      await powerCycle(t, instance);
      await expectVolumes(t, instance, [], `${when}, and a hard reboot`);
    },
  },
];

/** The checks of `detachVolume`. */
export const detachVolumeChecks: readonly Check[] = [...released, ...deaf, ...absent, ...repeated];
