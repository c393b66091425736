// Tries the kit on drivers that are wrong in one way each, prints how many it finds, and fails if that is less than it was or has to be.
import { availableParallelism } from "node:os";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { idPatterns } from "../conformance/test/mutation/exclusions.ts";
import { problemsOf } from "../conformance/test/mutation/gate.ts";
import { measure } from "../conformance/test/mutation/measure.ts";
import { RECORDED_WORK } from "../conformance/test/mutation/recorded-work.ts";
import { SAMPLING, type Sampling, sampleOf } from "../conformance/test/mutation/sample.ts";
import { keptScore, SCORE } from "../conformance/test/mutation/score.ts";
import type { MutationSite } from "../conformance/test/mutation/site.ts";
import { knownSurvivors } from "../conformance/test/mutation/survivors.ts";
import { tableOf } from "../conformance/test/mutation/table.ts";
import type { MutantVerdict } from "../conformance/test/mutation/verdict.ts";
import { removeImages } from "../conformance/test/mutants/run-checks.ts";

const HELP = `npm run mutation -- [options]

  --site <id>      only this site; * stands for anything; may be repeated
  --class <name>   only sites of this class; may be repeated
  --all            every site, and not the sample
  --sample <n>     so many sites of each class (default: ${SAMPLING.perClass})
  --seed <n>       the seed of the sample (default: ${SAMPLING.seed})
  --quick          without the hand-written mutants and the bugs of real drivers
  --jobs <n>       how many at once (default: as many as there are processors, at most 4)
  --write          keep the score in conformance/test/mutation/score.json
`;

const { values: flags } = parseArgs({
  options: {
    site: { type: "string", multiple: true, default: [] },
    class: { type: "string", multiple: true, default: [] },
    all: { type: "boolean", default: false },
    sample: { type: "string", default: String(SAMPLING.perClass) },
    seed: { type: "string", default: String(SAMPLING.seed) },
    quick: { type: "boolean", default: false },
    jobs: { type: "string", default: String(Math.min(4, availableParallelism())) },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const sampling: Sampling = { perClass: Number(flags.sample), seed: Number(flags.seed) };
const isPart = flags.site.length > 0 || flags.class.length > 0;
const isScored = !isPart && !flags.all && sampling.perClass === SAMPLING.perClass && sampling.seed === SAMPLING.seed;

function choose(sites: readonly MutationSite[]): readonly MutationSite[] {
  if (flags.site.length > 0) {
    const isMeant = idPatterns(flags.site);
    return sites.filter(({ id }) => isMeant(id));
  }
  const ofClasses = flags.class.length === 0 ? sites : sites.filter((site) => flags.class.includes(site.class));
  return flags.all ? ofClasses : sampleOf(ofClasses, sampling);
}

function tell(id: string, verdict: MutantVerdict, done: number, all: number): void {
  if (isPart || !verdict.isKilled) console.log(`${id}: ${describe(verdict)}`);
  if (done % 100 === 0) console.log(`${done} of ${all}`);
}

function describe(verdict: MutantVerdict): string {
  if (verdict.isKilled) return `found by ${verdict.by} in surroundings "${verdict.where}"`;
  const seen = verdict.candidates === 0 ? "no check comes to it" : `${verdict.candidates} checks come to it`;
  return `not found; ${seen}${verdict.trouble === undefined ? "" : `; ${verdict.trouble}`}`;
}

async function run(): Promise<number> {
  const kept = keptScore();
  const hints = kept?.killed ?? {};
  const isWhole = !isPart && !flags.quick;
  const startedAt = performance.now();
  const measured = await measure({ sampling, choose, isWhole, jobs: Number(flags.jobs), hints, onVerdict: tell });
  const { score, work } = measured;
  console.log(`\n${tableOf(score)}\n${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes`);
  if (!isScored) return 0;
  if (flags.write && isWhole) {
    writeFileSync(SCORE, `${JSON.stringify(score, null, 2)}\n`);
    writeFileSync(RECORDED_WORK, `${JSON.stringify(work, null, 2)}\n`);
  }
  const problems = problemsOf(measured, { kept: flags.write ? undefined : kept, survivors: knownSurvivors() });
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}

if (flags.help) console.log(HELP);
else process.exitCode = await run().finally(removeImages);
