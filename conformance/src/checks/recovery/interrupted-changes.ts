// Checks that a call in the middle of which the driver died can be made again.
import type { PowerState } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { cutOff } from "../steps/guest.ts";
import { killDuring } from "../steps/interrupted-call.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

interface Change {
  readonly operation: "powerOn" | "powerOff" | "reboot" | "destroy";
  readonly from: "running" | "shutdown";
  readonly to: PowerState | "absent";
  readonly call: (t: CheckContext, instance: TestInstance) => Promise<unknown>;
}

const CHANGES: readonly Change[] = [
  { operation: "powerOn", from: "shutdown", to: "running", call: (t, { target }) => t.driver.powerOn(target) },
  {
    operation: "powerOff",
    from: "running",
    to: "shutdown",
    call: (t, instance) => t.driver.powerOff(cutOff(instance)),
  },
  {
    operation: "reboot",
    from: "running",
    to: "running",
    call: (t, { target }) => t.driver.reboot({ ...target, type: "hard" }),
  },
  {
    operation: "destroy",
    from: "running",
    to: "absent",
    call: (t, { target }) => t.driver.destroy({ ...target, destroyDisks: true }),
  },
];

async function expectRepeatable(
  t: CheckContext,
  instance: TestInstance,
  { operation, to, call }: Pick<Change, "operation" | "to" | "call">,
  when: string,
): Promise<void> {
  const refusal = await refusalOf(call(t, instance));
  t.expectThat(refusal === undefined, `${operation} failed ${when}`, {
    expected: "success, whatever the first one had done",
    got: refusal,
    hint: "Keep no lock over a restart, and take each step that the first call has done for done.",
  });
  await expectState(t, instance, to, `after ${operation}, repeated ${when}`);
}

/** The checks of calls that a driver was killed in. */
export const interruptedChangesChecks: readonly Check[] = CHANGES.map(({ operation, from, to, call }): Check => ({
  id: `recovery/interrupted-change-can-be-repeated[${operation}]`,
  requirement: "recovery/interrupted-change-can-be-repeated",
  title: `${operation}() succeeds when it is made again after the driver was killed at any step of it`,
  needs: { capabilities: ["supportsRecovery"], ownProcess: true },
  run: (t) =>
    killDuring(t, [
      {
        operation,
        prepare: async () => {
          const instance = await t.givenInstance({ powerState: from });
          const judge = (when: string): Promise<void> => expectRepeatable(t, instance, { operation, to, call }, when);
          return { uuid: instance.uuid, call: () => call(t, instance), judge };
        },
      },
    ]),
}));
