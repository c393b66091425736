// Tries a mutant where it was found the last time, which needs no look at right drivers first.
import { allChecks } from "../../src/checks/index.ts";
import { runIn, brokenIn } from "./run-in.ts";
import type { MutationSite } from "./site.ts";
import { SILENCE_MS, SURROUNDINGS } from "./surroundings.ts";
import { type Hint, killedBy } from "./try-site.ts";
import type { Killed } from "./verdict.ts";

/**
 * Tries a mutant with the check that found it, and if that says nothing with those of the operations and topics that it is about, in the same
 * surroundings.
 *
 * @returns What found it; undefined if nothing did.
 */
export async function tryHinted(site: MutationSite, { where, by }: Hint): Promise<Killed | undefined> {
  const surroundings = SURROUNDINGS.find(({ name }) => name === where);
  if (surroundings === undefined || !surroundings.takes(site.mutation)) return undefined;
  const hinted = allChecks.filter(({ id }) => id === by);
  const near = allChecks.filter(
    (check) => surroundings.isFor(check) && site.origins.some((origin) => check.id.startsWith(`${origin}/`)),
  );
  for (const checks of [hinted, near]) {
    if (checks.length === 0) continue;
    const result = await runIn((directory) => surroundings.attach(site.mutation, directory), checks, {
      answerWithinMs: SILENCE_MS,
      until: (outcome) => brokenIn(outcome).length > 0,
    });
    const killed = killedBy(result, surroundings);
    if (killed !== undefined) return killed;
  }
  return undefined;
}
