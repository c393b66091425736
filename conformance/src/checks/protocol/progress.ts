// The check of `progress`: nothing is told of a call that has answered, or that the caller never made.
import type { ProgressParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { watchCalls } from "../steps/calls-on-the-wire.ts";

/** Collects progress that names no call in progress. */
function watchForStrayProgress(t: CheckContext): readonly string[] {
  const strays: string[] = [];
  const calls = watchCalls(t);
  calls.onNotification("progress", (params) => {
    const { operationId, step } = params as ProgressParams;
    if (calls.inProgress(operationId) !== undefined) return;
    const operation = calls.answered(operationId);
    strays.push(
      `"${step}" of ${operation === undefined ? "a call that was never made" : `${operation}, after its answer`}`,
    );
  });
  return strays;
}

/** The checks of `progress`. */
export const progressChecks: readonly Check[] = [
  {
    id: "progress/only-while-running",
    requirement: "progress/only-while-running",
    title: "No progress names a call that has answered, or that was never made",
    run: async (t) => {
      const strays = watchForStrayProgress(t);
      const params = await t.newInstance();
      const instanceUuid = params.instance.uuid;
      await t.given("spawn", () => t.driver.spawn(params));
      await t.given("powerOff", () => t.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }));
      await t.given("destroy", () => t.driver.destroy({ instanceUuid, destroyDisks: true }));
      await t.given("probe", () => t.driver.probe({}));
      t.expectEqual(strays, [], "progress of calls that were not in progress", "Stop reporting before you answer.");
    },
  },
];
