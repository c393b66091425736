// Every site, of every class.
import { type RecordedWork, recordedWork } from "./recorded-work.ts";
import type { MutationSite } from "./site.ts";
import { capabilitySites } from "./sites/capabilities.ts";
import { idempotencySites, raceSites } from "./sites/calls.ts";
import { replacedErrorSites, swallowedErrorSites } from "./sites/errors.ts";
import { eventSites } from "./sites/events.ts";
import { alteredFieldSites, droppedFieldSites } from "./sites/fields.ts";
import { parameterSites } from "./sites/parameters.ts";
import { secretSites } from "./sites/secrets.ts";
import { skippedCleanUpSites, skippedStepSites } from "./sites/steps.ts";
import { transitionSites } from "./sites/transitions.ts";
import { validationSites } from "./sites/validation.ts";

/**
 * Every way in which a driver can be wrong that follows from the spec's data, and from the steps and events that the fake driver was seen to
 * make. Each id occurs once.
 */
export function allSites(work: RecordedWork = recordedWork()): readonly MutationSite[] {
  return [
    ...replacedErrorSites,
    ...swallowedErrorSites,
    ...droppedFieldSites,
    ...alteredFieldSites,
    ...transitionSites,
    ...eventSites("lost", work),
    ...eventSites("doubled", work),
    ...eventSites("late", work),
    ...skippedStepSites(work),
    ...skippedCleanUpSites(work),
    ...validationSites,
    ...parameterSites,
    ...raceSites,
    ...idempotencySites,
    ...capabilitySites,
    ...secretSites,
  ];
}
