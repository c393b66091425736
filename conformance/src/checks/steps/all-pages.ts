// Reading a list to its end, page by page.
import type { CheckContext } from "../../harness/check-context.ts";

/** One page, whatever it lists. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string | undefined;
}

/** What to ask a page with. */
export interface PageRequest {
  readonly cursor?: string;
  readonly limit?: number;
}

/**
 * Follows `nextCursor` to the end.
 *
 * @param operation - The operation that lists, for the message if it never ends.
 * @param read - Reads one page.
 * @param limit - The most entries of one page; left to the driver if absent.
 * @returns The pages' entries, in their order.
 */
export async function allPages<T>(
  t: CheckContext,
  operation: string,
  read: (request: PageRequest) => Promise<Page<T>>,
  limit?: number,
): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  let request: PageRequest = limit === undefined ? {} : { limit };
  for (;;) {
    const page = await read(request);
    items.push(...page.items);
    if (page.nextCursor === undefined) return items;
    t.expectThat(!seen.has(page.nextCursor), `${operation} gave the same cursor twice, so that the list never ends`, {
      got: page.nextCursor,
    });
    seen.add(page.nextCursor);
    request = { ...request, cursor: page.nextCursor };
  }
}
