// Checks of `rescue`: it boots another disk, spares the instance's own ones, and leaves nothing when it fails.
import type { RescueParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectBoot, givenGuestThatBootedTwice } from "../steps/boot-counter.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { cutOff } from "../steps/guest.ts";
import { ownImage } from "../steps/own-image.ts";
import {
  expectOwnBoot,
  expectRescued,
  givenRescuedGuest,
  OWN_BOOTS,
  OWN_DISK,
  rescue,
  RESCUE_DISK,
  rescueImage,
} from "../steps/rescued-guest.ts";

/** About one second after its boot, a rescue system's end. */
const SHORT_LIFE = { powerOffAfterTicks: 10 };

interface Cycle {
  readonly variant: string;
  readonly calls: string;
  readonly run: (t: CheckContext, instance: TestInstance) => Promise<unknown>;
}

const CYCLES: readonly Cycle[] = [
  { variant: "reboot-hard", calls: "a hard reboot", run: (t, i) => t.driver.reboot({ ...i.target, type: "hard" }) },
  {
    variant: "reboot-soft",
    calls: "a soft reboot",
    run: (t, i) => t.driver.reboot({ ...i.target, type: "soft", timeoutSeconds: 10 }),
  },
  {
    variant: "power-cycle",
    calls: "powerOff and powerOn",
    run: async (t, i) => {
      await t.given("powerOff", () => t.driver.powerOff(cutOff(i)));
      await expectRescued(t, i, true, "shutdown", "after powerOff of a rescued instance");
      await t.driver.powerOn(i.target);
    },
  },
];

const throughCycles = CYCLES.map(({ variant, calls, run }): Check => ({
  id: `rescue/outlives-power-cycles[${variant}]`,
  requirement: "rescue/outlives-power-cycles",
  title: `A rescued instance boots from the same rescue disk again after ${calls}`,
  needs: { probeGuest: true },
  run: async (t) => {
    const instance = await givenRescuedGuest(t);
    const when = `after rescue and ${calls}`;
    await run(t, instance);
    await expectRescued(t, instance, true, "running", when);
    await expectBoot(t, instance, 2, RESCUE_DISK, when);
  },
}));

/** Checks that an instance is as it was before a rescue that failed, and boots from its own disk. */
async function expectNoTrace(t: CheckContext, instance: TestInstance, when: string): Promise<void> {
  await expectRescued(t, instance, false, "shutdown", when);
  await t.driver.powerOn(instance.target);
  await expectOwnBoot(t, instance, `${when}, and powerOn`);
}

type Badness = (image: RescueParams["image"]) => RescueParams["image"];

const BAD_IMAGES: readonly { readonly variant: string; readonly what: string; readonly make: Badness }[] = [
  { variant: "checksum", what: "another digest", make: (image) => ({ ...image, sha256: "0".repeat(64) }) },
  { variant: "size", what: "another size", make: (image) => ({ ...image, sizeBytes: image.sizeBytes + 512 }) },
  {
    variant: "unreadable",
    what: "no file",
    make: (image) => ({ ...image, source: { kind: "file", path: "/nonexistent/vdk-rescue.img" } }),
  },
];

const withBadImage = BAD_IMAGES.map(({ variant, what, make }): Check => ({
  id: `rescue/leaves-no-trace-when-it-fails[${variant}]`,
  requirement: "rescue/leaves-no-trace-when-it-fails",
  title: `rescue() with an image that has ${what} is refused, and powerOn() boots the instance's own disk`,
  needs: { probeGuest: true },
  run: async (t) => {
    const { instance } = await givenGuestThatBootedTwice(t);
    const { params } = await ownImage(t);
    const image = make(params.instance.image);
    await t.expectError(t.driver.rescue({ ...instance.target, image }), "IMAGE_UNACCEPTABLE", { effect: "none" });
    await expectNoTrace(t, instance, "after a rescue that was refused");
  },
}));

const ending: readonly Check[] = [
  {
    id: "rescue/ends-with-destroy[keeps-disks]",
    requirement: "rescue/ends-with-destroy",
    title: "destroy() of a rescued instance that keeps its disks keeps its own ones, and not the rescue disk",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await givenRescuedGuest(t);
      await t.driver.destroy({ ...instance.target, destroyDisks: false });
      await t.expectAbsent(instance);
      await t.given("spawn", () => t.driver.spawn(instance.params));
      await expectOwnBoot(t, instance, "after destroy of a rescued instance, and spawn");
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      await t.given("rescue", () => rescue(t, instance));
      await expectBoot(t, instance, 1, "a fresh rescue disk", "after destroy, spawn and another rescue");
    },
  },
  {
    id: "rescue/ends-with-destroy[removes-disks]",
    requirement: "rescue/ends-with-destroy",
    title: "destroy() of a rescued instance that removes its disks removes the rescue disk too",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await givenRescuedGuest(t);
      await t.driver.destroy({ ...instance.target, destroyDisks: true });
      await t.expectAbsent(instance);
      await t.given("spawn", () => t.driver.spawn(instance.params));
      await expectRescued(t, instance, false, "running", "after destroy of a rescued instance, and spawn");
      await expectBoot(t, instance, 1, "a fresh disk", "after destroy of a rescued instance, and spawn");
      await t.given("reboot", async () => {
        await t.driver.reboot({ ...instance.target, type: "hard" });
        await expectBoot(t, instance, 2, OWN_DISK, "after a hard reboot");
      });
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      await t.given("rescue", () => rescue(t, instance));
      await expectBoot(t, instance, 1, "a fresh rescue disk", "after destroy, spawn and another rescue");
    },
  },
];

