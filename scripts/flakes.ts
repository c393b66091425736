// The flake gate: runs the whole kit again and again on right drivers, each time with another seed, which decides the order of the checks, the driver's
// latencies and identities, its persona, its hosts and whether it keeps its state. One check that is not green fails the gate; its line says how to
// have that run again. `npm run flakes -- --help` lists the options; `--runs 200 --stdio 20` is what a release has to pass.
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";

import { type RunOptions, type RunReport, runOnce } from "./flakes/one-run.ts";
import { type Attachment, type SetUp, describeSetUp, setUpOf } from "./flakes/set-up.ts";

const HELP = `Runs the kit on right drivers and fails if one check is not green.

  --runs <n>       how many runs in-process (default: 200)
  --stdio <n>      how many runs over standard input and output (default: 20)
  --jobs <n>       how many runs at a time (default: 2)
  --from-seed <n>  the seed of the first run; each run has the next one (default: random, printed)
  --only <glob>    run only checks like this; may be repeated
  --faults <plan>  make the driver wrong by a fault plan, to see the gate fail
  --source         run the packages from source instead of the build
`;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    stdio: { type: "string", default: "20" },
    jobs: { type: "string", default: "2" },
    "from-seed": { type: "string", default: String(randomBytes(3).readUIntBE(0, 3)) },
    only: { type: "string", multiple: true, default: [] },
    faults: { type: "string" },
    source: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

function wholeNumber(name: "runs" | "stdio" | "jobs" | "from-seed", least: number): number {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value >= least) return value;
  console.error(`Cannot run: --${name} is "${values[name]}" and has to be a whole number from ${least}`);
  process.exit(2);
}

/** The command that has one run again. */
function again({ seed, attachment }: SetUp, check: string | undefined): string {
  const count = attachment === "stdio" ? "--runs 0 --stdio 1" : "--runs 1 --stdio 0";
  return `npm run flakes -- ${count} --from-seed ${seed}${check === undefined ? "" : ` --only '${check}'`}`;
}

/** Tells what was not green in a run. */
function tell(setUp: SetUp, { flakes }: RunReport): void {
  console.log(`\nNOT GREEN ${describeSetUp(setUp)}`);
  for (const { check, message } of flakes) console.log(`  ${check}: ${message}`);
  const [first] = flakes;
  console.log(`  the whole run again: ${again(setUp, undefined)}`);
  if (first !== undefined && first.check.includes("/"))
    console.log(`  the check alone:     ${again(setUp, first.check)}`);
}

/** The runs of one attachment, and where among all runs each of them stands, from 0 to 1. */
function runsOf(count: number, attachment: Attachment, base: number): { at: number; setUp: SetUp }[] {
  return Array.from({ length: count }, (_, index) => {
    return { at: (index + 0.5) / count, setUp: setUpOf(base + index, attachment) };
  });
}

async function main(): Promise<void> {
  const base = wholeNumber("from-seed", 0);
  const inProcess = wholeNumber("runs", 0);
  const stdio = wholeNumber("stdio", 0);
  const options: RunOptions = {
    only: values.only,
    fromSource: values.source,
    ...(values.faults !== undefined && { faults: values.faults }),
  };
  // Mixed, so that a gate that is stopped has tried both.
  const waiting = [...runsOf(inProcess, "in-process", base), ...runsOf(stdio, "stdio", base)]
    .toSorted((a, b) => a.at - b.at)
    .map(({ setUp }) => setUp);
  const total = waiting.length;
  const began = performance.now();
  let done = 0;
  let passed = 0;
  const notGreen: SetUp[] = [];
  console.log(`${inProcess} runs in-process and ${stdio} over stdio, from seed ${base}`);

  const work = async (): Promise<void> => {
    for (let setUp = waiting.shift(); setUp !== undefined; setUp = waiting.shift()) {
      const report = await runOnce(setUp, options);
      done += 1;
      passed += report.passed;
      if (report.flakes.length > 0) {
        notGreen.push(setUp);
        tell(setUp, report);
      }
      const minutes = (performance.now() - began) / 60_000;
      const left = (minutes / done) * (total - done);
      console.log(
        `${done}/${total} runs, ${notGreen.length} not green, ${passed} checks passed, ${minutes.toFixed(1)} min, ${left.toFixed(1)} min left`,
      );
    }
  };
  await Promise.all(Array.from({ length: wholeNumber("jobs", 1) }, work));

  console.log(`${total} runs from seed ${base}: ${notGreen.length} not green`);
  for (const setUp of notGreen) console.log(`  ${again(setUp, undefined)}`);
  if (notGreen.length > 0 || total === 0) process.exitCode = 1;
}

if (values.help) process.stdout.write(HELP);
else await main();
