// What the kit finds of a mutant.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fakeDriver, type FakeDriverOptions } from "@virt-driver-kit/fake-driver";
import { specModel } from "@virt-driver-kit/spec";

import { refusedDevicesChecks } from "../../src/checks/devices/refused-devices.ts";
import { conditionChecks } from "../../src/checks/errors/conditions.ts";
import { hypervisorFailureChecks } from "../../src/checks/errors/hypervisor-failures.ts";
import { allChecks } from "../../src/checks/index.ts";
import { gatedDataServedChecks } from "../../src/checks/errors/gated-data-served.ts";
import { nameChecks } from "../../src/checks/errors/names.ts";
import { secretPlacesChecks } from "../../src/checks/errors/secrets-everywhere.ts";
import { unreachableEverywhereChecks } from "../../src/checks/errors/unreachable-everywhere.ts";
import { saidAgainChecks } from "../../src/checks/operations/said-again.ts";
import { invalidMemberChecks } from "../../src/checks/protocol/invalid-members.ts";
import { eachChangeChecks } from "../../src/checks/operations/each-change.ts";
import { firstStepLiveChecks } from "../../src/checks/operations/first-step-live.ts";
import { firstStepChecks } from "../../src/checks/operations/first-step.ts";
import { oneDefectChecks } from "../../src/checks/protocol/one-defect.ts";
import { sequencesChecks } from "../../src/checks/sequences/sequences-checks.ts";
import { lostAnswersChecks } from "../../src/checks/sessions/lost-answers.ts";
import { statesChecks } from "../../src/checks/states/states-checks.ts";
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

/** One breach of a requirement, or what is only worth knowing: then the requirement is `none`. */
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

const SEQUENCES: ReadonlySet<string> = new Set(sequencesChecks.map(({ id }) => id));

/** What is tried of every operation: so many checks that they are tried only where they are named. */
const OF_EVERY_OPERATION: ReadonlySet<string> = new Set(
  [
    conditionChecks,
    eachChangeChecks,
    firstStepChecks,
    hypervisorFailureChecks,
    firstStepLiveChecks,
    lostAnswersChecks,
    oneDefectChecks,
    refusedDevicesChecks,
    statesChecks,
    gatedDataServedChecks,
    invalidMemberChecks,
    nameChecks,
    saidAgainChecks,
    secretPlacesChecks,
    unreachableEverywhereChecks,
  ].flatMap((checks) => checks.map(({ id }) => id)),
);

/** The capabilities without which the kit sees little of any driver. */
const USUAL_GATES: ReadonlySet<string | undefined> = new Set([
  undefined,
  "supportsPause",
  "supportsConsoleOutput",
  "supportsRecovery",
  "supportsSimulation",
]);

/**
 * Checks that are tried with mutants of their own alone, which name them with their variant or by a pattern: those with a core in the loop, in which every defect shows once more, those that go
 * round again and again, those of limits, which are many and whose requests are long, and those of many calls at once.
 */
const WITH_MUTANTS_OF_THEIR_OWN =
  /\[(core-in-the-loop|(cycles|soak)-of-[\w-]+|limits-of-\w+|largest-\w+|one-byte-past.*|endless.*|cut-off.*|byte-by-byte|in-one-write|.*slow-reader|longest-\w+|many-at-once|random-moments|history-of-\w+)\]$/u;

/**
 * The checks that a mutant is tried with: those that it names, or those of the requirements of its group that are behind no other
 * capability than its own, and of what it says it breaks besides. A driver that is wrong in what everything rests on breaks the rest too.
 */
export function checksFor(mutant: Mutant): Check[] {
  const { requirement: own, alsoBreaks = [], only } = mutant;
  const isNamed = only && globs(only);
  const isNamedExactly = globs(only?.filter((pattern) => /[[*]/u.test(pattern)) ?? []);
  const group = groupOf(own);
  const isTried = ({ id, requirement }: Check): boolean => {
    if (WITH_MUTANTS_OF_THEIR_OWN.test(id) || OF_EVERY_OPERATION.has(id)) return false;
    // So it is with random sequences, which are long.
    if (SEQUENCES.has(id)) return false;
    if (groupOf(requirement) !== group) return false;
    const gate = gateOfRequirement(requirement);
    return USUAL_GATES.has(gate) || gate === gateOfRequirement(own) || alsoBreaks.includes(requirement);
  };
  return allChecks.filter((check) => {
    if (isNamed === undefined) return isTried(check);
    return WITH_MUTANTS_OF_THEIR_OWN.test(check.id) ? isNamedExactly(check.id) : isNamed(check.id);
  });
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
    const { patience: timeScale, soakCycles } = mutant;
    const result = await runChecks(attachment, checksFor(mutant), directory, { timeScale, soakCycles, peer });
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
    const { requirement: broken = "none", culprit = id, problem: seen } = incident;
    const isMust = specModel.requirements[broken]?.level === "MUST";
    return { requirement: broken, verdict: isMust ? "fail" : "warn", check: culprit, message: seen.message };
  });
  return [...own, ...met];
}
