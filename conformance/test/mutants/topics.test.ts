import { capabilitiesMutants } from "./capabilities.ts";
import { cleanupMutants } from "./cleanup.ts";
import { compatibilityMutants } from "./compatibility.ts";
import { concurrencyMutants } from "./concurrency.ts";
import { describeMutants } from "./describe-mutants.ts";
import { ledgerMutants } from "./ledger.ts";
import { limitsMutants } from "./limits.ts";
import { ownershipMutants } from "./ownership.ts";
import { resourcesMutants } from "./resources.ts";

describeMutants("what holds for all operations", [
  ...capabilitiesMutants,
  ...cleanupMutants,
  ...compatibilityMutants,
  ...concurrencyMutants,
  ...ledgerMutants,
  ...limitsMutants,
  ...ownershipMutants,
  ...resourcesMutants,
]);
