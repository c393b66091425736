// Which mutant each check was seen to fail on. A check that nobody has seen fail may be one that cannot.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { RunResult } from "../../src/engine/run-result.ts";

/** The list, one line for each check: its id, ` <- `, and the id of a mutant on which it fails. */
export const SEEN_RED: string = fileURLToPath(new URL("seen-red.txt", import.meta.url));

const ARROW = " <- ";

/** Reads the list: by the check's id, the mutant's. */
export function readSeenRed(path: string = SEEN_RED): Map<string, string> {
  const lines = readFileSync(path, "utf8").split("\n");
  return new Map(
    lines
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => [line.slice(0, line.indexOf(ARROW)), line.slice(line.indexOf(ARROW) + ARROW.length)]),
  );
}

/** Writes the list in the order of the checks' ids. */
export function seenRedText(witnesses: ReadonlyMap<string, string>): string {
  const lines = [...witnesses].map(([check, mutant]) => `${check}${ARROW}${mutant}\n`);
  return [
    "# Each check, and a mutant on which it was seen to fail. `npm run red-checks` writes this; the test of the mutant holds it to it.\n",
    ...lines.toSorted((a, b) => (a < b ? -1 : 1)),
  ].join("");
}

/** The checks that failed or warned in a run, by their own verdict. */
export function redChecks({ checks }: Pick<RunResult, "checks">): ReadonlySet<string> {
  return new Set(checks.filter(({ verdict }) => verdict === "fail" || verdict === "warn").map(({ id }) => id));
}
