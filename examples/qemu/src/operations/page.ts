// One page of a list that is ordered by uuid. The cursor is the last uuid told, so that instances that come and go disturb nobody.

/** Entries on one page at most. With the longest names they still fit the smallest message that a caller may accept. */
const MAX_ENTRIES = 40;

/** A page. */
export interface Page<T> {
  readonly entries: readonly T[];
  /** Where the next page begins; absent on the last one. */
  readonly next: { readonly nextCursor?: string };
}

/**
 * Cuts a page out of a list.
 *
 * @param all - The whole list, in any order.
 * @param uuidOf - The uuid of an entry.
 * @param from - The page asked for.
 */
export function pageOf<T>(
  all: Iterable<T>,
  uuidOf: (entry: T) => string,
  { cursor = "", limit = MAX_ENTRIES }: { readonly cursor?: string; readonly limit?: number },
): Page<T> {
  const rest = [...all].filter((entry) => uuidOf(entry) > cursor).toSorted((a, b) => (uuidOf(a) < uuidOf(b) ? -1 : 1));
  const entries = rest.slice(0, Math.min(limit, MAX_ENTRIES));
  const last = entries.at(-1);
  const isLast = last === undefined || entries.length === rest.length;
  return { entries, next: isLast ? {} : { nextCursor: uuidOf(last) } };
}
