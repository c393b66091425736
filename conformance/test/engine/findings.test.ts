import { describe, expect, test } from "vitest";

import { findingsOf } from "../../src/engine/findings.ts";
import type { FindingContext } from "../../src/engine/findings.ts";
import type { Cause, CheckOutcome } from "../../src/harness/outcome.ts";

const outcome = (id: string, parts: Partial<CheckOutcome>): CheckOutcome => ({
  id,
  requirement: id.replace(/\[.*/u, ""),
  title: id,
  verdict: "pass",
  durationMs: 1,
  repetition: 1,
  ...parts,
});
const cause = (key: string, decisive: boolean): Cause => ({
  key,
  decisive,
  operation: "spawn",
  text: `spawn is broken (${key})`,
});
const context: FindingContext = {
  gravityOf: (requirement) => (requirement.startsWith("may/") ? "warn" : "fail"),
  isKnown: () => false,
  whereToLook: (requirement) => `the text of ${requirement}`,
};

const fail = (id: string): CheckOutcome => outcome(id, { verdict: "fail", problem: { message: id } });

const bad = (id: string, verdict: CheckOutcome["verdict"], key: string): CheckOutcome =>
  outcome(id, { verdict, problem: { message: id, cause: cause(key, true) } });

describe("findingsOf()", () => {
  test("finds nothing where nothing failed", () => {
    expect(
      findingsOf([outcome("a/b", {}), outcome("a/c", { verdict: "not-applicable", reason: "none" })], context),
    ).toEqual([]);
  });

  test("makes one finding of a missing operation, whatever it blocks or fails", () => {
    const missing = { message: "spawn answered NOT_SUPPORTED", cause: cause("missing:spawn", true) };
    const outcomes = [
      ...Array.from({ length: 80 }, (_, index) => outcome(`r${index}/x`, { verdict: "blocked", problem: missing })),
      outcome("spawn/starts-the-guest", { verdict: "fail", problem: missing }),
    ];
    const findings = findingsOf(outcomes, context);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      verdict: "fail",
      headline: "spawn is broken (missing:spawn)",
      operation: "spawn",
      requirements: ["spawn/starts-the-guest"],
      failed: ["spawn/starts-the-guest"],
      replay: "spawn/starts-the-guest",
    });
    expect(findings[0]?.blocked).toHaveLength(80);
  });

  test("groups by requirement what has no cause in common", () => {
    const findings = findingsOf([fail("a/x[1]"), fail("a/x[2]"), fail("b/y")], context);
    expect(findings.map(({ requirements, failed }) => [requirements, failed])).toEqual([
      [["a/x"], ["a/x[1]", "a/x[2]"]],
      [["b/y"], ["b/y"]],
    ]);
  });

  test("lets a cause that decides nothing group only if it blocks as well", () => {
    const problem = { message: "refused", cause: cause("refused:spawn:BACKEND_FAILED", false) };
    const failing = [outcome("a/x", { verdict: "fail", problem }), outcome("b/y", { verdict: "fail", problem })];
    expect(findingsOf(failing, context)).toHaveLength(2);
    expect(findingsOf([...failing, outcome("c/z", { verdict: "blocked", problem })], context)).toHaveLength(1);
  });

  test("shows the failure that took the fewest messages", () => {
    const talk = (count: number): Pick<CheckOutcome, "transcript"> => ({
      transcript: Array.from({ length: count }, (_, atMs) => ({ atMs, direction: "->", text: "{}" })),
    });
    const outcomes = [fail("a/x[1]"), { ...fail("a/x[2]"), ...talk(9) }, { ...fail("a/x[3]"), ...talk(2) }];
    expect(findingsOf(outcomes, context)[0]).toMatchObject({ headline: "a/x[3]", replay: "a/x[3]", ...talk(2) });
  });

  test("says what to look at first, in the check's words or the requirement's", () => {
    const told = outcome("a/x", { verdict: "fail", problem: { message: "wrong", hint: "The lock." } });
    const findings = findingsOf([told, fail("b/y")], context);
    expect(findings.map(({ problem }) => problem.hint)).toEqual(["The lock.", "the text of b/y"]);
  });

  test("counts what was seen beside a check as a breach of its own requirement", () => {
    const incident = {
      requirement: "protocol/carries-only-frames",
      key: "wire:stray-text",
      problem: { message: "hello on stdout" },
    };
    const findings = findingsOf(
      [outcome("a/x", { incidents: [incident] }), outcome("b/y", { incidents: [incident] })],
      context,
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      verdict: "fail",
      requirements: ["protocol/carries-only-frames"],
      failed: ["a/x", "b/y"],
    });
  });

  test("puts the gravest first, then what blocks most, and what is known last", () => {
    const outcomes = [
      bad("may/w", "warn", "w"),
      bad("known/k", "fail", "k"),
      bad("a/1", "blocked", "one"),
      bad("b/1", "blocked", "many"),
      bad("b/2", "blocked", "many"),
      bad("c/1", "fail", "f"),
      bad("d/1", "harness-error", "h"),
    ];
    const findings = findingsOf(outcomes, { ...context, isKnown: (id) => id === "known/k" });
    expect(findings.map(({ key }) => key)).toEqual(["h", "f", "many", "one", "w", "k"]);
    expect(findings.at(-1)?.known).toBe(true);
  });
});
