// The list of known failures, entry by entry: nobody is to forget one.
import type { KnownEntry } from "../engine/known-failures.ts";
import type { RunResult } from "../engine/run-result.ts";
import type { Paint } from "./paint.ts";

/** Renders the entries, those last that turn a run red. */
export function knownLines({ knownFailing: { entries } }: RunResult, paint: Paint): string[] {
  const still = entries.filter(({ state }) => state === "failing" || state === "not-tried");
  const red = entries.filter(({ state }) => state === "stale" || state === "expired");
  const lines = [...still, ...red].map((entry) => lineOf(entry, paint));
  return lines.length === 0 ? [] : [...lines, ""];
}

function lineOf({ id, state, reason, owner, issue, expires, checks }: KnownEntry, paint: Paint): string {
  switch (state) {
    case "failing": {
      const count = `${checks.length} ${checks.length === 1 ? "check" : "checks"}`;
      return `${paint.odd("KNOWN")} "${id}" fails (${count}), to be fixed by ${owner} until ${expires} (${issue}): ${reason}`;
    }
    case "not-tried":
      return `${paint.odd("KNOWN")} "${id}" was not tried as a whole, to be fixed by ${owner} until ${expires} (${issue}): ${reason}`;
    case "stale":
      return `${paint.bad("STALE")} "${id}" is on the list of known failures and passes: take it off (${issue}); it was ${owner}'s`;
    case "expired":
      return `${paint.bad("EXPIRED")} "${id}" was to be fixed by ${owner} until ${expires} (${issue}): ${reason}`;
  }
}
