import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fakeDriver, type FakeDriverOptions } from "@virt-driver-kit/fake-driver";
import { afterAll, describe, expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { attachDefinition } from "../../src/engine/attach-driver.ts";
import type { CheckOutcome } from "../../src/harness/outcome.ts";
import { removeImages, runChecks } from "../mutants/run-checks.ts";

const PATIENCE_MS = 60_000;

async function certify(options: (directory: string) => FakeDriverOptions): Promise<readonly CheckOutcome[]> {
  const directory = mkdtempSync(join(tmpdir(), "vdk-checks-"));
  try {
    const driver = fakeDriver(options(directory));
    const attachment = attachDefinition(() => driver, 5_000);
    const { checks, verdict } = await runChecks(attachment, allChecks, directory);
    expect(verdict).toBe("conforms");
    return checks;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function notPassed(outcomes: readonly CheckOutcome[]): readonly Partial<CheckOutcome>[] {
  return outcomes
    .filter(({ verdict, incidents }) => (verdict !== "pass" && verdict !== "not-applicable") || incidents !== undefined)
    .map(({ id, verdict, problem, incidents }) => ({
      id,
      verdict,
      ...(problem && { problem }),
      ...(incidents && { incidents }),
    }));
}

describe("the checks against a right driver in this process", { timeout: PATIENCE_MS }, () => {
  afterAll(removeImages);

  test("pass if it keeps its state and declares everything", async () => {
    const outcomes = await certify((directory) => ({ stateDirectory: join(directory, "state") }));
    expect(notPassed(outcomes)).toEqual([]);
    expect(outcomes.filter(({ verdict }) => verdict === "pass").length).toBeGreaterThan(200);
    const ofSessions = outcomes.filter(({ requirement }) => requirement.startsWith("sessions/"));
    expect(new Set(ofSessions.map(({ verdict }) => verdict))).toEqual(new Set(["pass"]));
  });

  test("pass if it has one node, and its steps take next to no time", async () => {
    expect(notPassed(await certify(() => ({ nodes: 1, latencyScale: 0.01 })))).toEqual([]);
  });

  test.for(["supportsPause", "supportsConsoleOutput"] as const)(
    "pass or do not apply if it has no %s",
    async (missing) => {
      const outcomes = await certify(() => ({ without: [missing] }));
      expect(notPassed(outcomes)).toEqual([]);
      const untried = outcomes.filter(({ reason }) => reason === `The driver does not declare "${missing}"`);
      expect(untried.length).toBeGreaterThan(0);
    },
  );
});
