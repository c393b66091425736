import { describeMutants } from "./describe-mutants.ts";
import { operationsFailureMutants } from "./operations-failure.ts";
import { operationsIdentityMutants } from "./operations-identity.ts";
import { recoveryMutants } from "./recovery.ts";
import { sessionMutants } from "./sessions.ts";

describeMutants("sessions, changing calls and restarts", [
  ...sessionMutants,
  ...operationsIdentityMutants,
  ...operationsFailureMutants,
  ...recoveryMutants,
]);
