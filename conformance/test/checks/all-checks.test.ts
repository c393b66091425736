import { specModel } from "@virt-driver-kit/spec";
import { expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";

const demanded = Object.values(specModel.requirements).filter(({ on }) => on === "driver");

test("every requirement on the driver has a check or a reason why not", () => {
  const checked = new Set<string>(allChecks.map((check) => check.requirement));
  const missing = demanded.filter(({ id, verification }) => typeof verification === "string" && !checked.has(id));
  expect(missing.map(({ id }) => id)).toEqual([]);
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
