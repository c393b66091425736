// The list of known failures at work: which failures of a run it covers, and which of its entries have had their day.
import { glob } from "./glob.ts";
import type { KnownFailure } from "./known-failing.ts";

/** A list of known failures, as it is used while judging a run. */
export interface KnownFailures {
  /** Whether a failure is known and its time is not up. */
  readonly covers: (check: string, requirement: string) => boolean;
  /** Entries whose last day is over. */
  readonly expired: readonly KnownFailure[];
  /** Entries of which every check that was run passed. */
  stale(
    run: readonly { readonly id: string; readonly requirement: string; readonly passed: boolean }[],
  ): KnownFailure[];
}

/** Prepares a list of known failures for a run on the day `today`, as `yyyy-mm-dd`. */
export function knownFailures(list: readonly KnownFailure[], today: string): KnownFailures {
  const entries = list.map((entry) => ({ entry, matches: glob(entry.id), expired: entry.expires < today }));
  return {
    covers: (check, requirement) =>
      entries.some(({ matches, expired }) => !expired && (matches(check) || matches(requirement))),
    expired: entries.filter(({ expired }) => expired).map(({ entry }) => entry),
    stale: (run) =>
      entries
        .filter(({ matches, expired }) => {
          const concerned = run.filter(({ id, requirement }) => matches(id) || matches(requirement));
          return !expired && concerned.length > 0 && concerned.every(({ passed }) => passed);
        })
        .map(({ entry }) => entry),
  };
}

/** Entries that match no check and no requirement at all, which is a mistake in the list. */
export function unknownEntries(list: readonly KnownFailure[], ids: readonly string[]): KnownFailure[] {
  return list.filter((entry) => !ids.some(glob(entry.id)));
}
