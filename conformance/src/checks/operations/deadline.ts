// Checks of deadlines: a call that runs out of time ends, and says truthfully what it left.
import type { DriverError } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { cutOff } from "../steps/guest.ts";
import { simulates } from "../steps/guest-time.ts";
import { isPrompt } from "../steps/is-prompt.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

/** How long the call would take without its deadline. */
const TIMEOUT_SECONDS = 6;
/** The deadline, in milliseconds. A simulator's clock stands still meanwhile, so it need not be long. */
const DEADLINE_MS = { simulated: 100, real: 1_500 };

/** Powers a deaf guest off with too little time for it, and waits for the answer. */
async function overduePowerOff(t: CheckContext, instance: TestInstance): Promise<DriverError | undefined> {
  const deadlineMs = simulates(t) ? DEADLINE_MS.simulated : DEADLINE_MS.real;
  const params = { ...instance.target, timeoutSeconds: TIMEOUT_SECONDS, retryIntervalSeconds: 0 };
  if (simulates(t)) await t.simulation.hold();
  const refusal = refusalOf(t.driver.powerOff(params, { deadlineMs }));
  refusal.catch(() => undefined);
  if (simulates(t)) {
    await isPrompt(t, refusal);
    // A simulator may also measure deadlines by the clock of its guests.
    await t.simulation.advance(TIMEOUT_SECONDS * 1_000);
    await t.simulation.release();
  }
  return refusal;
}

/** The checks of deadlines. */
export const deadlineChecks: readonly Check[] = [
  {
    id: "operations/deadline-is-kept",
    requirement: "operations/deadline-is-kept",
    title: "A powerOff() with too short a deadline is answered DEADLINE_EXCEEDED, and leaves what its effect says",
    run: async (t) => {
      const instance = await t.givenInstance({ image: { ignorePowerButton: true } });
      const refusal = await overduePowerOff(t, instance);
      t.expectEqual(
        refusal?.code ?? "success",
        "DEADLINE_EXCEEDED",
        "outcome of a powerOff whose deadline is shorter than its timeout",
        "Measure deadlineMs from the moment the request was read, and stop waiting for the guest when it is over.",
      );
      if (refusal?.effect === "none") {
        await expectState(t, instance, "running", "after a powerOff that ran out of time without effect");
      }
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
    },
  },
];
