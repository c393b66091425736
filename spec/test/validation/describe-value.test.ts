import { describe, expect, it } from "vitest";

import { describeValue, oneOf } from "../../src/validation/describe-value.ts";

describe("describeValue()", () => {
  it.each([
    ["512", '"512"'],
    [512, "512"],
    [true, "true"],
    [null, "null"],
    [undefined, "nothing"],
    [{ a: 1 }, "an object"],
    [[1, 2], "a list of 2 entries"],
    [["x"], "a list of 1 entry"],
    ["x".repeat(61), `"${"x".repeat(60)}…"`],
  ])("shows %j as %s", (value, text) => {
    expect(describeValue(value)).toBe(text);
  });

  it("tells only the type of a secret", () => {
    expect(describeValue("hunter2", true)).toBe("a string that is not shown");
    expect(describeValue(1234, true)).toBe("a number that is not shown");
  });
});

describe("oneOf()", () => {
  it("lists words to choose from, and the only word alone", () => {
    expect(oneOf(["soft", "hard"])).toBe('one of "soft", "hard"');
    expect(oneOf(["hard"])).toBe('"hard"');
  });
});
