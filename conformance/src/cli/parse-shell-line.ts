// One line of `vdk shell`: a word, and the parameters of a call.

/** A line, understood. */
export interface ShellLine {
  /** An operation or a command of the shell; empty for a blank line. */
  readonly word: string;
  /** What follows the word, as text. */
  readonly rest: string;
}

/** Splits a line. */
export function parseShellLine(line: string): ShellLine {
  const [, word = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*?)\s*$/u.exec(line) ?? [];
  return { word, rest };
}

/**
 * Reads the parameters of a call: a JSON object, or `name=value` pairs whose values are JSON or plain words.
 *
 * @param text - Such as `{ "instanceUuid": "..." }` or `instanceUuid=... timeoutSeconds=0`.
 * @throws SyntaxError saying what cannot be read.
 */
export function parseParams(text: string): Record<string, unknown> {
  if (text === "") return {};
  if (text.startsWith("{")) return JSON.parse(text) as Record<string, unknown>;
  const pairs = text.match(/(?:[^\s"{[]|"(?:[^"\\]|\\.)*"|\{.*\}|\[.*\])+/gu) ?? [];
  return Object.fromEntries(pairs.map(parsePair));
}

function parsePair(pair: string): [string, unknown] {
  const equals = pair.indexOf("=");
  if (equals < 1) throw new SyntaxError(`"${pair}" is neither a JSON object nor a pair such as name=value`);
  const [name, text] = [pair.slice(0, equals), pair.slice(equals + 1)];
  try {
    return [name, JSON.parse(text)];
  } catch {
    // Not JSON, so it is a plain word: names and uuids need no quotes.
    return [name, text];
  }
}
