// Runs checks on drivers in some surroundings, one after the other, until one says what the caller waits for.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Check } from "../../src/harness/check.ts";
import type { CheckOutcome } from "../../src/harness/outcome.ts";
import type { RunResult } from "../../src/engine/run-result.ts";
import { runChecks, type RunChecksOptions } from "../mutants/run-checks.ts";
import type { Attached } from "./surroundings.ts";

/**
 * Runs checks in a directory of their own.
 *
 * @param attach - Attaches the drivers.
 * @param checks - In this order.
 * @param options - As `runChecks` has them; `until` ends the run after the first outcome of which it is true.
 */
export async function runIn(
  attach: (directory: string) => Attached,
  checks: readonly Check[],
  options: Omit<RunChecksOptions, "peer"> = {},
): Promise<RunResult> {
  const directory = mkdtempSync(join(tmpdir(), "vdk-m-"));
  try {
    const { attachment, peer } = attach(directory);
    return await runChecks(attachment, checks, join(directory, "run"), { ...options, peer });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What the kit says of a driver by an outcome: the requirement that it found broken. */
export function brokenIn({ requirement, verdict, incidents = [] }: CheckOutcome): string[] {
  const own = verdict === "fail" || verdict === "warn" ? [requirement] : [];
  return [...own, ...incidents.flatMap((incident) => incident.requirement ?? [])];
}
