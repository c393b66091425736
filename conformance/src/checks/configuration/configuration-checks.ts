// The checks of the configuration: of its operations, and of the topic of the same name.
import type { Check } from "../../harness/check.ts";
import { capabilitiesChangedChecks } from "./capabilities-changed.ts";
import { configureChecks } from "./configure.ts";
import { describeConfigurationChecks } from "./describe-configuration.ts";
import { runsChecks } from "./runs.ts";

/** The checks of the configuration. */
export const configurationChecks: readonly Check[] = [
  ...describeConfigurationChecks,
  ...configureChecks,
  ...runsChecks,
  ...capabilitiesChangedChecks,
];
