// The checks of the group `power`.
import type { Check } from "../../harness/check.ts";
import { pauseChecks } from "./pause.ts";
import { powerOffChecks } from "./power-off.ts";
import { powerOnChecks } from "./power-on.ts";
import { rebootChecks } from "./reboot.ts";
import { unpauseChecks } from "./unpause.ts";

/** The checks of the operations on a guest's power. */
export const powerChecks: readonly Check[] = [
  ...powerOnChecks,
  ...powerOffChecks,
  ...rebootChecks,
  ...pauseChecks,
  ...unpauseChecks,
];
