import { specModel } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { cli } from "../fixtures/cli.ts";

describe("vdk list", () => {
  test("lists every operation, requirement and check", async () => {
    const operations = await cli(["list", "--operations"]);
    for (const name of Object.keys(specModel.operations))
      expect(operations.stdout).toMatch(new RegExp(`^${name} `, "mu"));
    const requirements = await cli(["list"]);
    for (const id of Object.keys(specModel.requirements)) expect(requirements.stdout).toContain(id);
    expect((await cli(["list", "--requirements"])).stdout).toBe(requirements.stdout);
    const checks = await cli(["list", "--checks"]);
    expect(checks.stdout.trim().split("\n")).toHaveLength(allChecks.length + 1);
    expect([operations.code, requirements.code, checks.code]).toEqual([0, 0, 0]);
  });
});

describe("vdk explain", () => {
  test("explains a requirement: what, why, for whom, whence, and by which checks", async () => {
    const { code, stdout } = await cli(["explain", "pause/stops-execution"]);
    const requirement = specModel.requirements["pause/stops-execution"];
    expect(code).toBe(0);
    for (const part of [
      requirement?.text,
      requirement?.intent,
      requirement?.source,
      "MUST, on the driver",
      "supportsPause",
      "check     pause/stops-execution",
    ]) {
      expect(stdout).toContain(part);
    }
  });

  test("explains the requirement of a check, and why one has none", async () => {
    expect((await cli(["explain", "pause/stops-execution[from-running]"])).stdout).toMatch(
      /^pause\/stops-execution\n/u,
    );
    expect((await cli(["explain", "initialize/comes-first"])).stdout).toContain(
      "no check  The reference core's own tests show it.",
    );
  });

  test("explains an operation with its parameters, errors and requirements", async () => {
    const { stdout } = await cli(["explain", "spawn"]);
    expect(stdout).toContain("spawn (change, idempotent)");
    expect(stdout).toMatch(/ {2}powerOn: boolean/u);
    expect(stdout).toMatch(/ {2}adminPassword\?: string/u);
    expect(stdout).toMatch(/ {2}INSUFFICIENT_RESOURCES .* Effect: none\./u);
    expect(stdout).toContain("spawn/starts-the-guest: ");
  });

  test("explains an error and a capability", async () => {
    expect((await cli(["explain", "INSTANCE_BUSY"])).stdout).toMatch(/INSTANCE_BUSY \(2003\)[\s\S]*caller {4}retry: /u);
    expect((await cli(["explain", "supportsPause"])).stdout).toContain("gates     pause, unpause");
  });

  test("guesses what was meant", async () => {
    expect((await cli(["explain", "puase"])).stderr).toContain('did you mean "pause"');
    expect((await cli(["explain", "stops-execution"])).stderr).toContain('did you mean "pause/stops-execution"');
  });
});
