import { describe, expect, test } from "vitest";

import type { CheckOutcome } from "../../src/harness/outcome.ts";
import { paint } from "../../src/reports/paint.ts";
import { progress } from "../../src/reports/progress.ts";
import type { Progress } from "../../src/reports/progress.ts";

const outcome = (id: string, parts: Partial<CheckOutcome> = {}): CheckOutcome => ({
  id,
  requirement: id,
  title: "",
  verdict: "pass",
  durationMs: 0,
  repetition: 1,
  ...parts,
});
const driver = { name: "mine", version: "1", specVersion: "0.1.0", capabilities: [], nodes: [] };

function show(total: number, isTerminal: boolean, act: (display: Progress) => void): string {
  let text = "";
  act(progress(total, { write: (more) => (text += more), isTerminal, columns: 40, paint: paint(false) }));
  return text;
}

describe("progress()", () => {
  test("writes a line now and then where lines cannot be rewritten", () => {
    const text = show(100, false, (display) => {
      display.begun({ driver });
      for (let index = 0; index < 100; index++) display.checked(outcome(`a/${index}`));
      display.done();
    });
    expect(text).toMatch(/^Driver mine 1, spec 0\.1\.0, no optional capability\n10\/100 checks, 0 not passed\n/u);
    expect(text.match(/\n/gu)).toHaveLength(11);
  });

  test("rewrites one line on a terminal, no wider than it is, and clears it in the end", () => {
    const text = show(3, true, (display) => {
      display.begun({ driver });
      display.checked(outcome("a/".padEnd(100, "x")));
      display.done();
    });
    const last = text.split("\u001b[2K").at(-2) ?? "";
    expect(last.length).toBeLessThanOrEqual(41);
    expect(text.endsWith("\r\u001b[2K")).toBe(true);
  });

  test("tells failures at once, each cause once, and leaves blocked checks to the report", () => {
    const problem = { message: "It broke", cause: { key: "k", text: "", decisive: true } };
    const incident = { requirement: "protocol/carries-only-frames", key: "i", problem: { message: "hello on stdout" } };
    const text = show(4, false, (display) => {
      display.begun({ driver });
      display.checked(outcome("a/1", { verdict: "fail", problem }));
      display.checked(outcome("a/2", { verdict: "fail", problem }));
      display.checked(outcome("a/3", { verdict: "blocked", problem: { message: "spawn is missing" } }));
      display.checked(outcome("a/4", { incidents: [incident] }));
    });
    expect(text.match(/It broke/gu)).toHaveLength(1);
    expect(text).toContain("fail a/1: It broke");
    expect(text).toContain("fail protocol/carries-only-frames: hello on stdout");
    expect(text).not.toContain("spawn is missing");
    expect(text).toContain("4/4 checks, 3 not passed");
  });

  test("is silent without a session, since the report says it all", () => {
    const text = show(2, false, (display) => {
      display.begun({});
      display.checked(outcome("a/1", { verdict: "blocked", problem: { message: "gone" } }));
    });
    expect(text).toBe("");
  });
});
