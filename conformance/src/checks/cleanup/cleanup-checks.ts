// The checks of the topic `cleanup`.
import type { Check } from "../../harness/check.ts";
import { deathChecks } from "./death.ts";
import { destroyEndsChecks } from "./destroy-ends.ts";
import { noEffectChecks } from "./no-effect.ts";

/** The checks of the topic `cleanup`. */
export const cleanupChecks: readonly Check[] = [...noEffectChecks, ...destroyEndsChecks, ...deathChecks];
