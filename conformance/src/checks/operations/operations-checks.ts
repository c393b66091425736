// The checks of the topic `operations`: the identity, concurrency and failure of changing calls.
import type { Check } from "../../harness/check.ts";
import { meetingCallsChecks } from "./concurrency.ts";
import { deadlineChecks } from "./deadline.ts";
import { failureChecks } from "./failure.ts";
import { identityChecks } from "./identity.ts";

/** The checks of the topic `operations`. */
export const operationsChecks: readonly Check[] = [
  ...identityChecks,
  ...meetingCallsChecks,
  ...deadlineChecks,
  ...failureChecks,
];
