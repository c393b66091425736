// The checks of the group `diagnostics`.
import type { Check } from "../../harness/check.ts";
import { getInstanceDiagnosticsChecks } from "./get-instance-diagnostics.ts";
import { getVolumeUsageChecks } from "./get-volume-usage.ts";

/** The checks of the counters of guests and of their volumes. */
export const diagnosticsChecks: readonly Check[] = [...getInstanceDiagnosticsChecks, ...getVolumeUsageChecks];
