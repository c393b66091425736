import { specModel } from "@virt-driver-kit/spec";
import { expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { allMutants } from "./all-mutants.ts";
import { checksFor } from "./findings.ts";

test("every MUST and SHOULD that the kit checks has a mutant", () => {
  const checked = new Set<string>(allChecks.map((check) => check.requirement));
  const broken = new Set<string>(allMutants.map((mutant) => mutant.requirement));
  const demanded = Object.values(specModel.requirements).filter(
    ({ id, on, level }) => on === "driver" && level !== "MAY" && checked.has(id),
  );
  expect(demanded.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
});

test("every mutant is named for the requirement that it breaks, and no two have one name", () => {
  const ids = allMutants.map((mutant) => mutant.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(allMutants.filter(({ id, requirement }) => !id.startsWith(`${requirement}: `))).toEqual([]);
});

test("every mutant is tried with the checks of its requirement", () => {
  const withoutOwn = allMutants.filter(
    (mutant) => !checksFor(mutant).some((check) => check.requirement === mutant.requirement),
  );
  expect(withoutOwn.map((mutant) => mutant.id)).toEqual([]);
});
