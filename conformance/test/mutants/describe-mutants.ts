// The test that every mutant has to pass by failing.
import { specModel } from "@virt-driver-kit/spec";
import { afterAll, describe, expect, test } from "vitest";

import { findingsOf } from "./findings.ts";
import type { Mutant } from "./mutant.ts";
import { removeImages } from "./run-checks.ts";

const PATIENCE_MS = 30_000;

/**
 * Declares one test per mutant: the kit reports its requirement, in words that name what happened, and no other requirement
 * but those that such a driver cannot keep either.
 */
export function describeMutants(subject: string, mutants: readonly Mutant[]): void {
  describe(`the kit finds drivers that are wrong in ${subject}`, () => {
    afterAll(removeImages);
    for (const mutant of mutants) {
      test(`${mutant.title} (${mutant.id})`, { timeout: PATIENCE_MS }, () => expectFound(mutant));
    }
  });
}

async function expectFound(mutant: Mutant): Promise<void> {
  const { requirement, message, alsoBreaks = [] } = mutant;
  const findings = await findingsOf(mutant);
  const own = findings.filter((finding) => finding.requirement === requirement);
  const others = findings.filter((finding) => finding.requirement !== requirement);
  const verdict = specModel.requirements[requirement]?.level === "MUST" ? "fail" : "warn";
  expect(own.map((finding) => finding.verdict)).toContain(verdict);
  expect(own.map((finding) => finding.message).join("\n")).toContain(message);
  const unexpected = others.filter((finding) => !alsoBreaks.includes(finding.requirement as typeof requirement));
  expect(unexpected).toEqual([]);
  expect(alsoBreaks.filter((implied) => !others.some((finding) => finding.requirement === implied))).toEqual([]);
  expect(findings.filter((finding) => finding.verdict === "harness-error")).toEqual([]);
}
