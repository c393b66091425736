import { describe, expect, test } from "vitest";

import { glob, globs } from "../../src/engine/glob.ts";

describe("glob()", () => {
  test.each([
    ["pause/*", "pause/stops-execution", true],
    ["pause/*", "pause/stops-execution[paused]", true],
    ["pause/*", "unpause/goes-on", false],
    ["*", "pause/stops-execution", false],
    ["**", "pause/stops-execution[x]", true],
    ["pause/stops-execution", "pause/stops-execution[a]", true],
    ["pause/stops-execution[a]", "pause/stops-execution[b]", false],
    ["pause/stops-execution[*]", "pause/stops-execution[b]", true],
    ["pa?se/*", "pause/x", true],
    ["pause/a.b", "pause/aXb", false],
  ])("%s against %s: %s", (pattern, id, matches) => {
    expect(glob(pattern)(id)).toBe(matches);
  });

  test("several match if one does", () => {
    expect(globs(["a/*", "b/*"])("b/x")).toBe(true);
    expect(globs([])("b/x")).toBe(false);
  });
});
