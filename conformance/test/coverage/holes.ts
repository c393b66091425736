// What a whole run on two hosts does not try, and why, by the list of it.
import { readFileSync } from "node:fs";

import { cellText } from "../../src/coverage/coverage-of.ts";
import type { RunResult } from "../../src/engine/run-result.ts";

/** Reads the list: by hole, the reason that it stands under. */
export function readHoles(): Map<string, string> {
  const holes = new Map<string, string>();
  let reason = "";
  for (const line of readFileSync(new URL("holes.txt", import.meta.url), "utf8").split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("  ")) holes.set(line.trim(), reason);
    else reason = line;
  }
  return holes;
}

/** The holes of a run: requirements, errors and states that concern the driver and were not tried. */
export function holesOf({ coverage, requirements }: Pick<RunResult, "coverage" | "requirements">): string[] {
  const untried = coverage.cells.filter(({ calls }) => calls === 0);
  return [
    ...requirements.filter(({ status }) => status === "untested").map(({ id }) => `requirement ${id}`),
    ...untried.map((cell) => `${cell.kind} ${cellText(cell)}`),
  ];
}
