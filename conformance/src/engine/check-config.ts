// Tells what is wrong with a configuration, in words. It may come from a file that no compiler has seen.
import type { KitConfig } from "./kit-config.ts";

type Rule = (value: unknown) => string | undefined;
type Rules = Readonly<Record<string, Rule>>;

const text: Rule = (value) =>
  typeof value === "string" && value !== "" ? undefined : "must be a text that is not empty";
const positive: Rule = (value) =>
  typeof value === "number" && value > 0 && Number.isFinite(value) ? undefined : "must be a number above 0";
const whole =
  (min: number, max: number): Rule =>
  (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= min && value <= max
      ? undefined
      : `must be a whole number from ${min} to ${max}`;
const object =
  (rules: Rules): Rule =>
  (value) =>
    problemIn(value, rules);

const FLAVOR: Rules = { name: text, vcpus: whole(1, 4096), memoryMib: whole(1, 2 ** 30), rootGib: whole(0, 2 ** 20) };

const RULES: Readonly<Record<keyof KitConfig, Rule>> = {
  driver: driverProblem,
  peer: driverProblem,
  profile: text,
  node: text,
  flavor: object(FLAVOR),
  image: text,
  imageDirectory: text,
  pm1Base: whole(1, 0xffff),
  networkInterface: (value) =>
    typeof value === "object" && value !== null && "vifType" in value ? undefined : 'must be an object with "vifType"',
  prefix: (value) =>
    text(value) ??
    (/^[\w.-]{1,64}$/u.test(String(value)) ? undefined : "must be letters, digits, dots and dashes, 64 at most"),
  timeouts: object({ scale: positive, answerMs: positive }),
  knownFailing: text,
  report: text,
};

/**
 * Checks a configuration.
 *
 * @returns The first problem, beginning with the name of the member, or `undefined` if there is none.
 */
export function configProblem(config: unknown): string | undefined {
  return problemIn(config, RULES);
}

function problemIn(value: unknown, rules: Rules): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "must be an object";
  for (const [name, member] of Object.entries(value)) {
    const rule = rules[name];
    if (rule === undefined) return `"${name}" is not known; there are ${Object.keys(rules).join(", ")}`;
    const problem = member === undefined ? undefined : rule(member);
    if (problem !== undefined) return problem.startsWith('"') ? `"${name}": ${problem}` : `"${name}" ${problem}`;
  }
  return undefined;
}

function driverProblem(value: unknown): string | undefined {
  const ways: Rules = { exec: text, connect: text, module: text };
  const problem = problemIn(value, ways);
  if (problem !== undefined) return problem;
  return Object.keys(value as object).length === 1
    ? undefined
    : `must have exactly one of ${Object.keys(ways).join(", ")}`;
}
