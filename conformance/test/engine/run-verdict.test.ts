import { describe, expect, test } from "vitest";

import type { Finding, RequirementResult } from "../../src/engine/run-result.ts";
import { exitCodeOf, judge } from "../../src/engine/run-verdict.ts";
import type { Judged } from "../../src/engine/run-verdict.ts";

const finding = (parts: Partial<Finding>): Finding => ({
  key: "k",
  verdict: "fail",
  headline: "",
  requirements: [],
  failed: [],
  blocked: [],
  problem: { message: "" },
  known: false,
  ...parts,
});
const requirement = (status: RequirementResult["status"]): RequirementResult => ({
  id: "a/x",
  level: "MUST",
  status,
  checks: [],
});
const record = {
  attach: {},
  outcomes: [],
  detach: { leftovers: [], operationsSeen: [], incidents: [] },
  startedAtMs: 0,
  durationMs: 0,
};
const clean: Judged = {
  findings: [],
  requirements: [requirement("met"), requirement("untested"), requirement("not-applicable")],
  unmet: [],
  untried: [],
  stale: [],
  expired: [],
  record,
  partial: false,
  profile: "base",
};
const entry = { id: "a/x", reason: "r", owner: "o", issue: "i", expires: "2030-01-01" };
const leftover = { uuid: "u", name: "n", node: "n", check: "c" };

describe("judge()", () => {
  test("says that a driver conforms, with the untested share", () => {
    expect(judge(clean)).toEqual({
      verdict: "conforms",
      statement: 'Conforms to profile "base": 1 requirements tested, 1 untested, 1 not asked of it',
    });
  });

  test("names the capabilities that the driver declares and of which nothing was tried", () => {
    expect(judge({ ...clean, untried: ["supportsRescue"] }).statement).toContain(
      "; nothing was tried of supportsRescue",
    );
  });

  test("does not let a warning stand in the way", () => {
    expect(judge({ ...clean, findings: [finding({ verdict: "warn" })] }).verdict).toBe("conforms");
  });

  test.each([
    ["a failure", { findings: [finding({})] }],
    ["a blocked check", { findings: [finding({ verdict: "blocked" })] }],
    ["a capability that the profile asks for", { unmet: [{ profile: "base", capabilities: ["x"], text: "x" }] }],
    ["a stale entry", { stale: [entry] }],
    ["an expired entry", { expired: [entry] }],
    ["an instance left behind", { record: { ...record, detach: { ...record.detach, leftovers: [leftover] } } }],
    ["a failure beside a defect of the kit", { findings: [finding({}), finding({ verdict: "harness-error" })] }],
    ["a failure in a part", { findings: [finding({})], partial: true }],
  ])("%s keeps a driver from conforming", (_, parts) => {
    expect(judge({ ...clean, ...parts }).verdict).toBe("does-not-conform");
  });

  test("never says that a driver conforms after a part, with known failures, or when the kit failed", () => {
    expect(judge({ ...clean, partial: true }).verdict).toBe("part-passed");
    expect(judge({ ...clean, findings: [finding({ known: true })] }).verdict).toBe("known-failures-only");
    expect(judge({ ...clean, findings: [finding({ verdict: "harness-error" })] }).verdict).toBe("inconclusive");
    expect(judge({ ...clean, record: { ...record, interrupted: "the run was cancelled" } })).toEqual({
      verdict: "inconclusive",
      statement: "No verdict: the run was cancelled",
    });
  });
});

describe("exitCodeOf()", () => {
  test.each([
    ["conforms", 0],
    ["part-passed", 0],
    ["known-failures-only", 0],
    ["does-not-conform", 1],
    ["inconclusive", 2],
  ] as const)("%s: %i", (verdict, code) => {
    expect(exitCodeOf(verdict)).toBe(code);
  });
});
