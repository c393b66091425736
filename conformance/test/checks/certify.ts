// Certifies fake drivers in this process, without a test runner between.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fakeDriver, type FakeDriverOptions } from "@virt-driver-kit/fake-driver";
import { expect } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { attachDefinition } from "../../src/engine/attach-driver.ts";
import type { Check } from "../../src/harness/check.ts";
import type { CheckOutcome } from "../../src/harness/outcome.ts";
import { runChecks } from "../mutants/run-checks.ts";

/** Runs checks on a fake driver, in this process; expects that it conforms, and returns what came of each. */
export async function certify(
  options: (directory: string) => FakeDriverOptions,
  checks: readonly Check[] = allChecks,
): Promise<readonly CheckOutcome[]> {
  const directory = mkdtempSync(join(tmpdir(), "vdk-checks-"));
  try {
    const driver = fakeDriver(options(directory));
    const attachment = attachDefinition(() => driver, 5_000);
    const result = await runChecks(attachment, checks, directory);
    expect(result.verdict).toBe("conforms");
    return result.checks;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Every second check: where drivers are much alike, they share the checks between them. */
export function halfOf(checks: readonly Check[], half: 0 | 1): Check[] {
  return checks.filter((_, index) => index % 2 === half);
}

/** What did not come out as it has to on a right driver. */
export function notPassed(outcomes: readonly CheckOutcome[]): readonly Partial<CheckOutcome>[] {
  return outcomes
    .filter(({ verdict, incidents }) => (verdict !== "pass" && verdict !== "not-applicable") || incidents !== undefined)
    .map(({ id, verdict, problem, incidents }) => ({
      id,
      verdict,
      ...(problem && { problem }),
      ...(incidents && { incidents }),
    }));
}
