// Every check was seen to fail on some mutant. That it still does is for the test of that mutant to see.
import { expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { allMutants } from "../mutants/all-mutants.ts";
import { checksFor } from "../mutants/findings.ts";
import { readSeenRed } from "../mutants/seen-red.ts";

const witnesses = readSeenRed();

test("every check was seen to fail: write a mutant for a new one, and run npm run red-checks", () => {
  expect(allChecks.map(({ id }) => id).filter((id) => !witnesses.has(id))).toEqual([]);
});

test("the list of checks that were seen to fail names no check that is gone", () => {
  const ids = new Set(allChecks.map(({ id }) => id));
  expect([...witnesses.keys()].filter((id) => !ids.has(id))).toEqual([]);
});

test("each check was seen to fail on a mutant that there is, and that is tried with it", () => {
  const tried = new Map(allMutants.map((mutant) => [mutant.id, new Set(checksFor(mutant).map(({ id }) => id))]));
  expect([...witnesses].filter(([check, mutant]) => tried.get(mutant)?.has(check) !== true)).toEqual([]);
});
