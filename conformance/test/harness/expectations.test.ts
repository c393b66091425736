import { describe, expect, test } from "vitest";

import { expectations } from "../../src/harness/expectations.ts";
import { Violation } from "../../src/harness/violation.ts";

function thrownBy(check: () => unknown): Violation {
  try {
    check();
  } catch (error) {
    if (error instanceof Violation) return error;
    throw error;
  }
  throw new TypeError("Nothing was thrown");
}

describe("expectations", () => {
  test("expectEqual() compares deeply and tells both values and the hint", () => {
    expectations.expectEqual({ a: [1] }, { a: [1] }, "answer");
    const violation = thrownBy(() => expectations.expectEqual("running", "paused", "powerState", "stop the guest"));
    expect(violation).toMatchObject({
      message: "Unexpected powerState",
      expected: "paused",
      got: "running",
      hint: "stop the guest",
    });
  });

  test("expectDefined() returns what is there", () => {
    expect(expectations.expectDefined(0, "count")).toBe(0);
    expect(thrownBy(() => expectations.expectDefined(undefined, "count")).message).toBe("No count");
  });

  test("expectThat() and fail() say what the driver did", () => {
    expectations.expectThat(true, "The driver slept");
    expect(thrownBy(() => expectations.expectThat(false, "The driver slept")).message).toBe("The driver slept");
    expect(thrownBy(() => expectations.fail("The driver left", { got: 1 }))).toMatchObject({
      message: "The driver left",
      got: 1,
    });
  });
});
