// The table of changes that are made to fail, or cut short, at each step: no change of an instance is forgotten.
import { specModel } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { CHANGES } from "../../src/checks/steps/changes.ts";

const inTheTable = new Set<string>(CHANGES.map(({ operation }) => operation));

/** The changes that make or remove what the others work on; each check that goes through the table has them beside it. */
const ENDS = ["spawn", "destroy"];

/** Changes whose failure at each step has checks of its own, since they take two hosts, or leave something else than an instance. */
const ELSEWHERE = [
  "checkInstanceSharedStorageCleanup",
  "checkInstanceSharedStorageLocal",
  "plugVifs",
  "unplugVifs",
  "mountShare",
  "umountShare",
];

describe("the table of changes", () => {
  test.for([
    "operations/failed-call-can-be-repeated",
    "operations/failure-tells-the-truth",
    "cleanup/destroy-ends-everything",
  ])("has every operation that %s names", (requirement) => {
    const named = specModel.requirements[requirement]?.operations ?? [];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((operation) => !inTheTable.has(operation) && !ENDS.includes(operation))).toEqual([]);
  });

  test("has every change of an instance that the spec has, but for those that are tried elsewhere", () => {
    const changes = Object.values(specModel.operations).filter(
      ({ kind, states, group }) => kind === "change" && states !== undefined && group !== "live-migration",
    );
    const missing = changes.map(({ name }) => name).filter((name) => !inTheTable.has(name) && !ENDS.includes(name));
    expect(missing.toSorted()).toEqual(ELSEWHERE.toSorted());
  });

  test("names no change twice", () => {
    const variants = CHANGES.map(({ variant }) => variant);
    expect(variants.filter((variant, index) => variants.indexOf(variant) !== index)).toEqual([]);
  });
});
