// Tells what is wrong with the hooks of a configuration.
import { LASTING_HOOKS, SUDDEN_HOOKS } from "../harness/hooks.ts";
import { list, object, objectWith, shown, text } from "./config-rules.ts";
import type { Rule } from "./config-rules.ts";
import { splitCommand } from "./split-command.ts";
import { UsageError } from "./usage-error.ts";

const words = list(text);

const command: Rule = (value) => {
  if (typeof value !== "string") {
    return Array.isArray(value) ? words(value) : `must be a command or the list of its words, and is ${shown(value)}`;
  }
  try {
    splitCommand(value);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError)
      return `must be a command that needs no shell, and is ${shown(value)}: ${error.message}`;
    throw error;
  }
};

const lasting: Rule = (value) =>
  typeof value === "string" || Array.isArray(value)
    ? `must be an object with "begin" and "end", since the fault lasts, and is ${shown(value)}`
    : objectWith(["begin", "end"], { begin: command, end: command })(value);

/** The rule of the hooks. */
export const hooksRule: Rule = object({
  ...Object.fromEntries(LASTING_HOOKS.map((name) => [name, lasting])),
  ...Object.fromEntries(SUDDEN_HOOKS.map((name) => [name, command])),
});
