// The checks of the topic `errors`.
import type { Check } from "../../harness/check.ts";
import { conditionChecks } from "./conditions.ts";
import { contentChecks } from "./contents.ts";
import { gateChecks } from "./gates.ts";
import { mandatoryChecks } from "./mandatory.ts";
import { secretsChecks } from "./secrets.ts";
import { unreachableChecks } from "./unreachable.ts";

/** The checks of the topic `errors`. */
export const errorsChecks: readonly Check[] = [
  ...contentChecks,
  ...secretsChecks,
  ...gateChecks,
  ...conditionChecks,
  ...mandatoryChecks,
  ...unreachableChecks,
];
