import { cancellingMutants } from "./cancelling.ts";
import { describeMutants } from "./describe-mutants.ts";
import { getOperationMutants } from "./get-operation.ts";
import { initializeMutants } from "./initialize.ts";
import { probeMutants } from "./probe.ts";
import { shutdownMutants } from "./shutdown.ts";

describeMutants("the operations of the protocol", [
  ...initializeMutants,
  ...probeMutants,
  ...getOperationMutants,
  ...cancellingMutants,
  ...shutdownMutants,
]);
