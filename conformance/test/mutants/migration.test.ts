import { coldMovesMutants } from "./cold-moves.ts";
import { confirmMigrationMutants } from "./confirm-migration.ts";
import { describeMutants } from "./describe-mutants.ts";
import { evacuationMutants } from "./evacuation.ts";
import { finishMigrationMutants } from "./finish-migration.ts";
import { migrateDiskMutants } from "./migrate-disk.ts";
import { migrationDestinationMutants } from "./migration-destination.ts";
import { revertMigrationMutants } from "./revert-migration.ts";

describeMutants("moving instances that are off, and evacuating them", [
  ...migrationDestinationMutants,
  ...migrateDiskMutants,
  ...finishMigrationMutants,
  ...revertMigrationMutants,
  ...confirmMigrationMutants,
  ...coldMovesMutants,
  ...evacuationMutants,
]);
