import { afterAll, describe, expect, test } from "vitest";

import { CYCLE_MUTANTS, cyclesMutants } from "./cycles.ts";
import { describeMutants } from "./describe-mutants.ts";
import { tryMutant } from "./findings.ts";
import { removeImages } from "./run-checks.ts";

describeMutants("what they leave in use now and then", cyclesMutants);

describe("each check of what goes round", () => {
  afterAll(removeImages);

  test.for(CYCLE_MUTANTS)("finds what is left: $id", async (mutant) => {
    const { result } = await tryMutant(mutant);
    const tried = result.checks.filter(({ verdict }) => verdict !== "not-applicable");
    expect(tried.filter(({ verdict }) => verdict !== "fail").map(({ id }) => id)).toEqual([]);
    expect(tried.length).toBeGreaterThan(0);
  });
});
