import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { describe, expect, test } from "vitest";

import { describeConformance } from "../../src/engine/describe-conformance.ts";
import type { RunResult } from "../../src/engine/run-result.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";
import { fixture } from "../fixtures/vdk.ts";

interface TeamTest {
  readonly title: string;
  readonly ancestorTitles: readonly string[];
  readonly status: "passed" | "failed" | "skipped";
  readonly failureMessages: readonly string[];
}
interface TeamRun {
  readonly code: number | null;
  readonly tests: readonly TeamTest[];
}

const directory = temporaryDirectory();
const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");

/** Runs one file with vitest's own command, as a team does. */
async function runAsTeam(file: string): Promise<TeamRun> {
  const config = fixture("team/vitest.config.ts");
  const env = { ...process.env, REPORT: join(directory, "report"), TMPDIR: directory };
  const outcome = join(directory, `${file}.json`);
  const args = [vitest, "run", "--config", config, "--outputFile", outcome, file];
  const child = spawn(process.execPath, args, { cwd: dirname(config), env, stdio: "ignore" });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const { testResults } = JSON.parse(readFileSync(outcome, "utf8")) as {
    testResults: { assertionResults: TeamTest[] }[];
  };
  return { code, tests: testResults.flatMap(({ assertionResults }) => assertionResults) };
}

describe("describeConformance()", { timeout: 60_000 }, () => {
  test("makes a test of every check, in a suite with the team's own name, and writes the reports", async () => {
    const { code, tests } = await runAsTeam("right.conformance.ts");
    expect(code).toBe(0);
    expect(new Set(tests.flatMap(({ ancestorTitles }) => ancestorTitles))).toEqual(new Set(["our driver"]));
    expect(tests.map(({ title }) => title)).toContain("pause/stops-execution");
    expect(tests.every(({ status }) => status !== "failed")).toBe(true);
    const { checks, verdict } = JSON.parse(
      readFileSync(join(directory, "report", "results.json"), "utf8"),
    ) as RunResult;
    expect(verdict).toBe("part-passed");
    expect(tests).toHaveLength(checks.length + 1);
  });

  test("fails once for what one cause blocks, in words, and skips the rest and what does not apply", async () => {
    const { code, tests } = await runAsTeam("wrong.conformance.ts");
    expect(code).toBe(1);
    const byStatus = Map.groupBy(tests, ({ status }) => status);
    expect(byStatus.get("failed")).toHaveLength(1);
    expect(byStatus.get("failed")?.[0]?.failureMessages.join()).toContain('"spawn" answered INTERNAL_ERROR: boom');
    expect(byStatus.get("passed")?.map(({ title }) => title)).toContain("session/begin");
    expect(byStatus.get("skipped")?.length).toBeGreaterThan(1);
  });

  test("refuses options that it does not understand, before any test is declared", () => {
    expect(() => describeConformance({ driver: { exec: "driver" }, timeout: 3 } as never)).toThrow(
      /option "timeout" is not known/u,
    );
    expect(() => describeConformance({ driver: { exec: "driver 'a" } })).toThrow(/quote ' is not closed/u);
  });
});
