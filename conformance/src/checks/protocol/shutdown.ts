// Checks of `shutdown`: a session that ends in good order takes no new work, and touches no instance.
import type { DriverClient } from "@virt-driver-kit/spec";

import { DriverError } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectState } from "../steps/power-state.ts";

/** Checks that a driver that has answered `shutdown` answers no further call of the session. */
async function expectNoMoreWork(t: CheckContext, driver: DriverClient): Promise<void> {
  t.tolerateFaults("connection-closed", "driver-exited");
  await driver.shutdown({});
  const outcome = await driver.listNodes({}).catch((error: unknown) => error);
  if (outcome instanceof DriverError) t.expectEqual(outcome.code, "SHUTTING_DOWN", "code of a call after shutdown");
  t.expectThat(outcome instanceof Error, "listNodes was answered after shutdown", {
    expected: "SHUTTING_DOWN, or a closed connection",
    got: outcome,
  });
}

/** The checks of `shutdown`. */
export const shutdownChecks: readonly Check[] = [
  {
    id: "shutdown/refuses-new-work",
    requirement: "shutdown/refuses-new-work",
    title: "shutdown() is answered, and a later call of the session is refused or finds the connection closed",
    needs: { restart: true },
    run: async (t) => {
      await expectNoMoreWork(t, t.driver);
      await t.restartDriver("disconnect");
    },
  },
  {
    id: "shutdown/refuses-new-work[of-one-session]",
    requirement: "shutdown/refuses-new-work",
    title: "shutdown() ends one session of a driver at an address, and the next session is served",
    needs: { sessions: true },
    run: async (t) => {
      const { driver } = await t.openSession();
      await expectNoMoreWork(t, driver);
      const next = await t.openSession();
      await next.driver.listNodes({});
    },
  },
  {
    id: "shutdown/leaves-instances-alone",
    requirement: "shutdown/leaves-instances-alone",
    title: "shutdown() and a restart leave a running and a powered-off instance as they were",
    needs: { capabilities: ["supportsRecovery"], restart: true },
    run: async (t) => {
      const running = await t.givenInstance();
      const off = await t.givenInstance({ powerState: "shutdown" });
      await t.restartDriver("shutdown");
      await expectState(t, running, "running", "after a shutdown and restart of the driver");
      await expectState(t, off, "shutdown", "after a shutdown and restart of the driver");
    },
  },
];
