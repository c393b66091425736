// The first hour of somebody's driver, in another language and with no library: what passes, what does not, and what the
// kit tells its author to do next.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { RunResult } from "../src/engine/run-result.ts";
import { temporaryDirectory } from "./fixtures/temporary.ts";
import { fixture, runVdk, type VdkExit } from "./fixtures/vdk.ts";

const DRIVER = fixture("first_steps_driver.py");
const MOST_LINES = 60;
const PATIENCE_MS = 60_000;

const hasPython = spawnSync("python3", ["--version"]).status === 0;

describe.runIf(hasPython)("a driver in 60 lines of Python (skipped where python3 is not installed)", () => {
  const directory = temporaryDirectory();
  let certified: Promise<VdkExit> | undefined;
  const certify = (): Promise<VdkExit> =>
    (certified ??= runVdk(["test", "--exec", `python3 ${DRIVER}`, "--report", "report", "--seed", "1"], directory));

  async function verdictsOf(operation: string): Promise<string[]> {
    await certify();
    const { checks } = JSON.parse(readFileSync(join(directory, "report", "results.json"), "utf8")) as RunResult;
    const own = checks.filter(({ requirement }) => requirement.startsWith(`${operation}/`));
    return [...new Set(own.map(({ verdict }) => verdict))].toSorted();
  }

  test("is that short, and needs nothing but Python's own library", () => {
    const source = readFileSync(DRIVER, "utf8");
    expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(MOST_LINES);
    expect(source.match(/^(?:import|from) .*$/gmu)).toEqual(["import json", "import sys", "import uuid"]);
  });

  test("passes every check of initialize()", { timeout: PATIENCE_MS }, async () => {
    expect(await verdictsOf("initialize")).toEqual(["pass"]);
  });

  test(
    "passes the checks of listInstances() that need no instance, and the others wait",
    { timeout: PATIENCE_MS },
    async () => {
      expect(await verdictsOf("listInstances")).toEqual(["blocked", "not-applicable", "pass"]);
    },
  );

  test(
    "does not conform, and is told so by one finding per operation that is missing",
    { timeout: PATIENCE_MS },
    async () => {
      const { code, stdout, stderr } = await certify();
      expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
      expect(stdout).toContain("Driver first-steps 1, spec 0.9.0, no optional capability");
      expect(stdout.match(/^FAIL The driver does not offer "spawn"$/gmu)).toHaveLength(1);
      expect(stdout).toMatch(/^Does not conform to profile "base": /mu);
    },
  );

  test("is told what to do next, the most useful first, with what it takes", { timeout: PATIENCE_MS }, async () => {
    const { stdout } = await certify();
    const [, advice = ""] = stdout.split("What to do next\n");
    expect(advice).toMatch(/^ {2}1\. Make "spawn" answer {2}\d+ checks wait for it$/mu);
    expect(advice).toContain("Creates an instance on a node and brings it to the requested power state.");
    expect(advice).toContain("Parameters: instance, node, powerOn, adminPassword?, injectedFiles?, devices?. Result: ");
    expect(advice).toContain("vdk explain spawn");
    expect([...advice.matchAll(/Make "(\w+)" answer/gu)].map(([, operation]) => operation)).toContain("getInfo");
  });
});
