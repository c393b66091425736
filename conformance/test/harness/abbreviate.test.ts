import { DriverError } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { abbreviate } from "../../src/harness/abbreviate.ts";

describe("abbreviate()", () => {
  test("leaves short values alone", () => {
    const value = { a: 1, b: [true, null, "x"], c: { d: "e" } };
    expect(abbreviate(value)).toEqual(value);
  });

  test("cuts long texts and lists, and says what is missing", () => {
    expect(abbreviate("x".repeat(1_000))).toMatch(/^x{100}… \(1000 characters\)$/u);
    expect(abbreviate(Array.from({ length: 20 }, (_, index) => index))).toEqual([
      0,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      "… and 12 more",
    ]);
  });

  test("puts into words what JSON cannot say", () => {
    expect(abbreviate({ gone: undefined, odd: Number.NaN, set: new Set([1]) })).toEqual({ odd: "NaN", set: [1] });
    const error = new DriverError("INTERNAL_ERROR", "Cannot go on", { effect: "none" });
    expect(abbreviate(error)).toBe("DriverError: Cannot go on");
  });

  test("comes to an end on a value that contains itself", () => {
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    expect(JSON.stringify(abbreviate(loop))).toContain("…");
  });
});
