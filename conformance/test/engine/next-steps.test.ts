import { DriverError, specModel } from "@virt-driver-kit/spec";
import { fakeDriver } from "@virt-driver-kit/fake-driver";
import type { ComputeDriver } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { nextSteps } from "../../src/engine/next-steps.ts";
import { changedDriver } from "../fixtures/changed-driver.ts";
import { checkOf, runOn } from "../fixtures/run-on.ts";

function refusing(operation: string) {
  return () =>
    Promise.reject(new DriverError("NOT_SUPPORTED", "Cannot do this yet", { effect: "none", details: { operation } }));
}

function without(...operations: readonly (keyof ComputeDriver)[]): ReturnType<typeof changedDriver> {
  return changedDriver(() => Object.fromEntries(operations.map((operation) => [operation, refusing(operation)])));
}
const checks = allChecks.filter(({ requirement }) => /^(?:spawn|powerOn|listInstances)\//u.test(requirement));

describe("nextSteps()", () => {
  test("has nothing to say where nothing failed", async () => {
    const { result } = await runOn(fakeDriver(), { checks: [] });
    expect(result.nextSteps).toEqual([]);
  });

  test("names the operation that most checks wait for, with what it takes", async () => {
    const { result } = await runOn(without("spawn"), { checks });
    expect(result.nextSteps[0]).toMatchObject({ operation: "spawn", text: 'Make "spawn" answer' });
    expect(result.nextSteps[0]?.detail).toContain("Parameters: instance, node, powerOn, adminPassword?.");
    expect(result.nextSteps[0]?.unlocks).toBeGreaterThan(10);
  });

  test("goes on to what could not be tried yet", async () => {
    const { result } = await runOn(without("listNodes", "spawn"), { checks });
    expect(result.nextSteps[0]?.operation).toBe("listNodes");
    const powerOn = result.nextSteps.find(({ operation }) => operation === "powerOn");
    expect(powerOn?.text).toBe('Then "powerOn", which could not be tried yet');
  });

  test("repeats what else is broken, and is short", async () => {
    const broken = Array.from({ length: 9 }, (_, index) =>
      checkOf(async (t) => t.fail(`Defect ${index}`, { hint: "Mend it" }), {
        id: `r/${index}`,
        requirement: `r/${index}` as never,
      }),
    );
    const { record, result } = await runOn(fakeDriver(), { checks: broken });
    const steps = nextSteps(specModel, record, result.findings);
    expect(steps).toHaveLength(5);
    expect(steps[0]).toMatchObject({ text: "Defect 0", detail: "Mend it", unlocks: 1 });
  });
});
