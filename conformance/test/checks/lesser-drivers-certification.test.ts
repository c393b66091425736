import { afterAll, describe, expect, test } from "vitest";

import { removeImages } from "../mutants/run-checks.ts";
import { allChecks } from "../../src/checks/index.ts";
import { certify, halfOf, notPassed } from "./certify.ts";

const PATIENCE_MS = 120_000;

describe("the checks against right drivers that can do less", { timeout: PATIENCE_MS }, () => {
  afterAll(removeImages);

  test("pass if it has one node, and its steps take next to no time", async () => {
    expect(notPassed(await certify(() => ({ nodes: 1, latencyScale: 0.01 }), halfOf(allChecks, 0)))).toEqual([]);
  });

  test.for([
    ["supportsPause", 1],
    ["supportsConsoleOutput", 0],
  ] as const)("pass or do not apply if it has no %s", async ([missing, half]) => {
    const outcomes = await certify(() => ({ without: [missing] }), halfOf(allChecks, half));
    expect(notPassed(outcomes)).toEqual([]);
    const untried = outcomes.filter(({ reason }) => reason === `The driver does not declare "${missing}"`);
    expect(untried.length).toBeGreaterThan(0);
  });
});
