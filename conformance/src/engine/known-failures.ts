// The list of known failures at work: which failures of a run it covers, and what has become of each of its entries.
import type { CheckOutcome } from "../harness/outcome.ts";
import { glob } from "./glob.ts";
import type { KnownFailure } from "./known-failing.ts";

/** What has become of an entry. Those that are `stale` or `expired` turn a run red. */
export type KnownState =
  /** Something of it still fails. */
  | "failing"
  /** Everything of it was run, and nothing of it fails. */
  | "stale"
  /** Its last day is over. */
  | "expired"
  /** Not all of it was run, or nothing of it applies. */
  | "not-tried";

/** An entry, after a run. */
export interface KnownEntry extends KnownFailure {
  /** What has become of it. */
  readonly state: KnownState;
  /** The checks that failed by it. */
  readonly checks: readonly string[];
}

/** What of an outcome decides over an entry. */
export type JudgedOutcome = Pick<CheckOutcome, "id" | "requirement" | "verdict" | "incidents">;

/** A check, by what an entry can name of it. */
export interface NamedCheck {
  readonly id: string;
  readonly requirement: string;
}

/** A list of known failures, as it is used while judging a run. */
export interface KnownFailures {
  /**
   * Whether a failure is known and its time is not up. An entry hides nothing else: what was seen beside a check, and breaks another
   * requirement, is covered by an entry of that requirement or of that check, and not by one of the check's own requirement.
   *
   * @param isBeside - Whether it was seen beside the check.
   */
  readonly covers: (check: string, requirement: string, isBeside?: boolean) => boolean;
  /**
   * What has become of each entry.
   *
   * @param outcomes - Those of the run.
   * @param checks - All checks that there are, also those that were not run.
   */
  entries(outcomes: readonly JudgedOutcome[], checks: readonly NamedCheck[]): KnownEntry[];
}

/** Prepares a list of known failures for a run on the day `today`, as `yyyy-mm-dd`. */
export function knownFailures(list: readonly KnownFailure[], today: string): KnownFailures {
  const known = list.map((entry) => ({ entry, matches: matcherOf(entry), expired: entry.expires < today }));
  return {
    covers: (check, requirement, isBeside = false) =>
      known.some(({ matches, expired }) => !expired && matches({ id: check, requirement }, isBeside)),
    entries: (outcomes, checks) =>
      known.map(({ entry, matches, expired }) => {
        const failed = outcomes.filter((outcome) => fails(outcome, matches)).map(({ id }) => id);
        const state = expired ? "expired" : failed.length > 0 ? "failing" : stateOfQuiet(outcomes, checks, matches);
        return { ...entry, state, checks: [...new Set(failed)] };
      }),
  };
}

type Matches = (check: NamedCheck, isBeside?: boolean) => boolean;

function matcherOf({ id: pattern, names }: KnownFailure): Matches {
  const matches = glob(pattern);
  return ({ id, requirement }, isBeside = false) => {
    if (names !== "check" && matches(requirement)) return true;
    return (isBeside ? names === "check" : names !== "requirement") && matches(id);
  };
}

/** Whether an outcome, or something seen beside it, is a failure of what an entry names. */
function fails({ id, requirement, verdict, incidents = [] }: JudgedOutcome, matches: Matches): boolean {
  const isBad = verdict !== "pass" && verdict !== "not-applicable" && verdict !== "not-run";
  return (
    (isBad && matches({ id, requirement })) ||
    incidents.some(({ requirement: broken }) => broken !== undefined && matches({ id, requirement: broken }, true))
  );
}

/** An entry of which nothing fails is stale if something of it passed and nothing of it was left out. */
function stateOfQuiet(
  outcomes: readonly JudgedOutcome[],
  checks: readonly NamedCheck[],
  matches: Matches,
): "stale" | "not-tried" {
  const run = outcomes.filter((outcome) => matches(outcome) && outcome.verdict !== "not-run");
  const ids = new Set(run.map(({ id }) => id));
  const isWhole = checks.filter((check) => matches(check)).every(({ id }) => ids.has(id));
  return isWhole && run.some(({ verdict }) => verdict === "pass") ? "stale" : "not-tried";
}

/** Entries that match no check and no requirement at all, which is a mistake in the list. */
export function unknownEntries(
  list: readonly KnownFailure[],
  there: { readonly checks: readonly string[]; readonly requirements: readonly string[] },
): KnownFailure[] {
  return list.filter(({ id, names }) => {
    const ids = [...(names === "requirement" ? [] : there.checks), ...(names === "check" ? [] : there.requirements)];
    return !ids.some(glob(id));
  });
}
