// The checks of the group `hosts`.
import type { Check } from "../../harness/check.ts";
import { hostMaintenanceModeChecks } from "./host-maintenance-mode.ts";
import { hostPowerActionChecks } from "./host-power-action.ts";
import { readingsChecks } from "./readings.ts";
import { setHostEnabledChecks } from "./set-host-enabled.ts";

/** The checks of operations on nodes as machines. */
export const hostsChecks: readonly Check[] = [
  ...readingsChecks,
  ...setHostEnabledChecks,
  ...hostMaintenanceModeChecks,
  ...hostPowerActionChecks,
];
