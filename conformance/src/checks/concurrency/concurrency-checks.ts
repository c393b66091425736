// The checks of the topic `concurrency`.
import type { Check } from "../../harness/check.ts";
import { instancesDoNotWaitChecks } from "./instances-do-not-wait.ts";
import { listsHoldStillChecks } from "./lists-hold-still.ts";

/** The checks of the topic `concurrency`. */
export const concurrencyChecks: readonly Check[] = [...instancesDoNotWaitChecks, ...listsHoldStillChecks];
