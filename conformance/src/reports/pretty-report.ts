// The report that people read in a terminal when a run is over.
import type { RequirementModel, SpecModel } from "@virt-driver-kit/spec";

import { VERDICTS } from "../harness/outcome.ts";
import type { TranscriptLine } from "../harness/outcome.ts";
import type { Finding, RunResult } from "../engine/run-result.ts";
import { coverageLine } from "./coverage-text.ts";
import { knownLines } from "./known-lines.ts";
import { ledgerLines } from "./ledger-lines.ts";
import type { Paint } from "./paint.ts";
import { renderValue } from "./render-value.ts";
import { faultLines, lackingLines, siteLines } from "./site-lines.ts";
import { untestedLines } from "./untested-lines.ts";

/** What the report needs beside the result. */
export interface PrettyOptions {
  readonly model: SpecModel;
  readonly paint: Paint;
  /** Makes the command that replays a check; see `replayCommand`. */
  readonly replay: (check: string, sequence?: string) => string;
}

/** More findings than this are only named; they are in results.json. */
const MOST_FINDINGS = 12;
const MOST_NAMES = 6;
const MOST_MESSAGES = 12;

/** Renders a result as the lines of a report. */
export function prettyReport(result: RunResult, options: PrettyOptions): string[] {
  const rest = result.findings.slice(MOST_FINDINGS);
  return [
    ...result.findings.slice(0, MOST_FINDINGS).flatMap((finding) => findingLines(finding, options)),
    ...rest.map((finding) => headLine(finding, options.paint)),
    ...(rest.length > 0 ? [""] : []),
    ...demandLines(result, options.paint),
    ...knownLines(result, options.paint),
    ...untestedLines(result, options.paint),
    ...lackingLines(result, options.paint),
    ...siteLines(result, options.paint),
    ...faultLines(result, options.paint),
    ...nextStepLines(result, options.paint),
    ...summaryLines(result, options.paint),
  ];
}

function findingLines(finding: Finding, options: PrettyOptions): string[] {
  const { paint, replay } = options;
  const { problem } = finding;
  return [
    headLine(finding, paint),
    ...indent([
      ...finding.requirements.slice(0, MOST_NAMES).flatMap((id) => requirementLines(id, options)),
      ...more(finding.requirements.length - MOST_NAMES, "more requirements are broken by it"),
      ...(problem.message === finding.headline ? [] : [`seen      ${problem.message}`]),
      ...(problem.expected === undefined ? [] : [`expected  ${renderValue(problem.expected)}`]),
      ...(problem.got === undefined ? [] : [`got       ${renderValue(problem.got)}`]),
      ...(problem.hint === undefined ? [] : [`look at   ${problem.hint}`]),
      ...(problem.stack === undefined
        ? []
        : problem.stack
            .split("\n")
            .slice(1, 6)
            .map((line) => paint.faint(line))),
      ...namesLine("checks", finding.failed),
      ...namesLine("blocks", finding.blocked),
      ...transcriptLines(finding.transcript ?? [], paint),
      ...(finding.replay === undefined ? [] : [`replay    ${replay(finding.replay, problem.sequence)}`]),
    ]),
    "",
  ];
}

function headLine({ verdict, known, headline }: Finding, paint: Paint): string {
  const mark = {
    fail: paint.bad("FAIL"),
    blocked: paint.bad("BLOCKED"),
    warn: paint.odd("WARN"),
    "harness-error": paint.odd("KIT ERROR"),
  }[verdict];
  return `${mark}${known ? paint.faint(" (known)") : ""} ${paint.strong(headline)}`;
}

function requirementLines(id: string, { model, paint }: PrettyOptions): string[] {
  const requirement: RequirementModel | undefined = model.requirements[id];
  if (requirement === undefined) return [];
  return [
    `${requirement.level.padEnd(9)} ${id}: ${requirement.text}`,
    paint.faint(`${"".padEnd(9)} ${requirement.intent}`),
  ];
}

function namesLine(label: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const shown = ids.slice(0, MOST_NAMES).join(", ");
  const rest = ids.length > MOST_NAMES ? ` and ${ids.length - MOST_NAMES} more` : "";
  return [`${label.padEnd(9)} ${ids.length}: ${shown}${rest}`];
}

function transcriptLines(lines: readonly TranscriptLine[], paint: Paint): string[] {
  const shown = lines.slice(-MOST_MESSAGES);
  return [
    ...more(lines.length - shown.length, "earlier messages, in results.json"),
    ...shown.map((line) => paint.faint(`${line.direction} ${`${Math.round(line.atMs)} ms`.padStart(8)} ${line.text}`)),
  ];
}

function demandLines({ unmetDemands }: RunResult, paint: Paint): string[] {
  const lines = unmetDemands.map(({ text }) => `${paint.bad("MISSING")} ${text}`);
  return lines.length === 0 ? [] : [...lines, ""];
}

function nextStepLines({ nextSteps }: RunResult, paint: Paint): string[] {
  if (nextSteps.length === 0) return [];
  const steps = nextSteps.flatMap((step, index) => [
    `${index + 1}. ${paint.strong(step.text)}${step.unlocks > 0 ? `  ${step.unlocks} ${step.unlocks === 1 ? "check waits" : "checks wait"} for it` : ""}`,
    ...(step.detail === "" ? [] : [`   ${step.detail}`]),
    ...(step.operation === undefined ? [] : [paint.faint(`   npx vdk explain ${step.operation}`)]),
  ]);
  return [paint.strong("What to do next"), ...indent(steps), ""];
}

function summaryLines(result: RunResult, paint: Paint): string[] {
  const { counts, verdict, leftovers } = result;
  const tally = VERDICTS.filter((one) => counts[one] > 0).map((one) => `${counts[one]} ${one}`);
  const colour = {
    conforms: paint.good,
    "does-not-conform": paint.bad,
    "known-failures-only": paint.odd,
    "part-passed": paint.good,
    inconclusive: paint.odd,
  }[verdict];
  const left = leftovers.map(
    (entry) => `${paint.bad("LEFT BEHIND")} instance ${entry.uuid} "${entry.name}" of ${entry.check}`,
  );
  return [
    ...left,
    ...(left.length > 0
      ? [`Remove them with: vdk sweep --journal ${result.run.journal ?? "<journal>"} and the driver's own options`, ""]
      : []),
    ...ledgerLines(result),
    ...coverageLine(result),
    `${tally.join(", ") || "No check was run"} in ${(result.run.durationMs / 1000).toFixed(1)} s, seed ${result.run.seed}`,
    colour(paint.strong(result.statement)),
  ];
}

function more(count: number, what: string): string[] {
  return count > 0 ? [`… ${count} ${what}`] : [];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
