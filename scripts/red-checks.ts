// Keeps the list of the checks that were seen to fail, conformance/test/mutants/seen-red.txt: takes off what is gone, and looks for a
// mutant for each check that has none. Exits 1 if a check fails on no mutant.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { allChecks } from "../conformance/src/checks/index.ts";
import { allMutants } from "../conformance/test/mutants/all-mutants.ts";
import { checksFor, tryMutant } from "../conformance/test/mutants/findings.ts";
import type { Mutant } from "../conformance/test/mutants/mutant.ts";
import { removeImages } from "../conformance/test/mutants/run-checks.ts";
import { readSeenRed, redChecks, SEEN_RED, seenRedText } from "../conformance/test/mutants/seen-red.ts";

const { values } = parseArgs({ options: { all: { type: "boolean", default: false } } });
const requirements = new Map(allChecks.map(({ id, requirement }) => [id, requirement]));
const tried = new Map(allMutants.map((mutant) => [mutant, new Set(checksFor(mutant).map(({ id }) => id))]));
const mutants = new Map(allMutants.map((mutant) => [mutant.id, mutant]));

const witnesses = new Map(
  [...readSeenRed()].filter(([check, mutant]) => {
    const known = mutants.get(mutant);
    return known !== undefined && tried.get(known)?.has(check) === true && requirements.has(check);
  }),
);

/** The checks of a mutant that still have no witness. */
const missing = (mutant: Mutant): string[] =>
  [...(tried.get(mutant) ?? [])].filter((check) => !witnesses.has(check) && requirements.has(check));

/** Tries a mutant; with `--all` what it was listed for is taken off if it does not show. */
async function witness(mutant: Mutant): Promise<void> {
  const red = redChecks((await tryMutant(mutant)).result);
  if (values.all) for (const [check, id] of witnesses) if (id === mutant.id && !red.has(check)) witnesses.delete(check);
  for (const check of missing(mutant)) if (red.has(check)) witnesses.set(check, mutant.id);
}

/** Mutants of the requirement that a check is about come first: they are the likely ones. */
const isLikely = (mutant: Mutant): boolean =>
  missing(mutant).some((check) => requirements.get(check) === mutant.requirement);

if (values.all) for (const mutant of allMutants) await witness(mutant);
for (const mutant of allMutants) if (isLikely(mutant)) await witness(mutant);
for (const mutant of allMutants) if (missing(mutant).length > 0) await witness(mutant);
removeImages();
writeFileSync(SEEN_RED, seenRedText(witnesses));

const never = allChecks.map(({ id }) => id).filter((id) => !witnesses.has(id));
process.stdout.write(`${witnesses.size} of ${allChecks.length} checks were seen to fail\n`);
for (const id of never) process.stdout.write(`never: ${id}\n`);
process.exit(never.length > 0 ? 1 : 0);
