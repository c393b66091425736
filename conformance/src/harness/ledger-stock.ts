// A stock: how much there is, at rest between two checks, of what a driver may leave behind.
import type { LeakKind } from "./ledger-kinds.ts";
import { LEAKS } from "./ledger-kinds.ts";

/** One thing that is counted. */
export interface StockItem {
  readonly kind: LeakKind;
  /** What is counted, for one and for many, such as `socket` and `sockets`. */
  readonly noun: readonly [one: string, many: string];
  /** How much of it there is. */
  readonly count: number;
  /** What it is, one entry each, for people; empty for what has no name. */
  readonly things: readonly string[];
}

/** What was counted, by what it was counted of. The same key later is the same thing: a process's id or a node's uuid is part of it. */
export type Stock = ReadonlyMap<string, StockItem>;

/** How much more there is of something. What was not counted before, or is not now, has not grown. */
export function growth(before: Stock, after: Stock, key: string): number {
  const now = after.get(key);
  if (now === undefined) return 0;
  const first = LEAKS[now.kind].beginsAtNone ? 0 : now.count;
  return now.count - (before.get(key)?.count ?? first);
}

/** The keys of which there is more than before. */
export function grown(before: Stock, after: Stock): string[] {
  return [...after.keys()].filter((key) => growth(before, after, key) > 0);
}

/** The things that were not there before, each as often as it was added. */
export function added(before: StockItem | undefined, after: StockItem | undefined): string[] {
  const known = [...(before?.things ?? [])];
  return (after?.things ?? []).filter((thing) => {
    const index = known.indexOf(thing);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}

/**
 * What is at rest after another stock was taken: what was counted anew, or, of what a driver may keep some, the most there was.
 *
 * What a stock leaves out is as it was. What was counted in a process that is not there any more is never counted again.
 */
export function atRest(before: Stock, now: Stock): Stock {
  const rest = new Map(before);
  for (const [key, item] of now) {
    const most = before.get(key);
    rest.set(key, LEAKS[item.kind].keepsSome && most !== undefined && most.count > item.count ? most : item);
  }
  return rest;
}
