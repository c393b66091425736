// The checks of the topic `errors`.
import type { Check } from "../../harness/check.ts";
import { conditionChecks } from "./conditions.ts";
import { contentChecks } from "./contents.ts";
import { gatedDataServedChecks } from "./gated-data-served.ts";
import { gateChecks } from "./gates.ts";
import { hypervisorFailureChecks } from "./hypervisor-failures.ts";
import { mandatoryChecks } from "./mandatory.ts";
import { nameChecks } from "./names.ts";
import { secretsChecks } from "./secrets.ts";
import { secretPlacesChecks } from "./secrets-everywhere.ts";
import { unreachableChecks } from "./unreachable.ts";
import { unreachableEverywhereChecks } from "./unreachable-everywhere.ts";

/** The checks of the topic `errors`. */
export const errorsChecks: readonly Check[] = [
  ...contentChecks,
  ...nameChecks,
  ...secretsChecks,
  ...secretPlacesChecks,
  ...gateChecks,
  ...gatedDataServedChecks,
  ...conditionChecks,
  ...hypervisorFailureChecks,
  ...mandatoryChecks,
  ...unreachableChecks,
  ...unreachableEverywhereChecks,
];
