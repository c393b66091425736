// A leak as an incident: who left what, how much of it, and how it was made certain.
import { LEAKS } from "./ledger-kinds.ts";
import type { LeakKind } from "./ledger-kinds.ts";
import { type Stock, added, growth } from "./ledger-stock.ts";
import type { Incident } from "./outcome.ts";

/** A leak that is certain. */
export interface CertainLeak {
  /** The check that is to blame. */
  readonly check: string;
  readonly kind: LeakKind;
  /** What grew. */
  readonly keys: readonly string[];
  readonly before: Stock;
  readonly after: Stock;
  /** How often the check was run, each time with more left. */
  readonly runs: number;
}

/** No more things than this are named. */
const MOST_THINGS = 5;

/** Makes the incident. */
export function leakIncident(leak: CertainLeak): Incident {
  const { check, kind, keys, before, after, runs } = leak;
  const { headline, requirement, expected, hint } = LEAKS[kind];
  const amounts = keys.map((key) => amountOf(growth(before, after, key), after.get(key)?.noun));
  const things = keys.flatMap((key) => added(before.get(key), after.get(key)));
  const named = things.slice(0, MOST_THINGS);
  return {
    ...(requirement !== undefined && { requirement }),
    key: `leak:${kind}:${check}`,
    problem: {
      message: `${check} leaves something behind: ${amounts.join(", ")} more after it was run ${runs} times, and each time some`,
      cause: { key: `leak:${kind}`, text: headline, decisive: true },
      expected,
      got:
        named.length === 0
          ? amounts
          : [...named, ...(things.length > named.length ? [`and ${things.length - named.length} more`] : [])],
      hint,
    },
  };
}

function amountOf(count: number, [one, many]: readonly [string, string] = ["thing", "things"]): string {
  return `${count} ${count === 1 ? one : many}`;
}
