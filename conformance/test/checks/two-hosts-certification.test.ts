import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fakeSite, type FakeSiteOptions } from "@virt-driver-kit/fake-driver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { sharedStorePersona } from "../fixtures/shared-store-persona.ts";
import { allChecks } from "../../src/checks/index.ts";
import { attachDefinition } from "../../src/engine/attach-driver.ts";
import type { RunResult } from "../../src/engine/run-result.ts";
import type { Attachment } from "../../src/harness/attachment.ts";
import type { Check } from "../../src/harness/check.ts";
import type { CheckOutcome } from "../../src/harness/outcome.ts";
import { holesOf, readHoles } from "../coverage/holes.ts";
import { removeImages, runChecks } from "../mutants/run-checks.ts";

const PATIENCE_MS = 300_000;

/** Runs checks on the first host of a site, with the second one as the peer. */
async function certify(
  options: (directory: string) => FakeSiteOptions,
  checks: readonly Check[] = allChecks,
): Promise<RunResult> {
  const directory = mkdtempSync(join(tmpdir(), "vdk-two-hosts-"));
  try {
    const site = fakeSite({ ...options(directory), hosts: 2 });
    const [first, second] = site.hosts;
    const attachmentOf = (host: string | undefined): Attachment => attachDefinition(() => site.driver(host), 5_000);
    const result = await runChecks(attachmentOf(first), checks, directory, { peer: attachmentOf(second) });
    expect(result.verdict).toBe("conforms");
    return result;
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

afterAll(removeImages);

describe("all checks against right drivers of two hosts with stores of their own", { timeout: PATIENCE_MS }, () => {
  let result: RunResult;
  beforeAll(async () => {
    result = await certify((directory) => ({ stateDirectory: join(directory, "state") }));
  }, PATIENCE_MS);

  test("pass", () => {
    expect(unsuccessful(result.checks)).toEqual([]);
    expect(passed(result.checks)).toContain("migrateDiskAndPowerOff/failure-restores-the-source[destination-fails]");
    expect(result.checks.filter(({ reason }) => reason?.includes("--peer"))).toEqual([]);
  });

  test("try everything but what is listed in holes.txt, each hole with its reason", () => {
    const listed = readHoles();
    const holes = holesOf(result);
    expect(
      holes.filter((hole) => !listed.has(hole)),
      "holes that are new: write a check, or add them to conformance/test/coverage/holes.txt under a reason",
    ).toEqual([]);
    expect(
      [...listed.keys()].filter((hole) => !holes.includes(hole)),
      "holes that are none any more: take them off conformance/test/coverage/holes.txt",
    ).toEqual([]);
    expect([...listed].filter(([, reason]) => reason.length < 20)).toEqual([]);
  });
});

describe("the checks between right drivers of two hosts", { timeout: PATIENCE_MS }, () => {
  test("pass if the hosts share a store and keep their state", async () => {
    const between = allChecks.filter(({ needs }) => needs?.peer === true);
    const { checks: outcomes } = await certify(
      (directory) => ({ persona: sharedStorePersona(directory), stateDirectory: join(directory, "state") }),
      between,
    );
    expect(unsuccessful(outcomes)).toEqual([]);
    expect(passed(outcomes)).toContain("migration/evacuated-guest-keeps-its-disks[host-down]");
  });
});
