// The score as a table for people.
import { percent } from "./gate.ts";
import { type ClassTally, type Score, sumOf, type Tally } from "./score.ts";

const COLUMNS = ["", "sites", "excluded", "tried", "killed", "survived", "score"];

/** Writes a score as lines of text. */
export function tableOf({ generated, handWritten, historical, requirements, sampling }: Score): string {
  const classes = Object.entries(generated);
  const all = Object.values(generated);
  const total: ClassTally = {
    ...sumOf(all),
    sites: all.reduce((sum, { sites }) => sum + sites, 0),
    excluded: all.reduce((sum, { excluded }) => sum + excluded, 0),
  };
  const rows = [
    COLUMNS,
    ...classes.map(([name, tally]) => rowOf(name, tally)),
    rowOf("generated", total),
    rowOf("hand-written", handWritten),
    rowOf("bugs of real drivers", historical),
    rowOf("all", sumOf([total, handWritten, historical])),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => padded(cell, widths[column] ?? 0, column)).join("  "));
  return [
    ...lines,
    "",
    `The sample has ${sampling.perClass} sites of each class, or all, by seed ${sampling.seed}.`,
    `Requirements that find a wrong driver by their own id: ${requirements.finding} of ${requirements.checked}.`,
  ].join("\n");
}

function rowOf(name: string, tally: Tally & Partial<ClassTally>): string[] {
  const { sites, excluded, tried, killed } = tally;
  const counts = [sites, excluded, tried, killed, tried - killed].map((count) => String(count ?? "-"));
  return [name, ...counts, tried === 0 ? "-" : percent(tally)];
}

function padded(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
