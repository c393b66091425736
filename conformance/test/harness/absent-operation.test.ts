import { DriverError } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { type Absence, absentOperation, isAbsence } from "../../src/harness/absent-operation.ts";

const refusal = (details: { capability?: string; path?: string } = {}): DriverError =>
  new DriverError("NOT_SUPPORTED", "Cannot", { details: { operation: "pause", ...details } });

describe("isAbsence()", () => {
  test("takes a refusal for an absence that names no field and no other capability than that of the operation", () => {
    for (const details of [{}, { capability: "supportsPause" }])
      expect(isAbsence("pause", refusal(details))).toBe(true);
  });

  test.each([
    refusal({ path: "params.kind" }),
    refusal({ capability: "supportsVtpm" }),
    new DriverError("INSTANCE_NOT_FOUND", "Cannot", { details: { instanceUuid: "u" } }),
    new Error("Cannot"),
  ])("takes no other failure for one: %o", (error) => {
    expect(isAbsence("pause", error)).toBe(false);
  });
});

describe("absentOperation()", () => {
  const met: readonly Absence[] = [{ operation: "pause", error: refusal() }];
  const declares = (capability: string): boolean => capability === "supportsPause";

  test("is one that the driver declares", () => {
    expect(absentOperation(met, declares, new Set())).toBe("pause");
    expect(absentOperation([{ operation: "getInfo", error: refusal() }], () => false, new Set())).toBe("getInfo");
  });

  test("is none that is not declared, or has worked", () => {
    expect(absentOperation([], declares, new Set())).toBeUndefined();
    expect(absentOperation(met, () => false, new Set())).toBeUndefined();
    expect(absentOperation(met, declares, new Set(["pause"]))).toBeUndefined();
  });
});
