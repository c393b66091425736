// Checks of `destroy`: it always succeeds, removes all of one instance, and nothing of another.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { BootReading } from "../../harness/console-reading.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { givenGuestThatBootedTwice } from "../steps/boot-counter.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import {
  expectOneMoreBoot,
  expectUndisturbed,
  givenGuestThatWasCutOff,
  givenTickingGuest,
  untilTicking,
} from "../steps/guest.ts";
import type { Cell } from "../steps/operations-on-instances.ts";
import { expectState } from "../steps/power-state.ts";
import { expectNoResidue, takeDown } from "../steps/residue.ts";
import { stateMatrix } from "../steps/state-matrix.ts";

function requirementOf({ from }: Cell): Check["requirement"] {
  return from === "absent" ? "destroy/absent-instance-succeeds" : "destroy/works-in-every-power-state";
}

/** Spawns an instance of the same uuid again and reads its boot counter, which tells what disk it started from. */
async function bootNumberAfterRespawn(t: CheckContext, { params, uuid }: TestInstance): Promise<number> {
  await t.given("spawn", () => t.driver.spawn(params));
  return (await t.given("spawn", () => untilTicking(t, uuid, "after a second spawn of its uuid"))).number;
}

async function expectFreshDisk(t: CheckContext, instance: TestInstance, before: BootReading): Promise<void> {
  const number = await bootNumberAfterRespawn(t, instance);
  t.expectThat(
    number <= before.number,
    `The guest of the second spawn is in boot ${number}, so it started from the disk of the first`,
    {
      expected: `boot ${before.number}, of a fresh copy of the image`,
    },
  );
}

const disks: readonly Check[] = [
  {
    id: "destroy/keeps-disks-when-asked",
    requirement: "destroy/keeps-disks-when-asked",
    title: "destroy() with destroyDisks false leaves the disk for the next spawn() of the uuid",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenGuestThatWasCutOff(t);
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: false }));
      const number = await bootNumberAfterRespawn(t, instance);
      t.expectThat(
        number > boot.number,
        `The guest of the second spawn is in boot ${number}, so its disk is not the one that was kept`,
        {
          expected: `boot ${boot.number + 1}`,
        },
      );
    },
  },
  {
    id: "destroy/removes-disks-when-asked",
    requirement: "destroy/removes-disks-when-asked",
    title: "destroy() with destroyDisks true makes the next spawn() of the uuid start from the image",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenGuestThatWasCutOff(t);
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
      await expectFreshDisk(t, instance, boot);
    },
  },
  {
    id: "destroy/removes-disks-when-asked[kept-before]",
    requirement: "destroy/removes-disks-when-asked",
    title: "destroy() with destroyDisks true also removes disks that an earlier destroy() had kept",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenGuestThatWasCutOff(t);
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: false }));
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
      await expectFreshDisk(t, instance, boot);
    },
  },
];

/** The checks of `destroy`. */
export const destroyChecks: readonly Check[] = [
  {
    id: "destroy/removes-the-instance",
    requirement: "destroy/removes-the-instance",
    title: "destroy() returns when no read shows the instance any more",
    run: async (t) => {
      const instance = await t.givenInstance();
      await t.driver.destroy({ ...instance.target, destroyDisks: true });
      await t.expectAbsent(instance);
    },
  },
  {
    id: "destroy/absent-instance-succeeds[twice]",
    requirement: "destroy/absent-instance-succeeds",
    title: "destroy() of an instance that was destroyed already succeeds, whatever is to become of the disks",
    run: async (t) => {
      const instance = await t.givenInstance({ powerState: "shutdown" });
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
      await t.driver.destroy({ ...instance.target, destroyDisks: true });
      await t.driver.destroy({ ...instance.target, destroyDisks: false });
    },
  },
  {
    id: "destroy/leaves-others-alone",
    requirement: "destroy/leaves-others-alone",
    title: "destroy() of one instance leaves others of the same name and image running, and their disks whole",
    needs: { probeGuest: true },
    run: async (t) => {
      const off = await givenGuestThatBootedTwice(t, { name: "twin" });
      const on = await givenTickingGuest(t, { name: "twin" });
      const going = await t.givenInstance({ name: "twin" });
      await t.given("destroy", () => t.driver.destroy({ ...going.target, destroyDisks: true }));
      await expectState(t, on.instance, "running", "after destroy of another instance");
      await expectUndisturbed(t, on.instance, on.boot, "by destroy of another instance");
      await expectState(t, off.instance, "shutdown", "after destroy of another instance");
      await t.driver.powerOn(off.instance.target);
      await expectOneMoreBoot(t, off.instance, off.boot, "after destroy of another instance");
    },
  },
  {
    id: "destroy/leaves-others-alone[power-state]",
    requirement: "destroy/leaves-others-alone",
    title: "destroy() of one instance leaves others of the same name in their power states",
    run: async (t) => {
      const on = await t.givenInstance({ name: "twin" });
      const off = await t.givenInstance({ name: "twin", powerState: "shutdown" });
      const going = await t.givenInstance({ name: "twin" });
      await t.given("destroy", () => t.driver.destroy({ ...going.target, destroyDisks: true }));
      await expectState(t, on, "running", "after destroy of another instance of its name");
      await expectState(t, off, "shutdown", "after destroy of another instance of its name");
    },
  },
  ...disks,
  {
    id: "destroy/can-be-repeated-after-failure",
    requirement: "destroy/can-be-repeated-after-failure",
    title: "destroy() that failed at any step succeeds when it is repeated, and leaves nothing",
    needs: { simulation: true },
    run: async (t) => {
      const before = await takeDown(t, await t.newInstance());
      const target = { instanceUuid: before.params.instance.uuid, destroyDisks: true };
      await sweepSteps(t, {
        operation: "destroy",
        prepare: () => t.given("spawn", () => t.driver.spawn(before.params)),
        call: () => t.driver.destroy(target),
        judge: async ({ step }) => {
          await t.driver.destroy(target);
          await expectNoResidue(
            t,
            before,
            `after destroy failed at its hypervisor call number ${step} and was repeated`,
          );
        },
      });
    },
  },
  ...stateMatrix("destroy", requirementOf),
];
