// Whole runs of the kit on drivers of which one operation is not there, or never answers: one finding, soon, with all else judged.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { DriverError } from "@virt-driver-kit/spec";
import type { ComputeDriver } from "@virt-driver-kit/spec";
import { afterAll, describe, expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { attachDefinition } from "../../src/engine/attach-driver.ts";
import type { RunResult } from "../../src/engine/run-result.ts";
import { exitCodeOf } from "../../src/engine/run-verdict.ts";
import { replacing } from "../mutants/mutant.ts";
import { removeImages, runChecks } from "../mutants/run-checks.ts";

/** A machine with much to do may let right calls wait for long. */
const ANSWER_MS = 120_000;
/** And how long a call waits that is never answered. */
const HANG_MS = 200;
/** A guard against a hang of the kit's; the run is over in seconds. */
const PATIENCE_MS = 600_000;

/** What is neither right nor beside the point. */
const UNFINISHED = ["fail", "warn", "blocked", "harness-error", "not-run"] as const;

/** Runs the whole kit on the fake driver with other methods. */
async function runOnDriverWith(
  methods: Partial<ComputeDriver>,
  operationsWithinMs: Readonly<Record<string, number>> = {},
): Promise<RunResult> {
  const directory = mkdtempSync(join(tmpdir(), "vdk-checks-"));
  try {
    const driver = replacing(() => methods)(fakeDriver());
    const attachment = attachDefinition(() => driver, ANSWER_MS);
    return await runChecks(attachment, allChecks, directory, { answerWithinMs: ANSWER_MS, operationsWithinMs });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The checks that a finding names, each once. */
function named({ failed, blocked }: RunResult["findings"][number]): string[] {
  return [...new Set([...failed, ...blocked])].toSorted();
}

/** The ids of the checks that came to a verdict. */
function idsWith({ checks }: RunResult, ...verdicts: readonly RunResult["checks"][number]["verdict"][]): string[] {
  return checks
    .filter(({ verdict }) => verdicts.includes(verdict))
    .map(({ id }) => id)
    .toSorted();
}

/** The one finding of a run that has tried all checks and ends with exit code 1. */
function onlyFinding(result: RunResult): RunResult["findings"][number] {
  expect(result.checks).toHaveLength(allChecks.length);
  expect(exitCodeOf(result.verdict)).toBe(1);
  const [finding, ...others] = result.findings;
  expect(others).toEqual([]);
  if (finding === undefined) throw new Error("The run found nothing");
  return finding;
}

describe("the whole kit", { timeout: PATIENCE_MS }, () => {
  afterAll(removeImages);

  test("finds one thing wrong with a driver that lacks one optional operation, and judges all else", async () => {
    const refuse = async (): Promise<never> => {
      throw new DriverError("NOT_SUPPORTED", "Cannot pause: not written yet", { details: { operation: "pause" } });
    };
    const result = await runOnDriverWith({ pause: refuse });
    const finding = onlyFinding(result);
    expect(finding).toMatchObject({
      verdict: "fail",
      headline: 'The driver does not offer "pause"',
      operation: "pause",
    });
    expect(finding.failed).toContain("errors/declared-capability-is-served[pause]");
    expect(idsWith(result, ...UNFINISHED)).toEqual(named(finding));
    expect(idsWith(result, "pass").length).toBeGreaterThan(10 * named(finding).length);
  });

  test("waits twice for a driver that hangs in spawn, and then only judges what can be without an instance", async () => {
    let spawns = 0;
    const hang = (): Promise<never> => {
      spawns += 1;
      return new Promise(() => undefined);
    };
    const result = await runOnDriverWith({ spawn: hang }, { spawn: HANG_MS });
    expect(spawns).toBe(2);
    const finding = onlyFinding(result);
    expect(finding).toMatchObject({ verdict: "fail", operation: "spawn" });
    expect(finding.headline).toMatch(/^Cannot complete spawn: the driver has not answered for 200 ms/u);
    expect(idsWith(result, ...UNFINISHED)).toEqual(named(finding));
    expect(finding.blocked.length).toBeGreaterThan(allChecks.length / 2);
    expect(idsWith(result, "pass").length).toBeGreaterThan(allChecks.length / 6);
  });
});
