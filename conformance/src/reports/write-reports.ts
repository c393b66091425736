// The report folder.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { RunResult } from "../engine/run-result.ts";
import { junit } from "./junit.ts";

/**
 * Writes `results.json` and `junit.xml` into a folder, which is made if it is not there.
 *
 * @returns The paths written.
 */
export function writeReports(directory: string, result: RunResult): string[] {
  mkdirSync(directory, { recursive: true });
  const files: [string, string][] = [
    ["results.json", `${JSON.stringify(result, undefined, 2)}\n`],
    ["junit.xml", `${junit(result)}\n`],
  ];
  return files.map(([name, text]) => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  });
}
