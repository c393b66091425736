import { describe, expect, test } from "vitest";

import { isPartial, selectChecks } from "../../src/engine/selection.ts";
import type { Selection } from "../../src/engine/selection.ts";
import { checkOf } from "../fixtures/run-on.ts";

const checks = Array.from({ length: 20 }, (_, index) =>
  checkOf(async () => undefined, { id: `${index % 2 === 0 ? "pause" : "spawn"}/r${index}` }),
);
const all: Selection = { only: [], skip: [], repeat: 1, seed: 1 };
const ids = (selection: Partial<Selection>): string[] =>
  selectChecks(checks, { ...all, ...selection }).map(({ check }) => check.id);

describe("selectChecks()", () => {
  test("takes all checks, in an order that the seed decides", () => {
    expect(ids({}).toSorted()).toEqual(checks.map(({ id }) => id).toSorted());
    expect(ids({})).toEqual(ids({}));
    expect(ids({})).not.toEqual(ids({ seed: 2 }));
  });

  test("keeps to what is wanted and leaves out what is not", () => {
    expect(ids({ only: ["pause/*"] })).toHaveLength(10);
    expect(ids({ only: ["pause/*"], skip: ["pause/r0", "pause/r2"] })).toHaveLength(8);
  });

  test("finds a check by its requirement too", () => {
    expect(ids({ only: ["powerOff/stops-the-guest"] })).toHaveLength(20);
  });

  test("splits into parts that are the same whatever the seed, and together are all", () => {
    const parts = [1, 2, 3].map((index) => ids({ shard: { index, count: 3 } }));
    expect(parts.flat().toSorted()).toEqual(ids({}).toSorted());
    expect(ids({ shard: { index: 2, count: 3 }, seed: 9 }).toSorted()).toEqual(parts[1]?.toSorted());
    expect(parts.map((part) => part.length)).toEqual([7, 7, 6]);
  });

  test("repeats every check, each time in another order", () => {
    const repeated = selectChecks(checks, { ...all, repeat: 3 });
    expect(repeated).toHaveLength(60);
    expect(repeated.filter(({ repetition }) => repetition === 3)).toHaveLength(20);
    expect(repeated.slice(0, 20).map(({ check }) => check.id)).not.toEqual(
      repeated.slice(20, 40).map(({ check }) => check.id),
    );
  });
});

describe("isPartial()", () => {
  test.each([
    [{}, false],
    [{ repeat: 5 }, false],
    [{ shard: { index: 1, count: 1 } }, false],
    [{ only: ["x"] }, true],
    [{ skip: ["x"] }, true],
    [{ shard: { index: 1, count: 2 } }, true],
  ])("%j: %s", (selection, partial) => {
    expect(isPartial({ ...all, ...selection })).toBe(partial);
  });
});
