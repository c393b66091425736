// The checks of the group `core`: what drivers ask of their caller.
import type { Check } from "../../harness/check.ts";
import { renewCredentialsChecks } from "./renew-credentials.ts";
import { waitForExternalEventsChecks } from "./wait-for-external-events.ts";

/** The checks of the requests that drivers make. */
export const coreChecks: readonly Check[] = [...waitForExternalEventsChecks, ...renewCredentialsChecks];
