// The sample of sites that is scored. It is fixed by the ids of the sites and a seed, before anything is tried.
import { createHash } from "node:crypto";

import { MUTATION_CLASSES, type MutationSite } from "./site.ts";

/** How the sample is drawn. */
export interface Sampling {
  /** How many sites of each class; all if it has fewer. */
  readonly perClass: number;
  readonly seed: number;
}

/** The sample that the score is of. */
export const SAMPLING: Sampling = { perClass: 32, seed: 1 };

/**
 * Draws a sample with as many sites of each class.
 *
 * A site is in or out by its own id and those of its class that come before it in an order that the seed decides: a new site joins in its
 * place, and drives out at most one.
 */
export function sampleOf(sites: readonly MutationSite[], { perClass, seed }: Sampling): readonly MutationSite[] {
  const ranked = sites.map((site) => ({ site, rank: rank(site, seed) }));
  ranked.sort((one, other) => (one.rank < other.rank ? -1 : 1));
  return MUTATION_CLASSES.flatMap((name) => {
    const ofClass = ranked.filter(({ site }) => site.class === name).slice(0, perClass);
    return ofClass.map(({ site }) => site);
  });
}

function rank({ id }: MutationSite, seed: number): string {
  return createHash("sha256").update(`${seed} ${id}`).digest("hex");
}
