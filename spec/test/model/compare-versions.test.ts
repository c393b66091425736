import { describe, expect, it } from "vitest";

import { compareVersions } from "../../src/model/compare-versions.ts";

describe("compareVersions()", () => {
  it("puts versions in order by number, not by letter", () => {
    const versions = ["1.0.0", "0.9.0", "0.10.0", "0.1.0", "0.9.10", "0.9.2"];
    expect(versions.toSorted(compareVersions)).toEqual(["0.1.0", "0.9.0", "0.9.2", "0.9.10", "0.10.0", "1.0.0"]);
  });

  it.each([
    ["0.9.0", "0.9.0", 0],
    ["0.9.0", "0.10.0", -1],
    ["1.0.0", "0.99.99", 1],
  ])("compares %s with %s", (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
    expect(Math.sign(compareVersions(b, a))).toBe(0 - sign);
  });
});
