// What the kit finds of a mutant.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fakeDriver, type FakeDriverOptions } from "@virt-driver-kit/fake-driver";
import { specModel } from "@virt-driver-kit/spec";

import { allChecks } from "../../src/checks/index.ts";
import { attachDefinition } from "../../src/engine/attach-driver.ts";
import { globs } from "../../src/engine/glob.ts";
import type { RunResult } from "../../src/engine/run-result.ts";
import type { Attachment } from "../../src/harness/attachment.ts";
import type { Check } from "../../src/harness/check.ts";
import type { CheckOutcome, Verdict } from "../../src/harness/outcome.ts";
import type { Mutant, Site } from "./mutant.ts";
import { runChecks } from "./run-checks.ts";

const HANG_TIMEOUT_MS = 5_000;

/** One breach of a requirement. */
export interface Finding {
  readonly requirement: string;
  readonly verdict: Verdict;
  /** The check that met it. */
  readonly check: string;
  readonly message: string;
}

/** The group of operations, or the topic, that a requirement belongs to. */
function groupOf(requirement: string): string {
  const origin = specModel.requirements[requirement]?.origin ?? "";
  return specModel.operations[origin]?.group ?? origin;
}

/** The checks that a mutant is tried with. */
export function checksFor(mutant: Mutant): Check[] {
  const isNamed = mutant.only && globs(mutant.only);
  const group = groupOf(mutant.requirement);
  return allChecks.filter((check) => (isNamed ? isNamed(check.id) : groupOf(check.requirement) === group));
}

/** What came of trying a mutant. */
export interface Trial {
  /** Every breach that a check met. */
  readonly findings: readonly Finding[];
  /** What `vdk test` concludes, where those of one cause are one. */
  readonly result: RunResult;
}

/**
 * Tries a mutant.
 *
 * @param options - What the right driver is like that the mutant is made from.
 */
export async function tryMutant(mutant: Mutant, options: FakeDriverOptions = {}): Promise<Trial> {
  const directory = mkdtempSync(join(tmpdir(), "vdk-mutant-"));
  const endings: (() => Promise<void>)[] = [];
  try {
    const attachment = await attach(mutant, options, { directory, onEnd: (cleanUp) => void endings.push(cleanUp) });
    const result = await runChecks(attachment, checksFor(mutant), directory, mutant.patience);
    return { findings: result.checks.flatMap(findingsIn), result };
  } finally {
    for (const end of endings) await end();
    rmSync(directory, { recursive: true, force: true });
  }
}

function attach(mutant: Mutant, options: FakeDriverOptions, site: Site): Attachment | Promise<Attachment> {
  const base = fakeDriver({ ...options, ...(mutant.keepsState && { stateDirectory: join(site.directory, "state") }) });
  return "driver" in mutant ? attachDefinition(() => mutant.driver(base), HANG_TIMEOUT_MS) : mutant.attach(base, site);
}

function findingsIn({ id, requirement, verdict, problem, incidents = [] }: CheckOutcome): Finding[] {
  const isBad = verdict === "fail" || verdict === "warn" || verdict === "harness-error";
  const own = isBad ? [{ requirement, verdict, check: id, message: problem?.message ?? "" }] : [];
  const met = incidents.map((incident): Finding => {
    const isMust = specModel.requirements[incident.requirement]?.level === "MUST";
    const { message } = incident.problem;
    return { requirement: incident.requirement, verdict: isMust ? "fail" : "warn", check: id, message };
  });
  return [...own, ...met];
}
