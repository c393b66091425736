// The checks of the group `lifecycle`.
import type { Check } from "../../harness/check.ts";
import { destroyChecks } from "./destroy.ts";
import { spawnFailingChecks } from "./spawn-failing.ts";
import { spawnInProgressChecks } from "./spawn-in-progress.ts";
import { spawnRefusingChecks } from "./spawn-refusing.ts";
import { spawnStartingChecks } from "./spawn-starting.ts";

/** The checks of the operations that build and remove instances. */
export const lifecycleChecks: readonly Check[] = [
  ...spawnStartingChecks,
  ...spawnRefusingChecks,
  ...spawnFailingChecks,
  ...spawnInProgressChecks,
  ...destroyChecks,
];
