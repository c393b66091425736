// `vdk sweep`: removes what runs that died have left on a driver.
import { systemClock } from "@virt-driver-kit/spec";
import { Command, Option } from "commander";

import { attachDriver } from "../engine/attach-driver.ts";
import { makePlan } from "../engine/make-plan.ts";
import { removeInstances } from "../harness/remove-instances.ts";
import { SessionKeeper } from "../harness/session-keeper.ts";
import { print } from "./cli-io.ts";
import type { CliIo, ExitCode } from "./cli-io.ts";
import { addDriverOptions, chooseDriver } from "./driver-options.ts";
import type { DriverOptions } from "./driver-options.ts";
import { openSessionOrExplain } from "./open-session.ts";
import { journalToSweep, journalsToSweep, listingToSweep } from "./sweep-source.ts";
import type { SweepSource } from "./sweep-source.ts";

interface SweepOptions extends DriverOptions {
  readonly journal?: string;
  readonly prefix?: string;
}

/** Makes the command. */
export function sweepCommand(io: CliIo, exit: (code: ExitCode) => void): Command {
  return addDriverOptions(new Command("sweep").description("remove the instances that a run left behind on a driver"))
    .addOption(
      new Option("--journal <file>", "of the run with this journal (default: of every run that died)").conflicts(
        "prefix",
      ),
    )
    .addOption(
      new Option("--prefix <text>", "whose names begin with this, whatever run they are of").conflicts("journal"),
    )
    .action(async (options: SweepOptions) => exit(await runSweep(options, io)));
}

async function runSweep(options: SweepOptions, io: CliIo): Promise<ExitCode> {
  const { source, config } = await chooseDriver(options, io);
  const journals = options.prefix === undefined ? readJournals(options, io) : [];
  const { answerWithinMs, timeScale } = makePlan({ driver: source, config, cwd: io.cwd }).settings;
  const keeper = new SessionKeeper(attachDriver(source, answerWithinMs * timeScale), () => undefined, systemClock);
  try {
    const { driver } = (await openSessionOrExplain(keeper)).connection;
    const sources = options.prefix === undefined ? journals : [await listingToSweep(driver, options.prefix)];
    let left = 0;
    for (const one of sources) {
      const entries = one.journal.outstanding();
      const { leaks, unknown } = await removeInstances(entries, driver, one.journal, systemClock);
      print(
        io.stdout,
        report(
          one,
          entries.length,
          leaks.map(({ refusal }) => refusal),
          unknown,
        ),
      );
      left += one.journal.outstanding().length;
      one.finish();
    }
    if (sources.length === 0) print(io.stdout, ["Nothing to sweep: no run has left a journal"]);
    return left === 0 ? 0 : 1;
  } finally {
    await keeper.close();
  }
}

function readJournals(options: SweepOptions, io: CliIo): SweepSource[] {
  return options.journal === undefined ? journalsToSweep() : [journalToSweep(options.journal, io.cwd)];
}

function report(source: SweepSource, count: number, refusals: readonly unknown[], unknown: unknown): string[] {
  const left = source.journal.outstanding();
  const causes = [...refusals.filter((refusal) => refusal !== undefined), unknown].filter(
    (cause) => cause !== undefined,
  );
  const [why] = causes.map((cause) => (cause instanceof Error ? cause.message : JSON.stringify(cause)));
  return [
    `${source.label}: ${count - left.length} of ${count} instances are gone`,
    ...left.map(({ uuid, name, check }) => `  still there or unknown: ${uuid} "${name}" of ${check}`),
    ...(why === undefined ? [] : [`  ${why}`]),
  ];
}