/** The checks of `rescue`. */
export const rescueChecks: readonly Check[] = [
  {
    id: "rescue/boots-the-rescue-image",
    requirement: "rescue/boots-the-rescue-image",
    title: "rescue() boots the guest once from a fresh disk, and getInfo() says rescued",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance } = await givenGuestThatBootedTwice(t);
      await rescue(t, instance);
      await expectRescued(t, instance, true, "running", "after rescue");
      await expectBoot(t, instance, 1, RESCUE_DISK, "after rescue");
    },
  },
  {
    id: "rescue/boots-the-rescue-image[another-image]",
    requirement: "rescue/boots-the-rescue-image",
    title: "rescue() with an image whose guest powers itself off boots that image, and not the instance's own",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance } = await givenGuestThatBootedTwice(t);
      await t.driver.rescue({ ...instance.target, image: await rescueImage(t, SHORT_LIFE) });
      await t.waitFor(
        "the rescue system powers itself off after one second, as that of the image given does",
        async () => (await t.driver.getInfo(instance.target)).info.powerState === "shutdown",
        { hint: "Make the rescue disk from the image of this very call." },
      );
    },
  },
  {
    id: "rescue/boots-the-rescue-image[again]",
    requirement: "rescue/boots-the-rescue-image",
    title: "rescue() of a rescued instance that is off begins anew, with a fresh disk",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await givenRescuedGuest(t);
      await t.given("reboot", async () => {
        await t.driver.reboot({ ...instance.target, type: "hard" });
        await expectBoot(t, instance, 2, RESCUE_DISK, "after rescue and a hard reboot");
      });
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      await rescue(t, instance);
      await expectRescued(t, instance, true, "running", "after a second rescue");
      await expectBoot(t, instance, 1, "a fresh rescue disk", "after a second rescue");
    },
  },
  {
    id: "rescue/leaves-the-own-disks-alone",
    requirement: "rescue/leaves-the-own-disks-alone",
    title: "An instance's own disk is untouched by rescue() and two boots of the rescue image",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await givenRescuedGuest(t);
      await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
      await t.given("reboot", () => expectBoot(t, instance, 2, RESCUE_DISK, "after rescue and a hard reboot"));
      await t.given("unrescue", () => t.driver.unrescue(instance.target));
      await expectBoot(t, instance, OWN_BOOTS + 1, OWN_DISK, "after two boots of the rescue image and unrescue");
    },
  },
  {
    id: "rescue/leaves-the-own-disks-alone[volume]",
    requirement: "rescue/leaves-the-own-disks-alone",
    title: "A volume of the instance is untouched by rescue() and two boots of the rescue image",
    needs: { probeGuest: true, capabilities: ["supportsVolumes"] },
    run: async (t) => {
      const volume = t.volume();
      const before = volume.read(0, volume.size());
      const instance = await givenRescuedGuest(t, { devices: { blockDevices: { volumes: [volume.attachment()] } } });
      await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
      await t.given("reboot", () => expectBoot(t, instance, 2, RESCUE_DISK, "after rescue and a hard reboot"));
      t.expectThat(
        before.equals(volume.read(0, volume.size())),
        "The volume holds other bytes after rescue than before",
        { expected: "the bytes that it had", hint: "Boot from the rescue disk, and from nothing else." },
      );
    },
  },
  ...throughCycles,
  ...withBadImage,
  {
    id: "rescue/leaves-no-trace-when-it-fails",
    requirement: "rescue/leaves-no-trace-when-it-fails",
    title: "Whichever hypervisor call of rescue() failed, the instance is off, not rescued, and boots its own disk",
    needs: { probeGuest: true, simulation: true },
    run: async (t) => {
      await sweepSteps(t, {
        operation: "rescue",
        prepare: async () => (await givenGuestThatBootedTwice(t)).instance,
        call: (instance) => rescue(t, instance),
        judge: async ({ error, step, prepared: instance }) => {
          const when = `after rescue failed at its hypervisor call number ${step}`;
          t.expectEqual(error.effect, "none", `effect in the answer ${when}`);
          await expectNoTrace(t, instance, when);
          await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
        },
      });
    },
  },
  ...ending,
];
