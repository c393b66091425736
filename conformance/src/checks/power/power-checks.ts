// The checks of the group `power`.
import type { Check } from "../../harness/check.ts";
import { interfacesKeptChecks } from "./interfaces-kept.ts";
import { pauseChecks } from "./pause.ts";
import { powerOffChecks } from "./power-off.ts";
import { powerOnChecks } from "./power-on.ts";
import { rebootChecks } from "./reboot.ts";
import { rebootVolumesChecks } from "./reboot-volumes.ts";
import { resumeStateOnHostBootChecks } from "./resume-state-on-host-boot.ts";
import { resumeChecks } from "./resume.ts";
import { suspendChecks } from "./suspend.ts";
import { triggerCrashDumpChecks } from "./trigger-crash-dump.ts";
import { unpauseChecks } from "./unpause.ts";
import { volumesAtStartChecks } from "./volumes-at-start.ts";

/** The checks of the operations on a guest's power. */
export const powerChecks: readonly Check[] = [
  ...powerOnChecks,
  ...powerOffChecks,
  ...rebootChecks,
  ...rebootVolumesChecks,
  ...resumeStateOnHostBootChecks,
  ...volumesAtStartChecks,
  ...pauseChecks,
  ...unpauseChecks,
  ...suspendChecks,
  ...resumeChecks,
  ...triggerCrashDumpChecks,
  ...interfacesKeptChecks,
];
