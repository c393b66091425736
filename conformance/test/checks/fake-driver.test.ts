import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { removeImages } from "../mutants/run-checks.ts";
import { certify, notPassed } from "./certify.ts";

const PATIENCE_MS = 120_000;

describe("the checks against a right driver in this process", { timeout: PATIENCE_MS }, () => {
  afterAll(removeImages);

  test("pass if it keeps its state and declares everything", async () => {
    const outcomes = await certify((directory) => ({ stateDirectory: join(directory, "state") }));
    expect(notPassed(outcomes)).toEqual([]);
    expect(outcomes.filter(({ verdict }) => verdict === "pass").length).toBeGreaterThan(200);
    const ofSessions = outcomes.filter(({ requirement }) => requirement.startsWith("sessions/"));
    expect(new Set(ofSessions.map(({ verdict }) => verdict))).toEqual(new Set(["pass"]));
  });
});
