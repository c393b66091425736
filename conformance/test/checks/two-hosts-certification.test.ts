import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fakeSite, type FakeSiteOptions } from "@virt-driver-kit/fake-driver";
import { afterAll, describe, expect, test } from "vitest";

import { sharedStorePersona } from "../fixtures/shared-store-persona.ts";
import { allChecks } from "../../src/checks/index.ts";
import { attachDefinition } from "../../src/engine/attach-driver.ts";
import type { Attachment } from "../../src/harness/attachment.ts";
import type { Check } from "../../src/harness/check.ts";
import type { CheckOutcome } from "../../src/harness/outcome.ts";
import { removeImages, runChecks } from "../mutants/run-checks.ts";

const PATIENCE_MS = 120_000;

/** Runs checks on the first host of a site, with the second one as the peer. */
async function certify(
  options: (directory: string) => FakeSiteOptions,
  checks: readonly Check[] = allChecks,
): Promise<readonly CheckOutcome[]> {
  const directory = mkdtempSync(join(tmpdir(), "vdk-two-hosts-"));
  try {
    const site = fakeSite({ ...options(directory), hosts: 2 });
    const [first, second] = site.hosts;
    const attachmentOf = (host: string | undefined): Attachment => attachDefinition(() => site.driver(host), 5_000);
    const result = await runChecks(attachmentOf(first), checks, directory, { peer: attachmentOf(second) });
    expect(result.verdict).toBe("conforms");
    return result.checks;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function unsuccessful(outcomes: readonly CheckOutcome[]): readonly CheckOutcome[] {
  return outcomes.filter(
    ({ verdict, incidents }) => (verdict !== "pass" && verdict !== "not-applicable") || incidents !== undefined,
  );
}

function passed(outcomes: readonly CheckOutcome[]): readonly string[] {
  return outcomes.filter(({ verdict }) => verdict === "pass").map(({ id }) => id);
}

describe("the checks against right drivers of two hosts", { timeout: PATIENCE_MS }, () => {
  afterAll(removeImages);

  test("pass if each host has a store of its own", async () => {
    const outcomes = await certify(() => ({}));
    expect(unsuccessful(outcomes)).toEqual([]);
    expect(passed(outcomes)).toContain("migrateDiskAndPowerOff/failure-restores-the-source[destination-fails]");
    expect(outcomes.filter(({ reason }) => reason?.includes("--peer"))).toEqual([]);
  });

  test("pass if the hosts share a store and keep their state", async () => {
    const between = allChecks.filter(({ needs }) => needs?.peer === true);
    const outcomes = await certify(
      (directory) => ({ persona: sharedStorePersona(directory), stateDirectory: join(directory, "state") }),
      between,
    );
    expect(unsuccessful(outcomes)).toEqual([]);
    expect(passed(outcomes)).toContain("migration/evacuated-guest-keeps-its-disks[host-down]");
  });
});
