// What the kit says of a driver with a fault plan that the fake driver brings along.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { fakeDriver, fakeSite, type FakeSiteOptions, loadFaultPlan } from "@virt-driver-kit/fake-driver";

import { allChecks } from "../../src/checks/index.ts";
import { attachDefinition, attachDriver } from "../../src/engine/attach-driver.ts";
import type { Attachment } from "../../src/harness/attachment.ts";
import { sharedStorePersona } from "../fixtures/shared-store-persona.ts";
import { runChecks } from "../mutants/run-checks.ts";

const PROGRAM = fileURLToPath(new URL("../../../fake-driver/src/bin/vdk-fake-driver.ts", import.meta.url));

const HANG_MS = 5_000;

/** A driver with a plan, and perhaps a second host. */
interface Surroundings {
  readonly attachment: Attachment;
  readonly peer?: Attachment;
}

/** The plans that no check finds, each with the reason. */
export const NOT_FOUND: ReadonlyMap<string, string> = new Map(
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

/**
 * Tries a plan with the checks of the requirements that it says it breaks.
 *
 * @returns Those of them that checks found broken, on the first site on which any was.
 */
export async function brokenBy(plan: string): Promise<string[]> {
  const { breaks: requirements = [] } = loadFaultPlan(plan);
  const checks = allChecks.filter(({ requirement }) => requirements.includes(requirement));
  for (const surround of SITES) {
    const directory = mkdtempSync(join(tmpdir(), "vdk-plan-"));
    try {
      const { attachment, peer } = surround(plan, directory);
      const result = await runChecks(attachment, checks, directory, { peer });
      const broken = result.checks.filter(({ verdict }) => verdict === "fail" || verdict === "warn");
      const met = result.checks.flatMap(({ incidents = [] }) =>
        incidents.flatMap(({ requirement }) => requirement ?? []),
      );
      const all = [...broken.map(({ requirement }) => requirement), ...met];
      const found = all.filter((id) => (requirements as readonly string[]).includes(id));
      if (found.length > 0) return [...new Set(found)];
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
  return [];
}
