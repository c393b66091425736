// What a run has tried of the contract and what not, for people: a line for the terminal, and a file with every hole.
import { cellText, type Coverage, type CoverageCell, type Share } from "../coverage/coverage-of.ts";
import type { RunResult } from "../engine/run-result.ts";
import { isPartial } from "../engine/selection.ts";

type Covered = Pick<RunResult, "coverage" | "requirements" | "run">;

/** Renders coverage as one line. A run of a part has none: it left things out on purpose. */
export function coverageLine({ coverage: { requirements, errors, states }, run }: Covered): string[] {
  if (isPartial(run) || errors.expected === 0) return [];
  const shares = [`${shareText(requirements)} requirements`, `${shareText(errors)} errors of operations`];
  return [
    `Tried: ${[...shares, `${shareText(states)} operations in states`].join(", ")} (holes: coverage.txt of --report)`,
  ];
}

/** Renders coverage whole: the figures, then by requirement, by operation and error, by operation and state, what was not tried. */
export function coverageText({ coverage, requirements }: Covered): string[] {
  const untried = requirements.filter(({ status }) => !["met", "broken", "warned", "not-applicable"].includes(status));
  return [
    "What this run has tried of the contract. What needs a capability that the driver does not declare is left out.",
    "",
    `Requirements          ${shareText(coverage.requirements)}`,
    `Errors of operations  ${shareText(coverage.errors)}`,
    `Operations in states  ${shareText(coverage.states)}`,
    "",
    "Requirements that were not tried",
    ...untried.map(({ id, status, reason }) => `  ${id}: ${reason ?? status}`),
    "",
    "Errors by operation, with the calls that were answered so; a hole is marked with -",
    ...errorLines(coverage),
    "",
    "Operations by the state of the instance, with the calls made in it; a hole is marked with -",
    ...stateTable(coverage),
    "",
    "Holes",
    ...coverage.cells.filter(({ calls }) => calls === 0).map((cell) => `  ${cellText(cell)}`),
  ];
}

function shareText({ expected, tried }: Share): string {
  const percent = expected === 0 ? 100 : Math.floor((100 * tried) / expected);
  return `${tried} of ${expected} (${percent} %)`;
}

function errorLines({ cells }: Coverage): string[] {
  const byOperation = Map.groupBy(
    cells.filter(({ kind }) => kind === "error"),
    ({ operation }) => operation,
  );
  return [...byOperation].map(
    ([operation, errors]) => `  ${operation}: ${errors.map((cell) => `${cell.outcome} ${callsText(cell)}`).join(", ")}`,
  );
}

function stateTable({ cells }: Coverage): string[] {
  const own = cells.filter(({ kind }) => kind === "state");
  const states = [...new Set(own.map(({ state }) => state ?? ""))];
  const rows = Map.groupBy(own, ({ operation, variant }) => (variant === "" ? operation : `${operation}(${variant})`));
  const width = Math.max(0, ...[...rows.keys()].map((name) => name.length)) + 2;
  const line = (name: string, values: readonly string[]): string =>
    `  ${name.padEnd(width)}${values.map((value) => value.padStart(11)).join("")}`.trimEnd();
  return [
    line("", states),
    ...[...rows].map(([name, row]) => {
      const byState = new Map(row.map((cell) => [cell.state ?? "", cell]));
      return line(
        name,
        states.map((state) => (byState.has(state) ? callsText(byState.get(state) as CoverageCell) : "")),
      );
    }),
  ];
}

function callsText({ calls }: CoverageCell): string {
  return calls === 0 ? "-" : String(calls);
}
