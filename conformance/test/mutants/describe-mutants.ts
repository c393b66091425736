// The test that every mutant has to pass by failing.
import { specModel } from "@virt-driver-kit/spec";
import type { RequirementId } from "@virt-driver-kit/spec";
import { afterAll, describe, expect, test } from "vitest";

import { exitCodeOf } from "../../src/engine/run-verdict.ts";
import { tryMutant } from "./findings.ts";
import type { Trial } from "./findings.ts";
import type { Mutant } from "./mutant.ts";
import { removeImages } from "./run-checks.ts";
import { readSeenRed, redChecks } from "./seen-red.ts";

const PATIENCE_MS = 30_000;

/** By mutant: the checks that the list of those seen to fail says were seen to fail on it. */
const WITNESSED = Map.groupBy(readSeenRed(), ([, mutant]) => mutant);

/**
 * Declares one test per mutant: the kit reports its requirement, in words that name what happened, and no other requirement
 * but those that such a driver cannot keep either. `vdk test` then exits 1 for a MUST, and for a SHOULD warns and exits 0.
 * Each check that is listed as seen to fail on the mutant fails.
 */
export function describeMutants(subject: string, mutants: readonly Mutant[]): void {
  describe(`the kit finds drivers that are wrong in ${subject}`, () => {
    afterAll(removeImages);
    for (const mutant of mutants) {
      test(`${mutant.title} (${mutant.id})`, { timeout: PATIENCE_MS }, async () => {
        const trial = await tryMutant(mutant);
        expectFound(mutant, trial);
        expectConcluded(mutant, trial);
        expectSeenRed(mutant, trial);
      });
    }
  });
}

function expectFound({ requirement, message, alsoBreaks = [] }: Mutant, { findings }: Trial): void {
  const own = findings.filter((finding) => finding.requirement === requirement);
  const others = findings.filter((finding) => finding.requirement !== requirement);
  expect(own.map((finding) => finding.verdict)).toContain(gravityOf(requirement));
  expect(own.map((finding) => finding.message).join("\n")).toContain(message);
  const unexpected = others.filter((finding) => !alsoBreaks.includes(finding.requirement as typeof requirement));
  expect(unexpected).toEqual([]);
  expect(alsoBreaks.filter((implied) => !others.some((finding) => finding.requirement === implied))).toEqual([]);
  expect(findings.filter((finding) => finding.verdict === "harness-error")).toEqual([]);
}

/** What the command ends with: the same conclusions, and the same exit code. */
function expectConcluded({ requirement, alsoBreaks = [] }: Mutant, { result }: Trial): void {
  const mustsAreBroken = [requirement, ...alsoBreaks].some((broken) => gravityOf(broken) === "fail");
  const naming = result.findings.filter((finding) => finding.requirements.includes(requirement));
  expect(naming.map((finding) => finding.verdict)).toContain(gravityOf(requirement));
  expect(result.requirements.find(({ id }) => id === requirement)?.status).toBe(STATUS[gravityOf(requirement)]);
  const { verdict, statement } = result;
  expect({ statement, verdict, code: exitCodeOf(verdict) }).toMatchObject(
    mustsAreBroken ? { verdict: "does-not-conform", code: 1 } : { verdict: "conforms", code: 0 },
  );
}

function expectSeenRed({ id }: Mutant, { result }: Trial): void {
  const red = redChecks(result);
  const listed = (WITNESSED.get(id) ?? []).map(([check]) => check);
  expect(
    listed.filter((check) => !red.has(check)),
    "checks that seen-red.txt says were seen to fail here: npm run red-checks -- --all finds another mutant for them",
  ).toEqual([]);
}

const STATUS = { fail: "broken", warn: "warned" } as const;

function gravityOf(requirement: RequirementId): "fail" | "warn" {
  return specModel.requirements[requirement]?.level === "MUST" ? "fail" : "warn";
}
