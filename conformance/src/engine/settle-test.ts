// Makes a test of vitest's say what the kit says of a check, in a run that people read in vitest's own report.
import { systemClock, timestampOf } from "@virt-driver-kit/spec";

import type { CheckOutcome, Problem } from "../harness/outcome.ts";
import { describeProblem } from "../reports/describe-problem.ts";
import type { KnownFailure } from "./known-failing.ts";
import { knownFailures } from "./known-failures.ts";

/** Ends a test as skipped, with a note; throws to do so. */
export type Skip = (note?: string) => never;

/**
 * Makes the function that ends a test.
 *
 * It throws for what fails and skips what does not apply or is known to fail. Of the checks that one cause blocks, the first fails and
 * the others are skipped with a note, so that a missing operation is one red test and not eighty.
 *
 * @param known - The known failures.
 */
export function settleTest(known: readonly KnownFailure[]): (outcome: CheckOutcome, skip: Skip) => void {
  const { covers } = knownFailures(known, timestampOf(systemClock.now()).slice(0, 10));
  const blockedBefore = new Set<string>();

  const settleProblem = (outcome: CheckOutcome, problem: Problem, skip: Skip): never => {
    if (covers(outcome.id, outcome.requirement)) return skip(`Known to fail: ${problem.message}`);
    if (outcome.verdict !== "blocked") throw new CheckFailure(outcome, problem);
    const { key, text } = problem.cause ?? { key: problem.message, text: problem.message };
    if (blockedBefore.has(key)) return skip(`Blocked, as another check before it: ${text}`);
    blockedBefore.add(key);
    throw new CheckFailure(outcome, problem);
  };

  return (outcome, skip) => {
    const { id, verdict, problem, reason, incidents = [] } = outcome;
    if (verdict === "not-applicable" || verdict === "not-run") skip(reason);
    if (problem !== undefined && verdict !== "warn") settleProblem(outcome, problem, skip);
    for (const { requirement, problem: met } of incidents)
      if (requirement !== undefined && !covers(id, requirement, true))
        throw new CheckFailure({ id: requirement, verdict: "fail" }, met);
  };
}

/** A check that failed, in words. Its stack would only show the kit. */
export class CheckFailure extends Error {
  /**
   * @param outcome - The check's id and verdict.
   * @param problem - What went wrong.
   */
  constructor(outcome: Pick<CheckOutcome, "id" | "verdict">, problem: Problem) {
    super(describeProblem(outcome, problem).join("\n"));
    this.name = outcome.verdict;
    if (problem.stack === undefined) delete this.stack;
    else this.stack = problem.stack;
  }
}
