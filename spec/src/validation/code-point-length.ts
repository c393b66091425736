// The length of a string as JSON Schema counts it.

const PAIRS = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;

/**
 * Counts the Unicode code points of a string.
 *
 * @param text - Any string; a surrogate that is not half of a pair counts as one.
 * @returns The number of code points. Fast for text without characters beyond the basic plane, however long.
 */
export function codePointLength(text: string): number {
  return text.length - (text.match(PAIRS)?.length ?? 0);
}
