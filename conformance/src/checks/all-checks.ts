// The registry: every check of the kit, one line per group.
import type { Check } from "../harness/check.ts";
import { capabilitiesChecks } from "./capabilities/capabilities-checks.ts";
import { cleanupChecks } from "./cleanup/cleanup-checks.ts";
import { compatibilityChecks } from "./compatibility/compatibility-checks.ts";
import { concurrencyChecks } from "./concurrency/concurrency-checks.ts";
import { consolesChecks } from "./consoles/consoles-checks.ts";
import { errorsChecks } from "./errors/errors-checks.ts";
import { eventsChecks } from "./events/events-checks.ts";
import { instancesChecks } from "./instances/instances-checks.ts";
import { lifecycleChecks } from "./lifecycle/lifecycle-checks.ts";
import { limitsChecks } from "./limits/limits-checks.ts";
import { nodesChecks } from "./nodes/nodes-checks.ts";
import { operationsChecks } from "./operations/operations-checks.ts";
import { ownershipChecks } from "./ownership/ownership-checks.ts";
import { powerChecks } from "./power/power-checks.ts";
import { protocolChecks } from "./protocol/protocol-checks.ts";
import { recoveryChecks } from "./recovery/recovery-checks.ts";
import { resourcesChecks } from "./resources/resources-checks.ts";
import { sessionsChecks } from "./sessions/sessions-checks.ts";
import { simulationChecks } from "./simulation/simulation-checks.ts";

/** Every check, by group. Each id occurs once. */
export const allChecks: readonly Check[] = [
  ...lifecycleChecks,
  ...powerChecks,
  ...instancesChecks,
  ...nodesChecks,
  ...consolesChecks,
  ...errorsChecks,
  ...eventsChecks,
  ...operationsChecks,
  ...protocolChecks,
  ...recoveryChecks,
  ...sessionsChecks,
  ...simulationChecks,
  ...capabilitiesChecks,
  ...cleanupChecks,
  ...compatibilityChecks,
  ...concurrencyChecks,
  ...limitsChecks,
  ...ownershipChecks,
  ...resourcesChecks,
];
