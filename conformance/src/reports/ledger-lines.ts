// What was watched for leaks, in a line or two: a report without leaks says little if nothing was watched.
import type { RunResult } from "../engine/run-result.ts";

/** Renders what was watched for leaks, and what was not. */
export function ledgerLines({ ledger }: RunResult): string[] {
  if (ledger === undefined) return [];
  const { watched, unwatched, reason } = ledger;
  const not = unwatched.length === 0 ? "" : `; not ${unwatched.join(", ")}: ${reason ?? "no reason known"}`;
  return [`Watched for leaks: ${watched.join(", ")}${not}`];
}
