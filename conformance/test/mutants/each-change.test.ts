import { afterAll, describe, expect, test } from "vitest";

import { describeMutants } from "./describe-mutants.ts";
import { EACH_CHANGE, eachChangeMutants } from "./each-change.ts";
import { tryMutant } from "./findings.ts";
import { removeImages } from "./run-checks.ts";

describeMutants("whatever change fails or is cut short", eachChangeMutants);

describe("each check that is made for every change", () => {
  afterAll(removeImages);

  test.for(EACH_CHANGE)("$mutant.requirement finds a driver that goes wrong with each", async ({ mutant, others }) => {
    const { result } = await tryMutant(mutant);
    const own = result.checks.filter(
      ({ id, verdict }) => verdict !== "not-applicable" && !others.includes(id.slice(mutant.requirement.length)),
    );
    expect(own.filter(({ verdict }) => verdict !== "fail").map(({ id }) => id)).toEqual([]);
    expect(own.length).toBeGreaterThan(0);
  });
});
