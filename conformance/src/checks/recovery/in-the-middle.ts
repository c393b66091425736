// The check that a driver which died in the middle of many calls at once finds every instance again, and says of each what is true.

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { readInstances } from "../../harness/read-all.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { isServed } from "../steps/change.ts";
import { CHANGES } from "../steps/changes.ts";
import { expectTruth } from "../steps/executing.ts";
import { canHang, letGoAtTheEnd } from "../steps/interrupted-call.ts";
import { allStates } from "../steps/power-state.ts";

/** How many calls are in the middle when the driver dies, and at which of their steps each may be. */
const SEVERAL = 8;
const LATEST_STEP = 3;
/** More than any call takes that is not kept from going on, in milliseconds. */
const LONG_MS = 120_000;

const WHEN = "after the driver was killed in the middle of a change of it and started again";
const HINT =
  "Write down what is about to be done before it is done, and ask the hypervisor at the start what is there.";

/** Begins several changes, each on an instance of its own, that stay at one of their steps. */
async function beginSeveral(t: CheckContext): Promise<{ instance: TestInstance; what: string }[]> {
  letGoAtTheEnd(t);
  const begun: { instance: TestInstance; what: string }[] = [];
  const served = CHANGES.filter((change) => isServed(t, change));
  for (const { operation, prepare } of t.random.shuffle(served).slice(0, SEVERAL)) {
    const { instance, call } = await prepare(t);
    const step = t.random.integer(1, LATEST_STEP);
    if (!(await canHang(t, operation, instance.uuid, step)))
      t.notApplicable("The simulator cannot keep a call at one of its steps");
    call().catch(() => undefined);
    begun.push({ instance, what: `${operation}, at hypervisor call number ${step},` });
  }
  await t.simulation.advance(LONG_MS);
  return begun;
}

/** The checks of a death in the middle of many calls. */
export const inTheMiddleChecks: readonly Check[] = [
  {
    id: "recovery/finds-instances-again[in-the-middle]",
    requirement: "recovery/finds-instances-again",
    title:
      "A driver that was killed in the middle of changes of several instances lists them all, in the state that they are in",
    needs: { capabilities: ["supportsRecovery"], ownProcess: true, simulation: true },
    run: async (t) => {
      const begun = await beginSeveral(t);
      await t.restartDriver("kill");
      const listed = await readInstances(t.driver);
      const rows = await allStates(t);
      const instances = begun.map(({ instance }) => instance);
      const states = await expectTruth(t, instances, WHEN);
      for (const [index, { instance, what }] of begun.entries()) {
        const { uuid, name, node } = instance;
        const entries = listed.filter((entry) => entry.ownership === "owned" && entry.uuid === uuid);
        const found = entries.map((entry) => ({ uuid, name: entry.name, node: entry.node }));
        const when = `after the driver was killed in the middle of ${what} and started again`;
        t.expectEqual(found, [{ uuid, name, node: node.uuid }], `entries of listInstances ${when}`, HINT);
        const shown = rows.find((row) => row.uuid === uuid)?.powerState;
        t.expectEqual(shown, states[index], `powerState of listInstanceStates, beside getInfo, ${when}`, HINT);
      }
    },
  },
];
