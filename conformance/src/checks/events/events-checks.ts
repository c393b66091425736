// The checks of the group `events`.
import type { Check } from "../../harness/check.ts";
import { requestedEventChecks } from "./requested.ts";
import { sequenceChecks } from "./sequence.ts";
import { spontaneousEventChecks } from "./spontaneous.ts";

/** The checks of the group `events`. */
export const eventsChecks: readonly Check[] = [...requestedEventChecks, ...spontaneousEventChecks, ...sequenceChecks];
