/** The operations of group `migration`. */

import type { ComputeDriver } from "@virt-driver-kit/spec";
import type { DriverContext } from "./driver-context.ts";
import { confirmMigration } from "./migration/confirm-migration.ts";
import { finishMigration } from "./migration/finish-migration.ts";
import { migrationDestination } from "./migration/get-destination.ts";
import { migrateDiskAndPowerOff } from "./migration/migrate-disk.ts";
import { finishRevertMigration } from "./migration/revert-migration.ts";

type MigrationOperation =
  | "getMigrationDestination"
  | "migrateDiskAndPowerOff"
  | "finishMigration"
  | "finishRevertMigration"
  | "confirmMigration";

/** Makes the operations of group `migration`. */
export function migrationOperations(context: DriverContext): Required<Pick<ComputeDriver, MigrationOperation>> {
  return {
    getMigrationDestination: async (params) => migrationDestination(context, params),
    migrateDiskAndPowerOff: (params, call) => migrateDiskAndPowerOff(context, params, call),
    finishMigration: (params, call) => finishMigration(context, params, call),
    finishRevertMigration: (params, call) => finishRevertMigration(context, params, call),
    confirmMigration: (params, call) => confirmMigration(context, params, call),
  };
}
