// What a run could not try only because its site lacked something that a configuration can name.
import type { CheckOutcome } from "../harness/outcome.ts";

/** One thing that was lacking. */
export interface Lacking {
  /** The member of the configuration, such as `resources.hosts`. */
  readonly member: string;
  /** Why one of the checks needs it, as a sentence. */
  readonly reason: string;
  /** The checks that were not applicable for it. */
  readonly checks: readonly string[];
}

/** Groups the checks that were not applicable by what they lacked, that first which most lacked. */
export function lackingIn(outcomes: readonly CheckOutcome[]): Lacking[] {
  const lacking = outcomes.filter(({ verdict, lacks }) => verdict === "not-applicable" && lacks !== undefined);
  return [...Map.groupBy(lacking, ({ lacks = "" }) => lacks)]
    .map(([member, group]) => ({
      member,
      reason: group[0]?.reason ?? "",
      checks: [...new Set(group.map(({ id }) => id))].toSorted((a, b) => (a < b ? -1 : 1)),
    }))
    .toSorted((a, b) => b.checks.length - a.checks.length || (a.member < b.member ? -1 : 1));
}
