import { describe, expect, it } from "vitest";
import { highestCommonVersion } from "../../../src/rpc/server/negotiate-version.ts";

describe("highestCommonVersion", () => {
  it.each([
    [["0.1.0"], ["0.1.0"], "0.1.0"],
    [["0.9.0", "0.10.0", "0.2.0"], ["0.2.0", "0.10.0", "0.9.0"], "0.10.0"],
    [["1.0.0", "0.9.9", "2.0.0"], ["0.9.9", "1.0.0"], "1.0.0"],
    [["1.0.10", "1.0.9"], ["1.0.9", "1.0.10", "1.0.11"], "1.0.10"],
    [["3.0.0"], ["1.0.0"], undefined],
  ])("of %j and %j is %s", (offered, known, version) => {
    expect(highestCommonVersion(offered, known)).toBe(version);
  });
});
