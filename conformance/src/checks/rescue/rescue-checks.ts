// The checks of the group `rescue`.
import type { Check } from "../../harness/check.ts";
import { rescueChecks as ofRescue } from "./rescue.ts";
import { unrescueChecks } from "./unrescue.ts";
import { volumeBackedRescueChecks } from "./volume-backed.ts";

/** The checks of the operations of rescue mode. */
export const rescueChecks: readonly Check[] = [...ofRescue, ...volumeBackedRescueChecks, ...unrescueChecks];
