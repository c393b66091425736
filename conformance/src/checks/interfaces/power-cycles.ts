// Whether a guest has the same interfaces after each way of starting it again.
import type { NetworkInterface } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectInterfaces } from "../steps/guest-devices.ts";
import { cutOff } from "../steps/guest.ts";

/**
 * Checks that a guest has just these interfaces after it was powered off and on, and after a hard reboot.
 *
 * @param after - What they were changed by.
 */
export async function expectPowerCycles(
  t: CheckContext,
  instance: TestInstance,
  expected: readonly NetworkInterface[],
  after: string,
): Promise<void> {
  const hint = "Change the definition that the guest is started from, too.";
  await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
  await t.given("powerOn", () => t.driver.powerOn(instance.target));
  await expectInterfaces(t, instance, expected, `after ${after}, powerOff and powerOn`, hint);
  await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
  await expectInterfaces(t, instance, expected, `after ${after} and a hard reboot`, hint);
}
