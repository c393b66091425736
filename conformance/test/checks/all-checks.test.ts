import { specModel } from "@virt-driver-kit/spec";
import { expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { gateOf } from "../../src/engine/profile.ts";

const demanded = Object.values(specModel.requirements).filter(({ on }) => on === "driver");

const checked = new Set<string>(allChecks.map((check) => check.requirement));
const unchecked = demanded.filter(({ id, verification }) => typeof verification === "string" && !checked.has(id));

test("every requirement on every driver has a check or a reason why not", () => {
  const ungated = unchecked.filter((requirement) => gateOf(specModel, requirement) === undefined);
  expect(ungated.map(({ id }) => id)).toEqual([]);
});

// A requirement leaves the list with its first check, and none joins: `npx vitest run conformance/test/checks -u` writes it anew.
test("the requirements that wait for a check are those of the list", async () => {
  const lines = unchecked.map((requirement) => `${gateOf(specModel, requirement)} ${requirement.id}\n`);
  await expect(lines.toSorted().join("")).toMatchFileSnapshot("waiting-for-checks.txt");
});

test("no check tries what the spec says cannot be checked, or what it does not say at all", () => {
  const checkable = new Set(
    demanded.filter(({ verification }) => typeof verification === "string").map(({ id }) => id),
  );
  expect(allChecks.filter((check) => !checkable.has(check.requirement)).map((check) => check.id)).toEqual([]);
});

test("no two checks have one id, and each id is its requirement's with or without a variant", () => {
  const ids = allChecks.map((check) => check.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(allChecks.filter(({ id, requirement }) => id.replace(/\[[\w-]+\]$/u, "") !== requirement)).toEqual([]);
});

test("every check has a title of one line, without a full stop", () => {
  expect(allChecks.filter(({ title }) => !/^\S.{10,160}[^.\s]$/u.test(title)).map((check) => check.id)).toEqual([]);
});
