// The ledger of leaks: takes stock after each check's clean-up, and where there is more than before finds out by repetition whether it is the check
// that leaves it. So the culprit is certain, and neither a cache nor a pool of connections that fills up is taken for a leak.
//
// What is counted: instances that nobody asked for, use of nodes, volumes still open, processes, sockets, pipes, files and other descriptors of a
// driver that is a process of the kit's, and files left beside the images. Memory and threads are judged over the whole run, see ledger-trend.ts;
// what has outlived the run, see ledger-survivors.ts.
import type { CleanUpReport } from "./clean-up.ts";
import type { JournalEntry } from "./journal.ts";
import { leakIncident } from "./ledger-incident.ts";
import type { LeakKind } from "./ledger-kinds.ts";
import { type Stock, atRest, grown } from "./ledger-stock.ts";
import { survivors } from "./ledger-survivors.ts";
import type { StockTaker } from "./ledger-taker.ts";
import { trend } from "./ledger-trend.ts";
import { type Patience, type Verdict as TrialVerdict, isSound, kindOf, settle, tryCheck } from "./ledger-trial.ts";
import type { Incident, Verdict } from "./outcome.ts";

/** What a check did that may have left something behind. */
export interface Doings {
  readonly check: string;
  /** Whether it can be repeated within the time of a check. */
  readonly isShort: boolean;
  /** The instances that it planned. */
  readonly entries: readonly JournalEntry[];
  /** The files that it made for them. */
  readonly files: readonly string[];
  /** Whether it made a call that changes something. */
  readonly hasChanged: boolean;
  readonly usedSecondHost: boolean;
  /** How its clean-up went. */
  readonly cleaned: CleanUpReport;
}

/** One run of a check, as the ledger sees it. */
export interface CheckRun {
  readonly judgement: { readonly verdict: Verdict };
  /** Absent if the check was not begun. */
  readonly doings?: Doings;
}

/** Keeps the ledger of a run. */
export interface Ledger {
  /** Takes the first stock, of what was there before the kit came. */
  open(): Promise<void>;
  /**
   * Takes stock after a check and its clean-up.
   *
   * @param repeat - Runs the check again, clean-up and all. Called only where there is more than before.
   * @returns The leaks that the check is certainly to blame for.
   */
  audit(run: CheckRun, repeat: () => Promise<CheckRun>): Promise<Incident[]>;
  /**
   * Looks at the run as a whole, before its last session is closed.
   *
   * @param isLeft - Whether an instance is known to be left.
   * @returns What has outlived the run, and what rose all the time.
   */
  close(isLeft: (uuid: string) => boolean): Promise<Incident[]>;
}

/** How long what is ending may take to be gone before a suspicion, in real milliseconds before scaling. */
const MOMENTS_MS = [5, 15, 30] as const;
/** Of one kind, so many checks are named, and so many suspicions are looked into in vain. Then the kind is left alone. */
const MOST_CULPRITS = 3;
const MOST_ACQUITTALS = 20;

/**
 * Opens a ledger.
 *
 * @param taker - Takes stock.
 * @param patience - Real time, and what waits are multiplied with.
 */
export function ledger(taker: StockTaker, patience: Patience): Ledger {
  let rest: Stock = new Map();
  const cases = caseBook();
  const sizes = trend();

  return {
    open: async () => {
      rest = await taker.takeFirst();
    },
    audit: async (run, repeat) => {
      const { doings } = run;
      if (doings === undefined) return [];
      const before = rest;
      const stock = await taker.take(doings, "first");
      if (taker.size !== undefined) sizes.note(doings.check, taker.size);
      // A check that failed tells by itself what is wrong; what it left is no news. One that takes hours is not repeated.
      if (!isSound(run) || !doings.isShort) {
        rest = atRest(before, stock);
        return [];
      }
      const suspects = (now: Stock): string[] => grown(before, now).filter((key) => cases.isOpen(kindOf(now, key)));
      const first = await settle(taker, patience, { first: stock, doings, waits: MOMENTS_MS, suspects });
      const suspected = suspects(first);
      const verdict =
        suspected.length === 0
          ? { leaked: [], stock: first, runs: 1 }
          : await tryCheck(taker, patience, { before, first, suspected, doings, repeat });
      rest = atRest(before, verdict.stock);
      cases.note(new Set(suspected.map((key) => kindOf(first, key))), kindsOf(verdict));
      return leaksOf(doings.check, before, verdict);
    },
    close: async (isLeft) => {
      const makerOf = (thing: string): string | undefined => (isLeft(thing) ? undefined : taker.makerOf(thing));
      return [...sizes.suspicions(), ...(await survivors(makerOf, patience))];
    },
  };
}

interface CaseBook {
  /** Whether suspicions of a kind are still looked into. */
  isOpen(kind: LeakKind): boolean;
  note(suspected: ReadonlySet<LeakKind>, leaked: ReadonlySet<LeakKind>): void;
}

function caseBook(): CaseBook {
  const culprits: LeakKind[] = [];
  const acquitted: LeakKind[] = [];
  return {
    isOpen: (kind) => times(culprits, kind) < MOST_CULPRITS && times(acquitted, kind) < MOST_ACQUITTALS,
    note: (suspected, leaked) => {
      culprits.push(...leaked);
      acquitted.push(...[...suspected].filter((kind) => !leaked.has(kind)));
    },
  };
}

function times(kinds: readonly LeakKind[], kind: LeakKind): number {
  return kinds.filter((one) => one === kind).length;
}

function kindsOf({ leaked, stock }: TrialVerdict): Set<LeakKind> {
  return new Set(leaked.map((key) => kindOf(stock, key)));
}

function leaksOf(check: string, before: Stock, { leaked, stock, runs }: TrialVerdict): Incident[] {
  const byKind = Map.groupBy(leaked, (key) => kindOf(stock, key));
  return [...byKind].map(([kind, keys]) => leakIncident({ check, kind, keys, before, after: stock, runs }));
}
