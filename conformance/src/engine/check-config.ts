// Tells what is wrong with a configuration, in words. It may come from a file that no compiler has seen.
import { didYouMean } from "@virt-driver-kit/spec";

import { ANSWERED_OPERATIONS } from "./answer-limits.ts";
import { hooksRule } from "./check-hooks.ts";
import { resourcesRule } from "./check-resources.ts";
import { all, flag, must, object, positive, shown, text, whole } from "./config-rules.ts";
import type { Rule } from "./config-rules.ts";
import type { KitConfig } from "./kit-config.ts";

const WAYS = { exec: text, connect: text, module: text };

const driver = all(
  object(WAYS),
  must(
    `an object with exactly one of ${Object.keys(WAYS).join(", ")}`,
    (value) => Object.keys(value as object).length === 1,
  ),
);

const operations: Rule = (value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return `must be an object, and is ${shown(value)}`;
  const stranger = Object.keys(value).find((name) => !ANSWERED_OPERATIONS.includes(name));
  if (stranger !== undefined)
    return `"${stranger}" is no operation that a driver answers${didYouMean(stranger, ANSWERED_OPERATIONS) || "; vdk list shows them"}`;
  return object(Object.fromEntries(Object.keys(value).map((name) => [name, positive])))(value);
};

const RULES: Readonly<Record<keyof KitConfig, Rule>> = {
  driver,
  profile: text,
  prefix: must(
    "1 to 64 letters, digits, dots and dashes",
    (value) => typeof value === "string" && /^[\w.-]{1,64}$/u.test(value),
  ),
  instancesAtOnce: whole(1, 1_000_000),
  soak: flag,
  soakCycles: whole(1, 1_000_000),
  resources: resourcesRule(driver),
  hooks: hooksRule,
  timeouts: object({ scale: positive, answerMs: positive, operationsMs: operations, hookMs: positive }),
  imageDirectory: text,
  pm1Base: whole(1, 0xffff),
  knownFailing: text,
  report: text,
};

const config = object(RULES);

/**
 * Checks a configuration.
 *
 * @returns The first problem, beginning with the name of the member, or `undefined` if there is none.
 */
export function configProblem(value: unknown): string | undefined {
  return config(value);
}
