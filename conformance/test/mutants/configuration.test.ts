import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { expect, test } from "vitest";

import { runsChecks } from "../../src/checks/configuration/runs.ts";
import { attachDefinition } from "../../src/engine/attach-driver.ts";
import { configurationMutants, driverThatNeedsAnAddress } from "./configuration.ts";
import { describeMutants } from "./describe-mutants.ts";
import { runChecks } from "./run-checks.ts";

describeMutants("its configuration", configurationMutants);

test("the kit does not blame a driver that needs an option and refuses until it has one", async () => {
  const directory = mkdtempSync(join(tmpdir(), "vdk-configuration-"));
  try {
    const attachment = attachDefinition(() => driverThatNeedsAnAddress(fakeDriver()), 5_000);
    const checks = runsChecks.filter(({ requirement }) => requirement === "configuration/answers-unconfigured");
    const { checks: outcomes } = await runChecks(attachment, checks, directory);
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(["pass", "pass"]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
