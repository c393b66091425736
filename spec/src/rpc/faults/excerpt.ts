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
 * Takes the first line of a text that has one, without its line break.
 *
 * @param text - The text.
 * @returns Its first line that is not blank; the whole text if all are.
 */
export function firstLineOf(text: string): string {
  return text.split(/\r?\n|\r/u).find((line) => line.trim() !== "") ?? text;
}
