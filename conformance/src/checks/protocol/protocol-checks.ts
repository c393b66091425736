// The checks of the group `protocol`: of its operations, and of the topic of the same name.
import type { Check } from "../../harness/check.ts";
import { badInputChecks } from "./bad-input.ts";
import { cancelOperationChecks } from "./cancel-operation.ts";
import { everyMessageChecks } from "./every-message.ts";
import { getOperationChecks } from "./get-operation.ts";
import { initializeChecks } from "./initialize.ts";
import { oneDefectChecks } from "./one-defect.ts";
import { invalidMemberChecks } from "./invalid-members.ts";
import { probeChecks } from "./probe.ts";
import { progressChecks } from "./progress.ts";
import { requestChecks } from "./requests.ts";
import { shutdownChecks } from "./shutdown.ts";

/** The checks of the protocol. */
export const protocolChecks: readonly Check[] = [
  ...initializeChecks,
  ...everyMessageChecks,
  ...requestChecks,
  ...invalidMemberChecks,
  ...oneDefectChecks,
  ...badInputChecks,
  ...probeChecks,
  ...getOperationChecks,
  ...cancelOperationChecks,
  ...progressChecks,
  ...shutdownChecks,
];
