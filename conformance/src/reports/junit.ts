// junit.xml, for the many tools that read it. Blocked checks count as failures and what does not apply as skipped.
import { create } from "xmlbuilder2";

import type { CheckOutcome, Problem } from "../harness/outcome.ts";
import type { RunResult } from "../engine/run-result.ts";
import { isPartial } from "../engine/selection.ts";
import { describeProblem } from "./describe-problem.ts";

type Element = ReturnType<ReturnType<typeof create>["ele"]>;

/**
 * Renders a result as JUnit XML: one suite per group of requirements, one case per check and repetition.
 *
 * Incidents and leftovers, which belong to no check, are cases of a suite named `session`.
 */
export function junit(result: RunResult): string {
  const root = create({ version: "1.0", encoding: "UTF-8" }).ele("testsuites", {
    name: result.run.attachment,
    time: seconds(result.run.durationMs),
  });
  const groups = Map.groupBy(result.checks, (outcome) => outcome.id.slice(0, outcome.id.indexOf("/")));
  for (const [group, outcomes] of groups) addSuite(root, group, outcomes);
  const session = sessionCases(result);
  if (session.length > 0) addSuite(root, "session", session);
  return root.end({ prettyPrint: true });
}

function addSuite(root: Element, name: string, outcomes: readonly CheckOutcome[]): void {
  const count = (...verdicts: readonly CheckOutcome["verdict"][]): number =>
    outcomes.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const suite = root.ele("testsuite", {
    name,
    tests: outcomes.length,
    failures: count("fail", "blocked"),
    errors: count("harness-error"),
    skipped: count("not-applicable", "not-run"),
    time: seconds(outcomes.reduce((sum, outcome) => sum + outcome.durationMs, 0)),
  });
  for (const outcome of outcomes) addCase(suite, name, outcome);
}

function addCase(suite: Element, group: string, outcome: CheckOutcome): void {
  const name = outcome.repetition === 1 ? outcome.id : `${outcome.id} #${outcome.repetition}`;
  const element = suite.ele("testcase", { classname: group, name, time: seconds(outcome.durationMs) });
  const { verdict, problem, reason } = outcome;
  if (verdict === "not-applicable" || verdict === "not-run")
    element.ele("skipped", { message: printable(reason ?? verdict) });
  else if (problem !== undefined && verdict !== "pass") addProblem(element, outcome, problem);
  for (const incident of outcome.incidents ?? [])
    element.ele("system-err").txt(printable(`${incident.requirement ?? "note"}: ${incident.problem.message}`));
}

function addProblem(element: Element, outcome: CheckOutcome, problem: Problem): void {
  const text = printable(describeProblem(outcome, problem).join("\n"));
  if (outcome.verdict === "warn") element.ele("system-out").txt(text);
  else
    element
      .ele(outcome.verdict === "harness-error" ? "error" : "failure", {
        message: printable(problem.message),
        type: outcome.verdict,
      })
      .txt(text);
}

function sessionCases(result: RunResult): CheckOutcome[] {
  const known = new Set(result.checks.map(({ id }) => id));
  const base = { requirement: "session", durationMs: 0, repetition: 1 } as const;
  const findings = result.findings
    .filter(({ failed, blocked, known: isKnown }) => !isKnown && ![...failed, ...blocked].some((id) => known.has(id)))
    .map(({ key, headline, problem }): CheckOutcome => ({
      ...base,
      id: key,
      title: headline,
      verdict: "fail",
      problem,
    }));
  const leftovers = result.leftovers.map(({ uuid, check }): CheckOutcome => {
    const message = `Instance ${uuid} of ${check} was left behind`;
    return { ...base, id: `leftover ${uuid}`, title: message, verdict: "fail", problem: { message } };
  });
  // A run of a part says nothing on a profile, so what is missing for one fails nothing.
  const unmet = isPartial(result.run) ? [] : result.unmetDemands;
  const demands = unmet.map(({ profile, capabilities, text }): CheckOutcome => ({
    ...base,
    id: `profile ${profile}: ${capabilities.join(" or ")}`,
    title: text,
    verdict: "fail",
    problem: { message: text },
  }));
  return [...findings, ...leftovers, ...demands];
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** XML 1.0 has no way to write most control characters. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what XML cannot hold
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, "\ufffd");
}
