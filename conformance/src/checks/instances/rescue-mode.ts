// Checks that `getInfo` tells rescue mode from its beginning to its end, and never else.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { cutOff } from "../steps/guest.ts";
import { rescue } from "../steps/rescued-guest.ts";

async function expectTold(t: CheckContext, { target }: TestInstance, rescued: boolean, when: string): Promise<void> {
  const { info } = await t.driver.getInfo(target);
  t.expectEqual(info.rescued ?? false, rescued, `rescued in getInfo ${when}`, "Keep it with the instance.");
}

async function givenRescued(t: CheckContext): Promise<TestInstance> {
  const instance = await t.givenInstance({ powerState: "shutdown" });
  await t.given("rescue", () => rescue(t, instance));
  await expectTold(t, instance, true, "after rescue");
  return instance;
}

/** The checks that `getInfo` tells rescue mode. */
export const rescueModeChecks: readonly Check[] = [
  {
    id: "getInfo/tells-rescue-mode",
    requirement: "getInfo/tells-rescue-mode",
    title: "getInfo() says rescued from rescue() to unrescue(), through power cycles, and at no other time",
    run: async (t) => {
      const instance = await t.givenInstance();
      await expectTold(t, instance, false, "after spawn");
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      await expectTold(t, instance, false, "after powerOff");
      await t.given("rescue", () => rescue(t, instance));
      await expectTold(t, instance, true, "after rescue");
      await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
      await expectTold(t, instance, true, "after rescue and a hard reboot");
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      await expectTold(t, instance, true, "after rescue and powerOff");
      await t.given("powerOn", () => t.driver.powerOn(instance.target));
      await expectTold(t, instance, true, "after rescue, powerOff and powerOn");
      await t.given("unrescue", () => t.driver.unrescue(instance.target));
      await expectTold(t, instance, false, "after unrescue");
    },
  },
  {
    id: "getInfo/tells-rescue-mode[restart]",
    requirement: "getInfo/tells-rescue-mode",
    title:
      "getInfo() says rescued of a rescued instance, and of no other, when the driver was killed and started again",
    needs: { capabilities: ["supportsRecovery"], ownProcess: true },
    run: async (t) => {
      const other = await t.givenInstance({ powerState: "shutdown" });
      const instance = await givenRescued(t);
      await t.restartDriver("kill");
      await expectTold(t, instance, true, "after the driver was killed and started again");
      await expectTold(t, other, false, "of another instance, after the driver was killed and started again");
    },
  },
  {
    id: "getInfo/tells-rescue-mode[rebuild]",
    requirement: "getInfo/tells-rescue-mode",
    title: "getInfo() no longer says rescued after rebuild()",
    needs: { capabilities: ["supportsRebuild"] },
    run: async (t) => {
      const instance = await givenRescued(t);
      const { instance: description } = instance.params;
      await t.given("rebuild", () => t.driver.rebuild({ instance: description, powerOn: true }));
      await expectTold(t, instance, false, "after rescue and rebuild");
    },
  },
  {
    id: "getInfo/tells-rescue-mode[destroy]",
    requirement: "getInfo/tells-rescue-mode",
    title: "getInfo() no longer says rescued after destroy() and another spawn() of the uuid",
    run: async (t) => {
      const instance = await givenRescued(t);
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
      await t.given("spawn", () => t.driver.spawn(instance.params));
      await expectTold(t, instance, false, "after rescue, destroy and spawn");
    },
  },
];
