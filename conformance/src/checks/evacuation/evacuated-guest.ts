// Checks of an evacuation: a guest that is built where its disks are goes on from them.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectBoot, givenGuestThatBootedTwice } from "../steps/boot-counter.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import type { TickingGuest } from "../steps/guest.ts";
import { cutOff } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";
import { atPeer } from "../steps/two-hosts.ts";

const requirement = "migration/evacuated-guest-keeps-its-disks";

const KEPT = "the disks that were there";

/** An instance that is gone but for its disks. */
async function givenDisksAlone(t: CheckContext): Promise<TickingGuest> {
  const guest = await givenGuestThatBootedTwice(t);
  await t.given("destroy", () => t.driver.destroy({ ...guest.instance.target, destroyDisks: false }));
  return guest;
}

async function needOnDisk(t: CheckContext, { target }: TestInstance): Promise<void> {
  const { onDisk } = await t.given("instanceOnDisk", () => t.driver.instanceOnDisk({ ...target, node: t.node.uuid }));
  if (!onDisk) t.notApplicable("The host does not reach the disks of the instance");
}

/** The checks of evacuated guests. */
export const evacuatedGuestChecks: readonly Check[] = [
  {
    id: requirement,
    requirement,
    title: "spawn() of an instance whose disks are on its node starts the guest from them, and not from its image",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenDisksAlone(t);
      await needOnDisk(t, instance);
      await t.driver.spawn({ ...instance.params, node: t.node.uuid });
      await expectState(t, instance, "running", "after spawn");
      await expectBoot(t, instance, boot.number + 1, KEPT, "after spawn");
    },
  },
  {
    id: `${requirement}[off]`,
    requirement,
    title: "spawn() with powerOn false where the disks are does not change them",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenDisksAlone(t);
      await needOnDisk(t, instance);
      await t.driver.spawn({ ...instance.params, powerOn: false });
      await expectState(t, instance, "shutdown", "after spawn with powerOn false");
      await t.given("powerOn", () => t.driver.powerOn(instance.target));
      await expectBoot(t, instance, boot.number + 1, KEPT, "after spawn with powerOn false and powerOn");
    },
  },
  {
    id: `${requirement}[failed]`,
    requirement,
    title:
      "spawn() that fails at any step leaves the disks that were there, and starts the guest from them when repeated",
    needs: { probeGuest: true, simulation: true },
    run: (t) =>
      sweepSteps(t, {
        operation: "spawn",
        prepare: async () => {
          const guest = await givenDisksAlone(t);
          await needOnDisk(t, guest.instance);
          return guest;
        },
        call: ({ instance }) => t.driver.spawn(instance.params),
        judge: async ({ prepared: { instance, boot }, step }) => {
          const when = `after spawn failed at its hypervisor call number ${step}`;
          const { onDisk } = await t.driver.instanceOnDisk({ ...instance.target, node: instance.params.node });
          t.expectThat(onDisk, `The disks are gone ${when}`, {
            expected: "disks that the driver did not make, where they were",
            hint: "Clean up what this spawn has made, and nothing that was there before.",
          });
          await t.driver.spawn(instance.params);
          await expectBoot(t, instance, boot.number + 1, KEPT, `after spawn was repeated, ${when}`);
          await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
        },
      }),
  },
  {
    id: `${requirement}[other-host]`,
    requirement,
    title: "spawn() at a second host that reaches the disks starts the guest from them",
    needs: { probeGuest: true, peer: true },
    run: async (t) => {
      const there = await atPeer(t);
      const { instance, boot } = await givenGuestThatBootedTwice(t);
      await needOnDisk(there, instance);
      await there.driver.spawn({ ...instance.params, node: there.node.uuid });
      await expectState(there, instance, "running", "at the second host after spawn");
      await expectBoot(there, instance, boot.number + 1, KEPT, "after spawn at the second host");
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: false }));
      await there.driver.reboot({ ...instance.target, type: "hard" });
      await expectBoot(there, instance, boot.number + 2, KEPT, "after the copy of before was removed");
    },
  },
  {
    id: `${requirement}[host-down]`,
    requirement,
    title: "spawn() at a second host brings back the guest of a host that died, from its disks",
    needs: { probeGuest: true, peer: true, fault: "hostDown" },
    run: async (t) => {
      const there = await atPeer(t);
      const { instance, boot } = await givenGuestThatBootedTwice(t);
      await needOnDisk(there, instance);
      await t.given("powerOn", () => t.driver.powerOn(instance.target));
      await t.given("powerOn", () => expectBoot(t, instance, boot.number + 1, KEPT, "after powerOn"));
      await t.fault({ kind: "hostDown", node: t.node.uuid });
      await there.driver.spawn({ ...instance.params, node: there.node.uuid });
      await expectBoot(there, instance, boot.number + 2, KEPT, "after spawn at the second host");
      await t.endFaults();
      await expectState(t, instance, ["shutdown", "crashed"], "at a host that came back");
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: false }));
      await there.driver.powerOff(cutOff(instance));
      await there.driver.powerOn(instance.target);
      await expectBoot(there, instance, boot.number + 3, KEPT, "after the copy of before was removed");
    },
  },
];
