// The registry: every check of the kit, one line per group.
import type { Check } from "../harness/check.ts";
import { blockDevicesChecks } from "./block-devices/block-devices-checks.ts";
import { capabilitiesChecks } from "./capabilities/capabilities-checks.ts";
import { cleanupChecks } from "./cleanup/cleanup-checks.ts";
import { compatibilityChecks } from "./compatibility/compatibility-checks.ts";
import { concurrencyChecks } from "./concurrency/concurrency-checks.ts";
import { configurationChecks } from "./configuration/configuration-checks.ts";
import { consolesChecks } from "./consoles/consoles-checks.ts";
import { coreChecks } from "./core/core-checks.ts";
import { coreInTheLoopChecks } from "./core-in-the-loop/core-in-the-loop-checks.ts";
import { devicesChecks } from "./devices/devices-checks.ts";
import { diagnosticsChecks } from "./diagnostics/diagnostics-checks.ts";
import { errorsChecks } from "./errors/errors-checks.ts";
import { evacuationChecks } from "./evacuation/evacuation-checks.ts";
import { eventsChecks } from "./events/events-checks.ts";
import { guestChecks } from "./guest/guest-checks.ts";
import { imagesChecks } from "./images/images-checks.ts";
import { hostsChecks } from "./hosts/hosts-checks.ts";
import { instancesChecks } from "./instances/instances-checks.ts";
import { interfacesChecks } from "./interfaces/interfaces-checks.ts";
import { lifecycleChecks } from "./lifecycle/lifecycle-checks.ts";
import { limitsChecks } from "./limits/limits-checks.ts";
import { liveMigrationGroupChecks } from "./live-migration/live-migration-checks.ts";
import { migrationChecks } from "./migration/migration-checks.ts";
import { nodesChecks } from "./nodes/nodes-checks.ts";
import { operationsChecks } from "./operations/operations-checks.ts";
import { ownershipChecks } from "./ownership/ownership-checks.ts";
import { placementChecks } from "./placement/placement-checks.ts";
import { powerChecks } from "./power/power-checks.ts";
import { protocolChecks } from "./protocol/protocol-checks.ts";
import { recoveryChecks } from "./recovery/recovery-checks.ts";
import { rescueChecks } from "./rescue/rescue-checks.ts";
import { resourcesChecks } from "./resources/resources-checks.ts";
import { secretsChecks } from "./secrets/secrets-checks.ts";
import { sequencesChecks } from "./sequences/sequences-checks.ts";
import { sessionsChecks } from "./sessions/sessions-checks.ts";
import { sharesChecks } from "./shares/shares-checks.ts";
import { simulationChecks } from "./simulation/simulation-checks.ts";
import { statesChecks } from "./states/states-checks.ts";
import { volumesChecks } from "./volumes/volumes-checks.ts";

/** Every check, by group. Each id occurs once. */
export const allChecks: readonly Check[] = [
  ...lifecycleChecks,
  ...powerChecks,
  ...instancesChecks,
  ...rescueChecks,
  ...imagesChecks,
  ...migrationChecks,
  ...liveMigrationGroupChecks,
  ...evacuationChecks,
  ...nodesChecks,
  ...hostsChecks,
  ...consolesChecks,
  ...interfacesChecks,
  ...devicesChecks,
  ...blockDevicesChecks,
  ...volumesChecks,
  ...placementChecks,
  ...guestChecks,
  ...diagnosticsChecks,
  ...sharesChecks,
  ...coreChecks,
  ...coreInTheLoopChecks,
  ...errorsChecks,
  ...eventsChecks,
  ...configurationChecks,
  ...operationsChecks,
  ...protocolChecks,
  ...recoveryChecks,
  ...sessionsChecks,
  ...simulationChecks,
  ...statesChecks,
  ...capabilitiesChecks,
  ...cleanupChecks,
  ...compatibilityChecks,
  ...concurrencyChecks,
  ...limitsChecks,
  ...ownershipChecks,
  ...resourcesChecks,
  ...secretsChecks,
  ...sequencesChecks,
];
