// The rules that a configuration is held to, and how they are put together. Each says in words what is wrong with a value.
import { didYouMean } from "@virt-driver-kit/spec";

/**
 * A rule: what is wrong with a value as the end of a sentence that begins with its name, such as `must be a text`, or `undefined`.
 * What is wrong further in begins with the name that it has there, in quotes.
 */
export type Rule = (value: unknown) => string | undefined;

/** The rules of an object's members, by their names. */
export type Rules = Readonly<Record<string, Rule>>;

const MOST_SHOWN = 80;

/** A value in a message. */
export function shown(value: unknown): string {
  const text = (JSON.stringify(value) as string | undefined) ?? String(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** Makes a rule of a condition: `allowed` is what a value must be. */
export function must(allowed: string, holds: (value: unknown) => boolean): Rule {
  return (value) => (holds(value) ? undefined : `must be ${allowed}, and is ${shown(value)}`);
}

/** A text that is not empty. */
export const text: Rule = must("a text that is not empty", (value) => typeof value === "string" && value !== "");

/** `true` or `false`. */
export const flag: Rule = must("true or false", (value) => typeof value === "boolean");

/** A number above 0. */
export const positive: Rule = must(
  "a number above 0",
  (value) => typeof value === "number" && value > 0 && Number.isFinite(value),
);

/** A whole number. */
export function whole(min: number, max: number): Rule {
  return must(
    `a whole number from ${min} to ${max}`,
    (value) => typeof value === "number" && Number.isInteger(value) && value >= min && value <= max,
  );
}

/** One of some words. */
export function oneOf(words: readonly string[]): Rule {
  return must(`one of ${words.join(", ")}`, (value) => typeof value === "string" && words.includes(value));
}

/** A list that is not empty, with a rule for each entry. */
export function list(rule: Rule): Rule {
  return (value) => {
    if (!Array.isArray(value) || value.length === 0) return `must be a list that is not empty, and is ${shown(value)}`;
    for (const [index, entry] of value.entries()) {
      const problem = rule(entry);
      if (problem !== undefined) return inside(`[${index}]`, problem);
    }
    return undefined;
  };
}

/** An object with these members and no others, each of which may be left out. */
export function object(rules: Rules): Rule {
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return `must be an object, and is ${shown(value)}`;
    for (const [name, member] of Object.entries(value)) {
      const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
      const known = Object.keys(rules);
      if (rule === undefined) return `"${name}" is not known; there are ${known.join(", ")}${didYouMean(name, known)}`;
      const problem = member === undefined ? undefined : rule(member);
      if (problem !== undefined) return inside(`"${name}"`, problem);
    }
    return undefined;
  };
}

/** An object of {@link object}, which must have some of its members. */
export function objectWith(required: readonly string[], rules: Rules): Rule {
  const members = object(rules);
  return (value) => members(value) ?? missing(required, value as object);
}

/** The first rule that is broken counts. */
export function all(...rules: readonly Rule[]): Rule {
  return (value) => rules.map((rule) => rule(value)).find((problem) => problem !== undefined);
}

function missing(required: readonly string[], value: object): string | undefined {
  const lacking = required.find((name) => (value as Partial<Record<string, unknown>>)[name] === undefined);
  return lacking === undefined ? undefined : `must have "${lacking}", and is ${shown(value)}`;
}

function inside(name: string, problem: string): string {
  return /^["[]/u.test(problem) ? `${name}: ${problem}` : `${name} ${problem}`;
}
