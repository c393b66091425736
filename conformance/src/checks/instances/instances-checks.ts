// The checks of the group `instances`.
import type { Check } from "../../harness/check.ts";
import { getInfoChecks } from "./get-info.ts";
import { listInstanceStatesChecks } from "./list-instance-states.ts";
import { listInstancesChecks } from "./list-instances.ts";
import { rescueModeChecks } from "./rescue-mode.ts";

/** The checks of the reads of instances. */
export const instancesChecks: readonly Check[] = [
  ...listInstancesChecks,
  ...listInstanceStatesChecks,
  ...getInfoChecks,
  ...rescueModeChecks,
];
