// Checks of what happens when two calls meet at one instance: a change is refused, a read is not kept waiting.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { isPrompt } from "../steps/is-prompt.ts";
import { expectState } from "../steps/power-state.ts";
import { slowPowerOff } from "../steps/slow-power-off.ts";

/** Checks that a call is answered before `limit`. Its answer is for whoever awaits it. */
async function expectPrompt(
  t: CheckContext,
  call: Promise<unknown>,
  limit: Promise<unknown>,
  name: string,
): Promise<void> {
  t.expectThat(
    await isPrompt(t, call, limit),
    `${name} was not answered while a powerOff of the instance was in progress`,
    {
      expected: "an answer before that of powerOff",
      hint: "Do not queue one call behind another.",
    },
  );
}

/** The checks of calls that meet. */
export const meetingCallsChecks: readonly Check[] = [
  {
    id: "operations/busy-instance-is-refused",
    requirement: "operations/busy-instance-is-refused",
    title: "A reboot() and a destroy() of an instance that a powerOff() is working on are refused, naming the powerOff",
    run: async (t) => {
      const call = await slowPowerOff(t);
      const { instance, operationId } = call;
      const attempts = {
        reboot: () => t.driver.reboot({ ...instance.target, type: "hard" }),
        destroy: () => t.driver.destroy({ ...instance.target, destroyDisks: true }),
      };
      for (const [name, attempt] of Object.entries(attempts)) {
        const outcome = attempt();
        await expectPrompt(t, outcome, t.grace(), name);
        const refusal = await t.expectError(outcome, "INSTANCE_BUSY", {
          effect: "none",
          hint: "Keep, per instance, the changing call in progress, and refuse the second one at once.",
        });
        t.expectEqual(refusal.details["operationId"], operationId, "operationId that INSTANCE_BUSY names");
        t.expectEqual(refusal.details["operation"], "powerOff", "operation that INSTANCE_BUSY names");
      }
      await expectState(t, instance, "running", "after a reboot and a destroy that were refused");
      await call.abandon();
    },
  },
  {
    id: "operations/reads-never-wait",
    requirement: "operations/reads-never-wait",
    title: "Every read answers while a powerOff() of the same instance waits for its guest",
    run: async (t) => {
      const node = t.node.uuid;
      const call = await slowPowerOff(t);
      const { instance, operationId } = call;
      const reads = {
        getInfo: () => t.driver.getInfo(instance.target),
        listInstances: () => t.driver.listInstances({}),
        listInstanceStates: () => t.driver.listInstanceStates({}),
        getAvailableResource: () => t.driver.getAvailableResource({ node }),
        getOperation: () => t.driver.getOperation({ operationId }),
        ...(t.session.capabilities.supportsConsoleOutput && {
          getConsoleOutput: () => t.driver.getConsoleOutput(instance.target),
        }),
      };
      for (const [name, read] of Object.entries(reads)) {
        const answer: Promise<unknown> = read();
        await expectPrompt(t, answer, Promise.race([call.answer, t.grace()]), name);
        await t.given(name, () => answer);
      }
      await call.abandon();
    },
  },
];
