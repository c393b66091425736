// Short, printable pieces of what came over the wire, for messages to people.

const LONGEST_EXCERPT = 160;

/**
 * Renders the beginning of some text as one quoted, printable line.
 *
 * @param text - The text, of any length and content.
 * @param limit - How many characters to keep.
 * @returns The text in double quotes with control characters escaped, and with `…` where it was cut.
 */
export function excerptOf(text: string, limit: number = LONGEST_EXCERPT): string {
  const kept = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return JSON.stringify(kept).replaceAll(/[\u007f-\u009f\u2028\u2029]/gu, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/**
 * Renders the beginning of a value as JSON, in one quoted, printable line.
 *
 * @param value - The value, without secrets; it may have come from a peer, with any content.
 * @returns What {@link excerptOf} makes of its JSON. A value nested too deep to be written is named as such.
 */
export function excerptOfJson(value: unknown): string {
  return excerptOf(jsonOf(value));
}

/**
 * Writes a value of a peer's as JSON, to be shown.
 *
 * @param value - The value. A parser takes deeper nesting than can be written, and a fault must not be lost to that.
 * @returns The JSON, or a few words in its place if the value is nested too deep.
 */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "nothing";
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return "a value nested too deep to be shown";
  }
}

/**
 * Takes the first line of a text that has one, without its line break.
 *
 * @param text - The text.
 * @returns Its first line that is not blank; the whole text if all are.
 */
export function firstLineOf(text: string): string {
  return text.split(/\r?\n|\r/u).find((line) => line.trim() !== "") ?? text;
}
