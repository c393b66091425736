// Checks of what an error says.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";

/** Calls that every driver refuses, for several reasons. */
function refusedCalls(t: CheckContext): readonly (() => Promise<unknown>)[] {
  const { driver, connection } = t;
  const uuid = t.uuid();
  return [
    () => driver.getInfo({ instanceUuid: uuid }),
    () => driver.powerOn({ instanceUuid: uuid }),
    () => driver.reboot({ instanceUuid: uuid, type: "hard" }),
    () => driver.getAvailableResource({ node: uuid }),
    () => driver.listInstances({ node: uuid }),
    () => connection.initialize({ epoch: 1 }),
  ];
}

const carryCodeAndEffect: Check = {
  id: "errors/carry-code-and-effect",
  requirement: "errors/carry-code-and-effect",
  title: "Refusals of many kinds carry a code of the spec, its number, an effect, and the details of the code",
  run: async (t) => {
    for (const call of refusedCalls(t)) await call().catch(() => undefined);
    const fault = t.connection.faults.find(({ kind }) => kind === "bad-error-object");
    if (fault === undefined) return;
    t.fail(fault.message, {
      expected: "code, message, data.code, data.effect, and data.details as the code asks",
      got: fault.excerpt,
      hint: fault.hint,
    });
  },
};

/** The checks of what an error says. */
export const contentChecks: readonly Check[] = [carryCodeAndEffect];
