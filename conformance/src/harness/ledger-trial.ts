// Finds out whether a check leaves what there is more than before it: by repeating it, and seeing whether it leaves more each time.
import type { Clock } from "@virt-driver-kit/spec";

import type { CheckRun, Doings } from "./ledger.ts";
import { type LeakKind, LEAKS } from "./ledger-kinds.ts";
import { type Stock, growth, grown } from "./ledger-stock.ts";
import type { StockTaker } from "./ledger-taker.ts";

/** A check under suspicion. */
export interface Trial {
  /** What there was before the check. */
  readonly before: Stock;
  /** What there is after its first run. */
  readonly first: Stock;
  /** The keys of which that is more. */
  readonly suspected: readonly string[];
  readonly doings: Doings;
  /** Runs the check again, clean-up and all. */
  readonly repeat: () => Promise<CheckRun>;
}

/** What came of it. */
export interface Verdict {
  /** The keys of which the check left more each time, and still does. */
  readonly leaked: readonly string[];
  /** The last stock. */
  readonly stock: Stock;
  /** How often the check was run. */
  readonly runs: number;
}

/** Waits for what is ending to be gone. */
export interface Patience {
  readonly clock: Clock;
  readonly timeScale: number;
}

/** How long that may take before a finding, in real milliseconds before scaling. */
const PATIENCE_MS = [10, 40, 150, 300] as const;
/** A trial that takes longer, in real milliseconds before scaling, ends after so many repetitions. */
const LONG_MS = 60_000;
const FEW = 3;

/** Tries a check: repeats it as often as the kinds of what grew ask for, and no more once nothing grows any more. */
export async function tryCheck(taker: StockTaker, patience: Patience, trial: Trial): Promise<Verdict> {
  const { clock, timeScale } = patience;
  const { before, first, repeat } = trial;
  const began = clock.now();
  let { suspected: suspects, doings } = trial;
  let last = first;
  let runs = 1;
  while (runs <= Math.max(0, ...suspects.map((key) => LEAKS[kindOf(first, key)].repetitions))) {
    if (runs > FEW && clock.now() - began > LONG_MS * timeScale) break;
    const again = await repeat();
    // What came of it is no news; but it says nothing on the leak either.
    if (!isSound(again)) return { leaked: [], stock: last, runs };
    doings = again.doings;
    const next = await taker.take(doings, "first");
    const grew = new Set(grown(last, next));
    suspects = suspects.filter((key) => grew.has(key));
    last = next;
    runs += 1;
  }
  const stays = (stock: Stock): string[] => suspects.filter((key) => growth(before, stock, key) >= runs);
  const stock = await settle(taker, patience, { first: last, doings, waits: PATIENCE_MS, suspects: stays });
  return { leaked: stays(stock), stock, runs };
}

/** What is waited for. */
export interface Settling {
  readonly first: Stock;
  readonly doings: Doings;
  readonly waits: readonly number[];
  /** The keys of which a stock has too much. */
  readonly suspects: (stock: Stock) => readonly string[];
}

/** Takes stock again and again, until there is nothing too much of or the time is up. */
export async function settle(
  taker: StockTaker,
  { clock, timeScale }: Patience,
  { first, doings, waits, suspects }: Settling,
): Promise<Stock> {
  let stock = first;
  for (const wait of waits) {
    if (suspects(stock).length === 0) break;
    await clock.sleep(wait * timeScale);
    stock = await taker.take(doings, "again");
  }
  return stock;
}

/** Whether what a check has left can be told: it passed, so it did all that it does, and nothing is left that is known of. */
export function isSound(run: CheckRun): run is CheckRun & { readonly doings: Doings } {
  return run.judgement.verdict === "pass" && run.doings?.cleaned.isComplete === true;
}

/** The kind of what a key counts. */
export function kindOf(stock: Stock, key: string): LeakKind {
  const item = stock.get(key);
  if (item === undefined) throw new TypeError(`Cannot tell the kind of "${key}": the stock does not have it`);
  return item.kind;
}
