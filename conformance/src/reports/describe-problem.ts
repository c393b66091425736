// The text on one problem: what the driver did, what was expected, what came, where to look.
import type { CheckOutcome, Problem } from "../harness/outcome.ts";
import { renderValue } from "./render-value.ts";

/**
 * Describes a problem in a few lines.
 *
 * @param outcome - The check that met it.
 * @param problem - The problem.
 * @returns Lines without indentation, the message first.
 */
export function describeProblem(outcome: Pick<CheckOutcome, "id">, problem: Problem): string[] {
  return [
    `${outcome.id}: ${problem.message}`,
    ...(problem.expected === undefined ? [] : [`expected  ${renderValue(problem.expected)}`]),
    ...(problem.got === undefined ? [] : [`got       ${renderValue(problem.got)}`]),
    ...(problem.hint === undefined ? [] : [`look at   ${problem.hint}`]),
  ];
}
