import { afterAll, describe, expect, test } from "vitest";

import { describeMutants } from "./describe-mutants.ts";
import { tryMutant } from "./findings.ts";
import { removeImages } from "./run-checks.ts";
import { slowCallersMutants } from "./slow-callers.ts";

describeMutants("long requests and slow callers", slowCallersMutants);

describe("each check of the limits of an operation", () => {
  afterAll(removeImages);

  test("finds a driver that takes values beyond them", async () => {
    const mutant = slowCallersMutants.find(({ id }) => id.endsWith(": beyond every limit"));
    const { result } = await tryMutant(mutant as NonNullable<typeof mutant>);
    const tried = result.checks.filter(({ verdict }) => verdict !== "not-applicable");
    expect(tried.length).toBeGreaterThan(50);
    expect(tried.filter(({ verdict }) => verdict !== "fail").map(({ id }) => id)).toEqual([]);
  });
});
