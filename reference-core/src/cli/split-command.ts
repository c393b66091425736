/** Splits a command into words as a shell would, as far as quotes go: nothing is expanded. */
import { SetupError } from "../setup-error.ts";

/** White space, or a piece of a word: 'as it is', "with escapes", one escaped character, or plain text. */
const PIECE = /\s+|'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|([^\s'"\\]+)/gsuy;

/**
 * Splits a command.
 *
 * @param command - Such as `node "my driver.js" --nodes 2`.
 * @returns The program and its arguments.
 * @throws {@link SetupError} if there is no word, or a quote is not closed.
 */
export function splitCommand(command: string): [string, ...string[]] {
  const words: string[] = [];
  let word: string | undefined;
  let length = 0;
  for (const [piece, single, double, escaped, plain] of command.matchAll(PIECE)) {
    length += piece.length;
    const text = single ?? double?.replaceAll(/\\(.)/gsu, "$1") ?? escaped ?? plain;
    if (text !== undefined) {
      word = (word ?? "") + text;
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (length < command.length) throw new SetupError(`Cannot read the command "${command}": a quote is not closed`);
  const [first, ...rest] = word === undefined ? words : [...words, word];
  if (first === undefined) throw new SetupError("Cannot start the driver: its command is empty");
  return [first, ...rest];
}
