import { builtInMutants } from "./built-in.ts";
import { describeMutants } from "./describe-mutants.ts";
import { rebuildMutants } from "./rebuild.ts";
import { softDeleteMutants } from "./soft-delete.ts";
import { startupMutants } from "./startup.ts";

describeMutants("making instances anew, and bringing them back", [
  ...rebuildMutants,
  ...softDeleteMutants,
  ...startupMutants,
  ...builtInMutants,
]);
