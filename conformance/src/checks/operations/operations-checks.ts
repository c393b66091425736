// The checks of the topic `operations`: the identity, concurrency and failure of changing calls.
import type { Check } from "../../harness/check.ts";
import { meetingCallsChecks } from "./concurrency.ts";
import { deadlineChecks } from "./deadline.ts";
import { eachChangeChecks } from "./each-change.ts";
import { failureChecks } from "./failure.ts";
import { firstStepChecks } from "./first-step.ts";
import { firstStepLiveChecks } from "./first-step-live.ts";
import { identityChecks } from "./identity.ts";
import { saidAgainChecks } from "./said-again.ts";

/** The checks of the topic `operations`. */
export const operationsChecks: readonly Check[] = [
  ...identityChecks,
  ...saidAgainChecks,
  ...eachChangeChecks,
  ...meetingCallsChecks,
  ...deadlineChecks,
  ...failureChecks,
  ...firstStepChecks,
  ...firstStepLiveChecks,
];
