// A short way to write mutants that break one requirement, and are tried with its checks alone.
import type { RequirementId } from "@virt-driver-kit/spec";

import type { DriverMutant, Mutant, SiteMutant, WireMutant } from "./mutant.ts";

/** One way in which a requirement is broken. */
export type Breach = BreachFacts &
  (Pick<DriverMutant, "driver"> | Pick<WireMutant, "attach"> | Pick<SiteMutant, "site">);

interface BreachFacts {
  /** A word for it. */
  readonly word: string;
  /** What the driver does wrong, as a sentence. */
  readonly title: string;
  /** A part of the finding's message. */
  readonly message: string;
  /** As {@link Mutant} has it. */
  readonly alsoBreaks?: readonly RequirementId[];
  readonly keepsState?: true;
  readonly patience?: number;
  /** Patterns of the checks that are to find it. Left out: all of the requirement. */
  readonly only?: readonly string[];
}

/** Makes the mutants of a requirement. */
export function breaks(requirement: RequirementId, ...breaches: readonly Breach[]): Mutant[] {
  return breaches.map(({ word, ...facts }) => ({
    id: `${requirement}: ${word}`,
    requirement,
    only: [requirement],
    ...facts,
  }));
}
