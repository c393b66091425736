import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { codePointLength } from "../../src/validation/code-point-length.ts";

describe("codePointLength()", () => {
  it("counts characters, not the units that they are stored in", () => {
    expect(codePointLength("")).toBe(0);
    expect(codePointLength("naïve")).toBe(5);
    expect(codePointLength("🛠️ tools")).toBe(8);
    expect(codePointLength("\uD83D alone \uDEE0")).toBe(9);
  });

  it("agrees with the iterator of strings on any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => codePointLength(text) === Array.from(text).length));
  });
});
