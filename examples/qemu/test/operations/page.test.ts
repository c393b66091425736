// Pages of lists.
import { describe, expect, it } from "vitest";

import { pageOf } from "../../src/operations/page.ts";

function readAll(all: readonly string[], limit: number): string[] {
  const read: string[] = [];
  let cursor: string | undefined;
  do {
    const page = pageOf(all, (uuid) => uuid, { limit, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.entries.length).toBeLessThanOrEqual(limit);
    read.push(...page.entries);
    cursor = page.next.nextCursor;
  } while (cursor !== undefined);
  return read;
}

describe("pageOf()", () => {
  const all = Array.from({ length: 95 }, (_, index) => String((index * 37) % 95).padStart(3, "0"));

  it.each([1, 7, 95, 1000])("gives every entry once, in order, with a limit of %i", (limit) => {
    expect(readAll(all, limit)).toEqual(all.toSorted());
  });

  it("loses nothing when an entry that ended a page has gone", () => {
    const { next } = pageOf(all, (uuid) => uuid, { limit: 10 });
    const rest = all.filter((uuid) => uuid !== next.nextCursor);
    expect(pageOf(rest, (uuid) => uuid, { limit: 1, cursor: next.nextCursor ?? "" }).entries).toEqual(["010"]);
  });

  it("is empty, and the last, for an empty list", () => {
    expect(pageOf([], String, {})).toEqual({ entries: [], next: {} });
  });
});
