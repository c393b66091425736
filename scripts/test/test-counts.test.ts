// The counts that end a CI run are right, and say so when there is nothing to count.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const script = join(import.meta.dirname, "..", "test-counts.mjs");
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "test-counts-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function count(report: object | undefined): { status: number | null; stdout: string; stderr: string } {
  const file = join(directory, "report.json");
  if (report !== undefined) writeFileSync(file, JSON.stringify(report));
  return spawnSync(process.execPath, [script, file], { encoding: "utf8" });
}

test("a report becomes one line of counts", () => {
  const report = {
    numPassedTests: 40,
    numFailedTests: 2,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [{ status: "failed", assertionResults: [{ status: "failed" }] }],
  };
  expect(count(report)).toMatchObject({ status: 0, stdout: "40 passed, 2 failed, 1 skipped\n" });
});

test("a test file that did not load counts as a failure", () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [
      { status: "failed", assertionResults: [] },
      { status: "passed", assertionResults: [{ status: "passed" }] },
    ],
  };
  expect(count(report).stdout).toBe("3 passed, 1 failed, 0 skipped\n");
});

test("a missing report is an error, not a count of nothing", () => {
  const { status, stdout, stderr } = count(undefined);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain("ended before the tests did");
});
