// Every mutant, one line per group.
import { badInputMutants } from "./bad-input.ts";
import { cancellingMutants } from "./cancelling.ts";
import { capabilitiesMutants } from "./capabilities.ts";
import { cleanupMutants } from "./cleanup.ts";
import { compatibilityMutants } from "./compatibility.ts";
import { concurrencyMutants } from "./concurrency.ts";
import { consolesMutants } from "./consoles.ts";
import { destroyMutants } from "./destroy.ts";
import { errorMutants } from "./errors.ts";
import { eventMutants } from "./events.ts";
import { everyMessageMutants } from "./every-message.ts";
import { getInfoMutants } from "./get-info.ts";
import { getOperationMutants } from "./get-operation.ts";
import { initializeMutants } from "./initialize.ts";
import { limitsMutants } from "./limits.ts";
import { listInstancesMutants } from "./list-instances.ts";
import type { Mutant } from "./mutant.ts";
import { nodesMutants } from "./nodes.ts";
import { operationsFailureMutants } from "./operations-failure.ts";
import { operationsIdentityMutants } from "./operations-identity.ts";
import { ownershipMutants } from "./ownership.ts";
import { pauseMutants } from "./pause.ts";
import { powerOffMutants } from "./power-off.ts";
import { powerOnMutants } from "./power-on.ts";
import { probeMutants } from "./probe.ts";
import { rebootMutants } from "./reboot.ts";
import { recoveryMutants } from "./recovery.ts";
import { requestMutants } from "./requests.ts";
import { resourcesMutants } from "./resources.ts";
import { sessionMutants } from "./sessions.ts";
import { shutdownMutants } from "./shutdown.ts";
import { simulationMutants } from "./simulation.ts";
import { spawnFailingMutants } from "./spawn-failing.ts";
import { spawnMutants } from "./spawn.ts";
import { unreachableMutants } from "./unreachable.ts";

/** Every mutant. Each id occurs once. */
export const allMutants: readonly Mutant[] = [
  ...spawnMutants,
  ...spawnFailingMutants,
  ...destroyMutants,
  ...powerOnMutants,
  ...powerOffMutants,
  ...rebootMutants,
  ...pauseMutants,
  ...getInfoMutants,
  ...listInstancesMutants,
  ...nodesMutants,
  ...consolesMutants,
  ...badInputMutants,
  ...cancellingMutants,
  ...errorMutants,
  ...eventMutants,
  ...everyMessageMutants,
  ...getOperationMutants,
  ...initializeMutants,
  ...operationsFailureMutants,
  ...operationsIdentityMutants,
  ...probeMutants,
  ...recoveryMutants,
  ...requestMutants,
  ...sessionMutants,
  ...shutdownMutants,
  ...simulationMutants,
  ...unreachableMutants,
  ...capabilitiesMutants,
  ...cleanupMutants,
  ...compatibilityMutants,
  ...concurrencyMutants,
  ...limitsMutants,
  ...ownershipMutants,
  ...resourcesMutants,
];
