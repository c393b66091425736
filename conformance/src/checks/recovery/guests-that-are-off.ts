// Checks that a driver which is started starts no guest with it.
import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { currentBoot, cutOff, givenGuestThatStoppedItself, givenGuestThatWasCutOff } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";

const NEEDS: Needs = { capabilities: ["supportsRecovery"], ownProcess: true };
const AFTERWARDS = "after the driver was killed and started again";
const HINT = "Define guests so that the hypervisor starts none by itself, and do nothing to those that are off.";

/** How long a guest is watched that should stay off, in milliseconds. */
const WATCHED_MS = 2_000;

async function expectStaysOff(t: CheckContext, instance: TestInstance): Promise<void> {
  await t.restartDriver("kill");
  await expectState(t, instance, "shutdown", AFTERWARDS, HINT);
  await t.elapse(WATCHED_MS);
  await expectState(t, instance, "shutdown", `some time ${AFTERWARDS}`, HINT);
}

/** The checks of guests that are off when their driver is started. */
export const guestsThatAreOffChecks: readonly Check[] = [
  {
    id: "recovery/starts-no-guest-by-itself",
    requirement: "recovery/starts-no-guest-by-itself",
    title: "An instance that was powered off stays off when its driver is killed and started again",
    needs: NEEDS,
    run: async (t) => {
      const instance = await t.givenInstance();
      await t.given("powerOff", async () => {
        await t.driver.powerOff(cutOff(instance));
        await expectState(t, instance, "shutdown", "after powerOff");
      });
      await expectStaysOff(t, instance);
    },
  },
  {
    id: "recovery/starts-no-guest-by-itself[guest]",
    requirement: "recovery/starts-no-guest-by-itself",
    title: "A guest that was powered off does not boot when its driver is killed and started again",
    needs: { ...NEEDS, probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenGuestThatWasCutOff(t);
      await expectStaysOff(t, instance);
      const number = (await t.given("getConsoleOutput", () => currentBoot(t, instance)))?.number;
      t.expectEqual(number, boot.number, `number of the guest's last boot ${AFTERWARDS}`, HINT);
    },
  },
  {
    id: "recovery/starts-no-guest-by-itself[stopped-itself]",
    requirement: "recovery/starts-no-guest-by-itself",
    title: "A guest that has powered itself off stays off when its driver is killed and started again",
    needs: { ...NEEDS, probeGuest: true },
    run: async (t) => expectStaysOff(t, await givenGuestThatStoppedItself(t)),
  },
];
