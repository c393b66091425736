// The checks of the group `live-migration`.
import type { Check } from "../../harness/check.ts";
import { checkCanLiveMigrateDestinationChecks } from "./check-can-live-migrate-destination.ts";
import { checkCanLiveMigrateSourceChecks } from "./check-can-live-migrate-source.ts";
import { checkSourceMigrateDataAtDestinationChecks } from "./check-source-migrate-data-at-destination.ts";
import { cleanupLiveMigrationDestinationCheckChecks } from "./cleanup-live-migration-destination-check.ts";
import { liveMigrationAbortChecks } from "./live-migration-abort.ts";
import { liveMigrationForceCompleteChecks } from "./live-migration-force-complete.ts";
import { liveMigrationChecks } from "./live-migration.ts";
import { postLiveMigrationAtDestinationChecks } from "./post-live-migration-at-destination.ts";
import { postLiveMigrationAtSourceChecks } from "./post-live-migration-at-source.ts";
import { preLiveMigrationChecks } from "./pre-live-migration.ts";
import { rollbackLiveMigrationAtDestinationChecks } from "./rollback-live-migration-at-destination.ts";
import { rollbackLiveMigrationAtSourceChecks } from "./rollback-live-migration-at-source.ts";

/** The checks of the group `live-migration`. */
export const liveMigrationGroupChecks: readonly Check[] = [
  ...checkCanLiveMigrateDestinationChecks,
  ...checkCanLiveMigrateSourceChecks,
  ...checkSourceMigrateDataAtDestinationChecks,
  ...cleanupLiveMigrationDestinationCheckChecks,
  ...preLiveMigrationChecks,
  ...liveMigrationChecks,
  ...liveMigrationAbortChecks,
  ...liveMigrationForceCompleteChecks,
  ...postLiveMigrationAtSourceChecks,
  ...postLiveMigrationAtDestinationChecks,
  ...rollbackLiveMigrationAtSourceChecks,
  ...rollbackLiveMigrationAtDestinationChecks,
];
