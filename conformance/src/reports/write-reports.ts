// The report folder.
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { RunResult } from "../engine/run-result.ts";
import { UsageError } from "../engine/usage-error.ts";
import { coverageText } from "./coverage-text.ts";
import { junit } from "./junit.ts";

/**
 * Makes the folder before the run, so that a run of minutes is not lost for want of a place to write.
 *
 * @throws UsageError if it cannot be made or written to.
 */
export function prepareReports(directory: string): void {
  try {
    makeFolder(directory);
    accessSync(directory, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Cannot write reports to "${directory}": ${reason}; name another folder`, { cause: error });
  }
}

/** Makes a folder and those above it, one by one: where none can be made, as in /proc, a recursive mkdir of Node never returns. */
function makeFolder(directory: string): void {
  if (existsSync(directory)) return;
  makeFolder(dirname(directory));
  mkdirSync(directory);
}

/**
 * Writes `results.json`, `junit.xml` and `coverage.txt` into a folder, which is made if it is not there.
 *
 * @returns The paths written.
 */
export function writeReports(directory: string, result: RunResult): string[] {
  makeFolder(directory);
  const files: [string, string][] = [
    ["results.json", `${JSON.stringify(result, undefined, 2)}\n`],
    ["junit.xml", `${junit(result)}\n`],
    ["coverage.txt", `${coverageText(result).join("\n")}\n`],
  ];
  return files.map(([name, text]) => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  });
}
