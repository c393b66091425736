// The checks of group `migration`, and of what holds through cold and live migrations.
import type { Check } from "../../harness/check.ts";
import { coldMovesChecks } from "./cold-moves.ts";
import { confirmMigrationChecks } from "./confirm-migration.ts";
import { finishMigrationChecks } from "./finish-migration.ts";
import { finishRevertMigrationChecks } from "./finish-revert-migration.ts";
import { getMigrationDestinationChecks } from "./get-migration-destination.ts";
import { interruptedMovesChecks } from "./interrupted-moves.ts";
import { liveAftermathChecks } from "./live-aftermath.ts";
import { liveCopiesChecks } from "./live-copies.ts";
import { liveDeathsChecks } from "./live-deaths.ts";
import { liveFormatsChecks } from "./live-formats.ts";
import { migrateDiskAndPowerOffChecks } from "./migrate-disk-and-power-off.ts";

/** The checks of group `migration`. */
export const migrationChecks: readonly Check[] = [
  ...getMigrationDestinationChecks,
  ...migrateDiskAndPowerOffChecks,
  ...interruptedMovesChecks,
  ...finishMigrationChecks,
  ...finishRevertMigrationChecks,
  ...confirmMigrationChecks,
  ...coldMovesChecks,
  ...liveFormatsChecks,
  ...liveCopiesChecks,
  ...liveAftermathChecks,
  ...liveDeathsChecks,
];
