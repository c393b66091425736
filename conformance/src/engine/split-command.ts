// Splits a command line into words as a shell would, without being one.
import { UsageError } from "./usage-error.ts";

/** A word is made of quoted, escaped and plain pieces that touch each other. */
const PIECE = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\|&;<>$`]+)|(\s+)|([\s\S])/gu;

/**
 * Splits a command into its program and arguments.
 *
 * Single quotes keep everything, double quotes and backslashes work as in a shell. Nothing is expanded, and the program is
 * started without a shell, so that what the kit starts and ends is the driver itself.
 *
 * @param command - Such as `python3 "my driver.py" --verbose`.
 * @throws UsageError for an open quote, an empty command, or shell syntax outside quotes.
 */
export function splitCommand(command: string): [string, ...string[]] {
  const words: string[] = [];
  let word: string | undefined;
  for (const match of command.matchAll(PIECE)) {
    const piece = textOf(match, command);
    if (piece !== undefined) word = `${word ?? ""}${piece}`;
    else if (word !== undefined) word = void words.push(word);
  }
  if (word !== undefined) words.push(word);
  const [program, ...args] = words;
  if (program === undefined) throw new UsageError("Cannot start the driver: the command is empty");
  return [program, ...args];
}

/** The text that a piece stands for, or `undefined` for the space between words. */
function textOf(
  [, single, double, escaped, plain, space, strange]: RegExpExecArray,
  command: string,
): string | undefined {
  if (strange !== undefined) refuse(command, strange);
  if (space !== undefined) return undefined;
  return single ?? double?.replaceAll(/\\([\s\S])/gu, "$1") ?? escaped ?? plain;
}

function refuse(command: string, char: string): never {
  const shown = JSON.stringify(command);
  if (char === "'" || char === '"')
    throw new UsageError(`Cannot read the command ${shown}: the quote ${char} is not closed`);
  throw new UsageError(
    `Cannot start ${shown} without a shell: "${char}" is shell syntax. Quote it, or write: sh -c '...'`,
  );
}
