// Checks of what a changing call answers whose hypervisor call failed: that, and not that something was wrong with the request or its time.
import { specModel } from "@virt-driver-kit/spec";
import type { ErrorCode, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import { needsOfChange } from "../steps/change.ts";
import { CHANGES } from "../steps/changes.ts";
import { refusalOf } from "../steps/refusal.ts";

/** What says that the call was wrong, or came at a wrong time. The same call succeeds where no step fails, so none of it is true. */
const OF_THE_CALL: readonly ErrorCode[] = [
  "INVALID_REQUEST",
  "INSTANCE_BUSY",
  "INSTANCE_EXISTS",
  "INSTANCE_NOT_FOUND",
  "NODE_NOT_FOUND",
  "INVALID_STATE",
  "OPERATION_CONFLICT",
];

/** The checks of failures of the hypervisor, one for each way to call an operation. */
export const hypervisorFailureChecks: readonly Check[] = CHANGES.map((change): Check => {
  const { variant, operation, prepare } = change;
  const isGated = specModel.operations[operation]?.capability !== undefined;
  const requirement: RequirementId = isGated
    ? "errors/declared-capability-is-served"
    : "errors/mandatory-operations-are-served";
  return {
    id: `${requirement}[${variant}-step-fails]`,
    requirement,
    title: `${operation}() whose first hypervisor call fails does not answer that the call was wrong`,
    needs: needsOfChange(change, { simulation: true }),
    run: async (t) => {
      const { call } = await prepare(t);
      await t.simulation.injectFault({ kind: "failStep", step: 1 });
      const refusal = await refusalOf(call());
      await t.simulation.clearFaults();
      t.expectThat(
        refusal === undefined || !OF_THE_CALL.includes(refusal.code),
        `${operation} was answered ${refusal?.code}, and it was its hypervisor call that had failed`,
        {
          expected: "BACKEND_FAILED, or the operation's own error of the step that failed",
          got: refusal,
          hint: "The caller decides by the code whether to make the call again, and when.",
        },
      );
    },
  };
});
