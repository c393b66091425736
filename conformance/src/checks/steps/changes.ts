// The changing calls on an instance that can be made to fail, or be cut short, each in every way that it is called. Calls that have the
// failures of each step in checks of their own are not here: those of live migrations, which take two hosts, and of shares.
import type { Change } from "./change.ts";
import { DEVICE_CHANGES } from "./device-changes.ts";
import { MOVE_CHANGES } from "./move-changes.ts";
import { POWER_CHANGES } from "./power-changes.ts";
import { REMAKING_CHANGES } from "./remaking-changes.ts";

/** The changing calls whose failure leaves an instance. */
export const CHANGES: readonly Change[] = [...POWER_CHANGES, ...REMAKING_CHANGES, ...DEVICE_CHANGES, ...MOVE_CHANGES];
