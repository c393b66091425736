/** The operations of group `live-migration`. */

import type { ComputeDriver } from "@virt-driver-kit/spec";
import type { DriverContext } from "./driver-context.ts";
import { checkDestination } from "./live-migration/check-destination.ts";
import { checkSourceData } from "./live-migration/check-source-data.ts";
import { checkSource } from "./live-migration/check-source.ts";
import { cleanUpCheck } from "./live-migration/clean-up-check.ts";
import { abortMigration, forceMigration } from "./live-migration/control.ts";
import { migrate } from "./live-migration/migrate.ts";
import { postAtDestination } from "./live-migration/post-at-destination.ts";
import { postAtSource } from "./live-migration/post-at-source.ts";
import { preLiveMigration } from "./live-migration/pre-live-migration.ts";
import { rollbackAtDestination } from "./live-migration/rollback-at-destination.ts";
import { rollbackAtSource } from "./live-migration/rollback-at-source.ts";

/** The names of the operations of group `live-migration`. */
type LiveMigrationOperation =
  | "checkCanLiveMigrateDestination"
  | "checkCanLiveMigrateSource"
  | "checkSourceMigrateDataAtDestination"
  | "cleanupLiveMigrationDestinationCheck"
  | "preLiveMigration"
  | "liveMigration"
  | "liveMigrationAbort"
  | "liveMigrationForceComplete"
  | "postLiveMigrationAtSource"
  | "postLiveMigrationAtDestination"
  | "rollbackLiveMigrationAtSource"
  | "rollbackLiveMigrationAtDestination";

/** Makes the operations of group `live-migration`. */
export function liveMigrationOperations(context: DriverContext): Required<Pick<ComputeDriver, LiveMigrationOperation>> {
  return {
    checkCanLiveMigrateDestination: (params, call) => checkDestination(context, params, call),
    checkSourceMigrateDataAtDestination: (params, call) => checkSourceData(context, params, call),
    cleanupLiveMigrationDestinationCheck: (params, call) => cleanUpCheck(context, params, call),
    preLiveMigration: (params, call) => preLiveMigration(context, params, call),
    liveMigration: (params, call) => migrate(context, params, call),
    postLiveMigrationAtSource: (params, call) => postAtSource(context, params, call),
    postLiveMigrationAtDestination: (params, call) => postAtDestination(context, params, call),
    rollbackLiveMigrationAtSource: (params, call) => rollbackAtSource(context, params, call),
    rollbackLiveMigrationAtDestination: (params, call) => rollbackAtDestination(context, params, call),

    async checkCanLiveMigrateSource(params, call) {
      return checkSource(context, params, call);
    },

    async liveMigrationAbort({ instanceUuid }) {
      abortMigration(context, instanceUuid);
      return {};
    },

    async liveMigrationForceComplete({ instanceUuid }) {
      forceMigration(context, instanceUuid);
      return {};
    },
  };
}
