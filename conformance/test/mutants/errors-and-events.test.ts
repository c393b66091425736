import { describeMutants } from "./describe-mutants.ts";
import { errorMutants } from "./errors.ts";
import { eventMutants } from "./events.ts";
import { simulationMutants } from "./simulation.ts";
import { unreachableMutants } from "./unreachable.ts";

describeMutants("errors, events and simulation", [
  ...errorMutants,
  ...unreachableMutants,
  ...eventMutants,
  ...simulationMutants,
]);
