import { describe, expect, test } from "vitest";

import { seededRandom, seedFor } from "../../src/harness/random.ts";
import { uuidSource } from "../../src/harness/uuids.ts";

function draw(seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: 5 }, () => random.next());
}

describe("seededRandom()", () => {
  test("gives the same numbers for the same seed, and others for another", () => {
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  test("stays within the bounds and reaches both", () => {
    const random = seededRandom(1);
    const drawn = new Set(Array.from({ length: 200 }, () => random.integer(1, 6)));
    expect([...drawn].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("shuffles without losing or doubling anything", () => {
    const values = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = seededRandom(3).shuffle(values);
    expect(shuffled).not.toEqual(values);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(values);
  });

  test("refuses to pick from nothing", () => {
    expect(() => seededRandom(1).pick([])).toThrow(RangeError);
  });
});

describe("seedFor()", () => {
  test("gives each part a seed of its own that depends on the run's", () => {
    expect(seedFor(1, "a")).toBe(seedFor(1, "a"));
    expect(seedFor(1, "a")).not.toBe(seedFor(1, "b"));
    expect(seedFor(1, "a")).not.toBe(seedFor(2, "a"));
  });
});

describe("uuidSource()", () => {
  test("makes version 4 uuids that begin with the run's id", () => {
    const uuid = uuidSource("0badcafe", seededRandom(1));
    const made = Array.from({ length: 20 }, uuid);
    expect(new Set(made).size).toBe(20);
    for (const one of made) expect(one).toMatch(/^0badcafe-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  });
});
