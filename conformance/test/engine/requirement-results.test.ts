import type { RequirementModel } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { requirementResults } from "../../src/engine/requirement-results.ts";
import type { CheckOutcome } from "../../src/harness/outcome.ts";

const requirement = (parts: Partial<RequirementModel> = {}): RequirementModel => ({
  id: "a/x",
  origin: "a",
  operations: [],
  on: "driver",
  level: "MUST",
  text: "",
  intent: "",
  source: "",
  since: "0.1.0",
  verification: "checked",
  ...parts,
});
const outcome = (verdict: CheckOutcome["verdict"], parts: Partial<CheckOutcome> = {}): CheckOutcome => ({
  id: "a/x",
  requirement: "a/x",
  title: "",
  verdict,
  durationMs: 0,
  repetition: 1,
  ...parts,
});
const statusOf = (outcomes: readonly CheckOutcome[], parts?: Partial<RequirementModel>) =>
  requirementResults([requirement(parts)], outcomes)[0];

describe("requirementResults()", () => {
  test.each([
    [["pass", "not-applicable"], "met"],
    [["pass", "fail"], "broken"],
    [["pass", "warn"], "warned"],
    [["pass", "blocked"], "blocked"],
    [["harness-error", "blocked"], "harness-error"],
    [["not-applicable"], "untested"],
    [["not-run"], "untested"],
    [[], "untested"],
  ] as const)("%j: %s", (verdicts, status) => {
    expect(statusOf(verdicts.map((verdict) => outcome(verdict)))?.status).toBe(status);
  });

  test("gives the reason why one is untested or excluded", () => {
    expect(statusOf([outcome("not-applicable", { reason: "No pause" })])?.reason).toBe("No pause");
    expect(statusOf([])?.reason).toBe("No check of it was run");
    const excluded = statusOf([], { verification: { excluded: "unobservable", because: "Nobody can see it" } });
    expect(excluded).toMatchObject({ status: "excluded", reason: "Nobody can see it" });
  });

  test("says of a requirement whose capability is not declared that it does not apply", () => {
    const [result] = requirementResults([requirement({})], [outcome("not-applicable")], {
      missingGate: () => "supportsPause",
      partial: false,
    });
    expect(result).toMatchObject({ status: "not-applicable", reason: "supportsPause is not declared" });
  });

  test("says of a whole run that tried nothing of a requirement that the kit has no check of it", () => {
    const [result] = requirementResults([requirement({})], [], { missingGate: () => undefined, partial: false });
    expect(result).toMatchObject({ status: "untested", reason: "This version of the kit has no check of it" });
  });

  test("takes a breach that was seen while another check ran", () => {
    const incident = { requirement: "a/x", key: "k", problem: { message: "m" } };
    const other = outcome("pass", { id: "b/y", requirement: "b/y", incidents: [incident] });
    expect(statusOf([outcome("pass"), other])?.status).toBe("broken");
    expect(statusOf([outcome("pass"), other], { level: "SHOULD" })?.status).toBe("warned");
  });
});
