/**
 * Cuts lists into pages.
 *
 * A cursor names the last entry of its page by a number that entries keep, so that entries that come or go in between neither hide nor
 * double the others. It also names its list, so that one of another list is noticed.
 */

import { DriverError } from "@virt-driver-kit/spec";

/** The most that the entries of a page may come to, in bytes: a page fits the smallest message that a session can agree on. */
const PAGE_BYTES = 49_152;

const DEFAULT_LIMIT = 1000;

/** A list to be cut. */
export interface PagedList<Item, Entry> {
  /** The list's name, and what it is restricted to; cursors carry it. */
  readonly name: string;
  /** The items, in rising order of their number. */
  readonly items: Iterable<Item>;
  readonly numberOf: (item: Item) => number;
  readonly toEntry: (item: Item) => Entry;
}

/** What a request says about the page it wants. */
export interface PageRequest {
  readonly cursor?: string;
  readonly limit?: number;
}

/** One page. */
export interface Page<Entry> {
  readonly entries: Entry[];
  /** Where the next page begins; an empty object on the last one. */
  readonly next: { nextCursor?: string };
}

/**
 * Cuts one page out of a list.
 *
 * @param list - The list.
 * @param request - Where to begin and how many entries to return at most.
 * @returns The page. It may be shorter than asked for, and then has a `nextCursor`.
 * @throws {@link DriverError} `INVALID_REQUEST` if the cursor did not come from this list.
 */
export function pageOf<Item, Entry extends object>(list: PagedList<Item, Entry>, request: PageRequest): Page<Entry> {
  const after = request.cursor === undefined ? -1 : readCursor(list.name, request.cursor);
  const limit = request.limit ?? DEFAULT_LIMIT;
  const entries: Entry[] = [];
  let bytes = 0;
  let last = after;
  for (const item of list.items) {
    const number = list.numberOf(item);
    if (number <= after) continue;
    const entry = list.toEntry(item);
    bytes += Buffer.byteLength(JSON.stringify(entry));
    if (entries.length === limit || (bytes > PAGE_BYTES && entries.length > 0)) {
      return { entries, next: { nextCursor: writeCursor(list.name, last) } };
    }
    entries.push(entry);
    last = number;
  }
  return { entries, next: {} };
}

function writeCursor(name: string, after: number): string {
  return Buffer.from(`${name}/${after}`).toString("base64url");
}

function readCursor(name: string, cursor: string): number {
  const text = Buffer.from(cursor, "base64url").toString();
  const after = text.slice(name.length + 1);
  if (text.startsWith(`${name}/`) && /^\d{1,15}$/.test(after)) return Number(after);
  throw new DriverError("INVALID_REQUEST", `Cannot read on in list "${name}": the cursor is not one of its own`, {
    effect: "none",
    details: { path: "params.cursor", problem: "did not come from this list" },
  });
}
