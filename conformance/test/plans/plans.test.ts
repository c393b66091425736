// Each bug of a real driver that the fake driver can be given is found by the kit, under one of the requirements that it breaks.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  fakeDriver,
  faultPlanNames,
  fakeSite,
  type FakeSiteOptions,
  loadFaultPlan,
} from "@virt-driver-kit/fake-driver";
import { afterAll, describe, expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { attachDefinition, attachDriver } from "../../src/engine/attach-driver.ts";
import type { Attachment } from "../../src/harness/attachment.ts";
import { sharedStorePersona } from "../fixtures/shared-store-persona.ts";
import { removeImages, runChecks } from "../mutants/run-checks.ts";

const PROGRAM = fileURLToPath(new URL("../../../fake-driver/src/bin/vdk-fake-driver.ts", import.meta.url));

const PATIENCE_MS = 120_000;
const HANG_MS = 5_000;

/** A driver with a plan, and perhaps a second host. */
interface Surroundings {
  readonly attachment: Attachment;
  readonly peer?: Attachment;
}

/** The plans that no check finds, each with the reason. */
const NOT_FOUND = new Map(
  readFileSync(new URL("not-found.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)] as const),
);

function twoHosts(options: FakeSiteOptions): Surroundings {
  const site = fakeSite({ ...options, hosts: 2 });
  const [first, second] = site.hosts;
  return {
    attachment: attachDefinition(() => site.driver(first), HANG_MS),
    peer: attachDefinition(() => site.driver(second), HANG_MS),
  };
}

/**
 * The sites on which a bug may show: hosts with stores of their own, a host whose driver is restarted, hosts that
 * share a store, a process with standard error.
 */
const SITES: readonly ((plan: string, directory: string) => Surroundings)[] = [
  (plan) => twoHosts({ faults: [plan] }),
  (plan, directory) => {
    const driver = fakeDriver({ faults: [plan], stateDirectory: join(directory, "state") });
    return { attachment: attachDefinition(() => driver, HANG_MS) };
  },
  (plan, directory) => twoHosts({ faults: [plan], persona: sharedStorePersona(directory) }),
  (plan) => {
    const args = ["--conditions=@virt-driver-kit/source", PROGRAM, "--faults", plan];
    return { attachment: attachDriver({ kind: "exec", command: process.execPath, args }, HANG_MS) };
  },
];

/** The requirements that checks found broken. */
async function brokenBy(plan: string, requirements: readonly string[]): Promise<string[]> {
  const checks = allChecks.filter(({ requirement }) => requirements.includes(requirement));
  for (const surround of SITES) {
    const directory = mkdtempSync(join(tmpdir(), "vdk-plan-"));
    try {
      const { attachment, peer } = surround(plan, directory);
      const result = await runChecks(attachment, checks, directory, { peer });
      const broken = result.checks.filter(({ verdict }) => verdict === "fail" || verdict === "warn");
      const met = result.checks.flatMap(({ incidents = [] }) =>
        incidents.map(({ requirement = "none" }) => requirement),
      );
      const found = [...broken.map(({ requirement }) => requirement), ...met].filter((id) => requirements.includes(id));
      if (found.length > 0) return [...new Set(found)];
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
  return [];
}

describe("the kit finds a driver wrong that has the bug", { timeout: PATIENCE_MS }, () => {
  afterAll(removeImages);

  test.for(faultPlanNames())("%s", async (name) => {
    const { breaks = [] } = loadFaultPlan(name);
    const found = await brokenBy(name, breaks);
    // A plan that is found after all leaves the list.
    expect({ found, isFound: found.length > 0 }).toMatchObject({ isFound: !NOT_FOUND.has(name) });
  });
});
