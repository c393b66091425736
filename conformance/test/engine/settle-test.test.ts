import { describe, expect, test } from "vitest";

import { settleTest } from "../../src/engine/settle-test.ts";
import type { CheckOutcome } from "../../src/harness/outcome.ts";

const outcome = (verdict: CheckOutcome["verdict"], parts: Partial<CheckOutcome> = {}): CheckOutcome => ({
  id: "pause/stops-execution",
  requirement: "pause/stops-execution",
  title: "",
  verdict,
  durationMs: 0,
  repetition: 1,
  ...parts,
});
class Skipped extends Error {}
const skip = (note?: string): never => {
  throw new Skipped(note);
};
const problem = { message: "The guest goes on", expected: "no tick", got: 3, hint: "Stop it" };

describe("settleTest()", () => {
  test("lets a check pass that passed or only warned", () => {
    settleTest([])(outcome("pass"), skip);
    settleTest([])(outcome("warn", { problem }), skip);
  });

  test("fails for a breach, with all that is known of it", () => {
    expect(() => settleTest([])(outcome("fail", { problem }), skip)).toThrow(
      "pause/stops-execution: The guest goes on\nexpected  no tick\ngot       3\nlook at   Stop it",
    );
  });

  test("skips what does not apply, with the reason", () => {
    expect(() => settleTest([])(outcome("not-applicable", { reason: "No pause" }), skip)).toThrow(
      new Skipped("No pause"),
    );
  });

  test("fails for the first check that a cause blocks and skips the others", () => {
    const settle = settleTest([]);
    const blocked = outcome("blocked", {
      problem: { ...problem, cause: { key: "k", text: "spawn is missing", decisive: true } },
    });
    expect(() => settle(blocked, skip)).toThrow(/The guest goes on/u);
    expect(() => settle(blocked, skip)).toThrow(new Skipped("Blocked, as another check before it: spawn is missing"));
  });

  test("skips what is known to fail", () => {
    const known = [{ id: "pause/*", reason: "r", owner: "o", issue: "i", expires: "9999-12-31" }];
    expect(() => settleTest(known)(outcome("fail", { problem }), skip)).toThrow(
      new Skipped("Known to fail: The guest goes on"),
    );
  });

  test("fails for what was seen beside a check that passed", () => {
    const incidents = [
      { requirement: "protocol/carries-only-frames", key: "k", problem: { message: "hello on stdout" } },
    ];
    expect(() => settleTest([])(outcome("pass", { incidents }), skip)).toThrow(
      /protocol\/carries-only-frames: hello on stdout/u,
    );
  });
});
