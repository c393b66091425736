// The checks that do many things in a row, or at the same time, and judge them by the model.
import type { Check } from "../../harness/check.ts";
import { callsInFlightChecks } from "./calls-in-flight.ts";
import { cancelledChangesChecks } from "./cancelled-changes.ts";
import { parallelCallsChecks } from "./parallel-calls.ts";
import { randomSequencesChecks } from "./random-sequences.ts";

/** The checks of sequences, and of calls that meet. */
export const sequencesChecks: readonly Check[] = [
  ...randomSequencesChecks,
  ...parallelCallsChecks,
  ...cancelledChangesChecks,
  ...callsInFlightChecks,
];
