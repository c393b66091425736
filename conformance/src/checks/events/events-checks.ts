// The checks of the group `events`.
import type { Check } from "../../harness/check.ts";
import { lastingModeEventChecks } from "./lasting-modes.ts";
import { liveMigrationEventChecks } from "./live-migrations.ts";
import { otherTransitionChecks } from "./other-transitions.ts";
import { remadeEventChecks } from "./remade.ts";
import { requestedEventChecks } from "./requested.ts";
import { sequenceChecks } from "./sequence.ts";
import { spontaneousEventChecks } from "./spontaneous.ts";

/** The checks of the group `events`. */
export const eventsChecks: readonly Check[] = [
  ...requestedEventChecks,
  ...lastingModeEventChecks,
  ...remadeEventChecks,
  ...spontaneousEventChecks,
  ...otherTransitionChecks,
  ...liveMigrationEventChecks,
  ...sequenceChecks,
];
