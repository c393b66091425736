import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DriverError, specModel } from "@virt-driver-kit/spec";
import { fakeDriver } from "@virt-driver-kit/fake-driver";
import type { ComputeDriver } from "@virt-driver-kit/spec";
import { describe, expect, onTestFinished, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { attachDriver } from "../../src/engine/attach-driver.ts";
import { nextSteps } from "../../src/engine/next-steps.ts";
import type { DriverSource } from "../../src/engine/run-plan.ts";
import type { Finding } from "../../src/engine/run-result.ts";
import { changedDriver } from "../fixtures/changed-driver.ts";
import { checkOf, runOn } from "../fixtures/run-on.ts";
import { FROM_SOURCE, fixture } from "../fixtures/vdk.ts";

function refusing(operation: string) {
  return () =>
    Promise.reject(new DriverError("NOT_SUPPORTED", "Cannot do this yet", { effect: "none", details: { operation } }));
}

function without(...operations: readonly (keyof ComputeDriver)[]): ReturnType<typeof changedDriver> {
  return changedDriver(() => Object.fromEntries(operations.map((operation) => [operation, refusing(operation)])));
}

/** A driver that exits after its first few requests, and at once when it is started again. */
function dying(): DriverSource {
  const directory = mkdtempSync(join(tmpdir(), "vdk-dying-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const args = [FROM_SOURCE, fixture("dying-driver.ts"), join(directory, "died")];
  return { kind: "exec", command: process.execPath, args };
}

const brokenConnection: Finding = {
  key: "wire:driver-exited:",
  verdict: "fail",
  headline: "Cannot go on with the driver",
  requirements: ["protocol/answers-in-time"],
  failed: [],
  blocked: [],
  problem: { message: "Cannot go on with the driver" },
  known: false,
};

const HANG_TIMEOUT_MS = 3_000;
const checks = allChecks.filter(({ requirement }) => /^(?:spawn|powerOn|listInstances)\//u.test(requirement));

describe("nextSteps()", () => {
  test("has nothing to say where nothing failed", async () => {
    const { result } = await runOn(fakeDriver(), { checks: [] });
    expect(result.nextSteps).toEqual([]);
  });

  test("names the operation that most checks wait for, with what it takes", async () => {
    const { result } = await runOn(without("spawn"), { checks });
    expect(result.nextSteps[0]).toMatchObject({ operation: "spawn", text: 'Make "spawn" answer' });
    expect(result.nextSteps[0]?.detail).toContain("Parameters: instance, node, powerOn, adminPassword?, ");
    expect(result.nextSteps[0]?.unlocks).toBeGreaterThan(10);
  });

  test("goes on to what could not be tried yet", async () => {
    const { result } = await runOn(without("listNodes", "spawn"), { checks });
    expect(result.nextSteps[0]?.operation).toBe("listNodes");
    const powerOn = result.nextSteps.find(({ operation }) => operation === "powerOn");
    expect(powerOn?.text).toBe('Then "powerOn", which could not be tried yet');
  });

  test("begins with the death of a driver that dies and does not come back", async () => {
    const attachment = attachDriver(dying(), HANG_TIMEOUT_MS);
    const { result } = await runOn(fakeDriver(), { checks, attachment });
    const [first, second] = result.nextSteps;
    expect(first?.text).toContain("exited with code 3");
    expect(first?.detail).toContain("read its stderr for the reason");
    expect(first?.unlocks).toBeGreaterThan(10);
    expect(second?.text).toMatch(/^Then "\w+", which could not be tried yet$/u);
  });

  test.for(["wire:connection-closed:", "wire:stray-text:", "wire:bad-header:"])(
    "begins with %s where it stops the checks",
    async (key) => {
      const { record, result } = await runOn(without("spawn"), { checks });
      const ended: Finding = { ...brokenConnection, key, blocked: ["probe/reports-a-working-backend"] };
      const texts = nextSteps(specModel, record, [...result.findings, ended]).map(({ text }) => text);
      expect(texts.slice(0, 2)).toEqual([brokenConnection.headline, 'Make "spawn" answer']);
    },
  );

  test("lets what the wire was found to be wrong in wait if it stops nothing", async () => {
    const { record, result } = await runOn(without("spawn"), { checks });
    const steps = nextSteps(specModel, record, [{ ...brokenConnection, key: "wire:stray-text:" }, ...result.findings]);
    expect(steps[0]?.text).toBe('Make "spawn" answer');
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
