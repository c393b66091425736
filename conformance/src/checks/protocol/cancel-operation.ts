// Checks of `cancelOperation`: a request to stop, which may come too late.
import type { DriverError } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { slowPowerOff, type SlowPowerOff } from "../steps/slow-power-off.ts";

/** Waits for the answer of a call that was cancelled, and fails the check if there is none. */
async function answerOfCancelled(t: CheckContext, call: SlowPowerOff): Promise<DriverError | undefined> {
  const answer = refusalOf(call.answer).then((refusal) => ({ refusal }));
  const settled = await Promise.race([answer, call.elapse().then(() => t.grace())]);
  if (typeof settled === "object") return settled.refusal;
  return t.fail("A powerOff that was cancelled was never answered", {
    expected: "OPERATION_CANCELLED, or the answer that it would have had",
    hint: "Cancelling asks a call to end early. It does not release the driver from answering it.",
  });
}

/** The checks of `cancelOperation`. */
export const cancelOperationChecks: readonly Check[] = [
  {
    id: "cancelOperation/cancelled-call-answers",
    requirement: "cancelOperation/cancelled-call-answers",
    title: "A cancelled powerOff() is answered as cancelled, or is answered as done and was done",
    run: async (t) => {
      const call = await slowPowerOff(t);
      t.connection.cancelOperation(call.operationId);
      await t.given("probe", () => t.driver.probe({}));
      const refusal = await answerOfCancelled(t, call);
      if (refusal === undefined)
        await expectState(t, call.instance, "shutdown", "after a powerOff that was cancelled and succeeded");
      else t.expectEqual(refusal.code, "OPERATION_CANCELLED", "code of a cancelled powerOff");
    },
  },
  {
    id: "cancelOperation/unknown-call-is-ignored",
    requirement: "cancelOperation/unknown-call-is-ignored",
    title: "Cancelling a call that is unknown or finished disturbs nothing",
    run: async (t) => {
      const finished = t.uuid();
      const statusOfFinished = (): Promise<unknown> =>
        t.given("getOperation", () => t.driver.getOperation({ operationId: finished }));
      const absent = { instanceUuid: t.uuid(), destroyDisks: true };
      await t.given("destroy", () => t.driver.destroy(absent, { operationId: finished }));
      const before = await statusOfFinished();
      const call = await slowPowerOff(t);
      t.connection.cancelOperation(t.uuid());
      t.connection.cancelOperation(finished);
      await t.given("probe", () => t.driver.probe({}));
      const refusal = await refusalOf(call.finish());
      t.expectEqual(
        refusal?.code,
        undefined,
        "code of a powerOff while a finished call and one that never was were cancelled",
      );
      t.expectEqual(await statusOfFinished(), before, "status of a finished call that was cancelled afterwards");
    },
  },
];
