// The checks that follow from the state tables of all operations.
import type { Check } from "../../harness/check.ts";
import { afterRestartChecks } from "./after-restart.ts";
import { fromCrashedChecks } from "./from-crashed.ts";
import { inEachStateChecks } from "./in-each-state.ts";
import { midOperationChecks } from "./mid-operation.ts";
import { whilePendingChecks } from "./while-pending.ts";

/** The checks that follow from the state tables of all operations. */
export const statesChecks: readonly Check[] = [
  ...inEachStateChecks,
  ...fromCrashedChecks,
  ...midOperationChecks,
  ...whilePendingChecks,
  ...afterRestartChecks,
];
