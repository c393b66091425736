import { describe, expect, test } from "vitest";

import { allSites } from "./all-sites.ts";
import { SAMPLING, sampleOf } from "./sample.ts";
import { MUTATION_CLASSES } from "./site.ts";

const sites = allSites();
const idsOf = (drawn: readonly { readonly id: string }[]): string[] => drawn.map(({ id }) => id);

describe("the sample that is scored", () => {
  test("has at least 400 sites, and as many of each class", () => {
    const drawn = sampleOf(sites, SAMPLING);
    expect(drawn.length).toBeGreaterThanOrEqual(400);
    for (const name of MUTATION_CLASSES) {
      const all = sites.filter((site) => site.class === name).length;
      expect(drawn.filter((site) => site.class === name).length).toBe(Math.min(SAMPLING.perClass, all));
    }
  });

  test("is the same each time, in whatever order the sites come", () => {
    expect(new Set(idsOf(sampleOf(sites.toReversed(), SAMPLING)))).toEqual(new Set(idsOf(sampleOf(sites, SAMPLING))));
  });

  test("is another one with another seed", () => {
    expect(idsOf(sampleOf(sites, { ...SAMPLING, seed: 2 }))).not.toEqual(idsOf(sampleOf(sites, SAMPLING)));
  });

  test("loses at most one site to each new one", () => {
    const [first, ...others] = sites.filter((site) => site.class === "field-altered");
    const without = new Set(idsOf(sampleOf(others, SAMPLING)));
    const all = idsOf(sampleOf(sites, SAMPLING));
    const lost = [...without].filter((id) => !all.includes(id));
    expect(first).toBeDefined();
    expect(lost.length).toBeLessThanOrEqual(1);
  });
});
