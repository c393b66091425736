// What the kit finds of a mutant.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fakeDriver, type FakeDriverOptions } from "@virt-driver-kit/fake-driver";
import { specModel } from "@virt-driver-kit/spec";

import { allChecks } from "../../src/checks/index.ts";
import { attachDefinition } from "../../src/engine/attach-driver.ts";
import { gateOf } from "../../src/engine/profile.ts";
import { globs } from "../../src/engine/glob.ts";
import type { RunResult } from "../../src/engine/run-result.ts";
import type { Attachment } from "../../src/harness/attachment.ts";
import type { Check } from "../../src/harness/check.ts";
import type { CheckOutcome, Verdict } from "../../src/harness/outcome.ts";
import { dyingTogether } from "./attachments.ts";
import type { DriverMutant, Mutant, Site, SiteMutant, WireMutant } from "./mutant.ts";
import { modestDriver } from "./declaring.ts";
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

/** The capability that a requirement is behind. */
function gateOfRequirement(id: string): string | undefined {
  const requirement = specModel.requirements[id];
  return requirement && gateOf(specModel, requirement);
}

/** The capabilities without which the kit sees little of any driver. */
const USUAL_GATES: ReadonlySet<string | undefined> = new Set([
  undefined,
  "supportsPause",
  "supportsConsoleOutput",
  "supportsRecovery",
  "supportsSimulation",
]);

/**
 * The checks that a mutant is tried with: those that it names, or those of the requirements of its group that are behind no other
 * capability than its own, and of what it says it breaks besides. A driver that is wrong in what everything rests on breaks the rest too.
 */
export function checksFor(mutant: Mutant): Check[] {
  const { requirement: own, alsoBreaks = [], only } = mutant;
  const isNamed = only && globs(only);
  const group = groupOf(own);
  const isTried = ({ requirement }: Check): boolean => {
    if (groupOf(requirement) !== group) return false;
    const gate = gateOfRequirement(requirement);
    return USUAL_GATES.has(gate) || gate === gateOfRequirement(own) || alsoBreaks.includes(requirement);
  };
  return allChecks.filter((check) => isNamed?.(check.id) ?? isTried(check));
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
    const site = { directory, onEnd: (cleanUp: () => Promise<void>) => void endings.push(cleanUp) };
    const [attachment, peer] =
      "site" in mutant ? attachBoth(mutant, options, site) : [await attach(mutant, options, site)];
    const result = await runChecks(attachment, checksFor(mutant), directory, { timeScale: mutant.patience, peer });
    return { findings: result.checks.flatMap(findingsIn), result };
  } finally {
    for (const end of endings) await end();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Attaches the drivers of a site of two hosts. */
function attachBoth(mutant: SiteMutant, options: FakeDriverOptions, where: Site): readonly [Attachment, Attachment] {
  if (mutant.keepsState) {
    const stateDirectory = join(where.directory, "state");
    return dyingTogether(() => mutant.site({ hosts: 2, ...options, stateDirectory }), where);
  }
  const site = mutant.site({ hosts: 2, ...options });
  const attachmentOf = (host: string | undefined): Attachment =>
    attachDefinition(() => site.driver(host), HANG_TIMEOUT_MS);
  return [attachmentOf(site.hosts[0]), attachmentOf(site.hosts[1])];
}

function attach(
  mutant: DriverMutant | WireMutant,
  options: FakeDriverOptions,
  site: Site,
): Attachment | Promise<Attachment> {
  const usual = { ...options, ...(mutant.keepsState && { stateDirectory: join(site.directory, "state") }) };
  const base = mutant.isModest ? modestDriver() : fakeDriver(usual);
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
