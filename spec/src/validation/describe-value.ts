// Values as messages show them: short, recognisable, and never a secret.

const LONGEST = 60;

/**
 * Shows a value.
 *
 * @param value - Any value.
 * @param sensitive - Whether it is a secret; then only its type is told.
 * @returns Strings in quotes, cut after 60 characters; lists and objects by their size only.
 */
export function describeValue(value: unknown, sensitive = false): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 1 ? "a list of 1 entry" : `a list of ${value.length} entries`;
  if (typeof value === "object") return "an object";
  if (sensitive) return `a ${typeof value} that is not shown`;
  if (typeof value !== "string") return `${value as number | boolean}`;
  return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
}

/**
 * Lists the words to choose from.
 *
 * @param words - The words, in the order to show.
 * @returns Such as `one of "soft", "hard"`, or `"hard"` if there is no choice.
 */
export function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => JSON.stringify(word)).join(", ");
  return words.length === 1 ? quoted : `one of ${quoted}`;
}
