// `vdk sweep`: removes what runs that died have left on a driver.
import { systemClock } from "@virt-driver-kit/spec";
import { Command, Option } from "commander";

import { attachDriver } from "../engine/attach-driver.ts";
import { makePlan } from "../engine/make-plan.ts";
import type { JournalEntry } from "../harness/journal.ts";
import { readNodes } from "../harness/read-all.ts";
import { removeInstances } from "../harness/remove-instances.ts";
import { SessionKeeper } from "../harness/session-keeper.ts";
import { print } from "./cli-io.ts";
import type { CliIo, ExitCode } from "./cli-io.ts";
import { addDriverOptions, chooseDriver } from "./driver-options.ts";
import type { DriverOptions } from "./driver-options.ts";
import { openSessionOrExplain } from "./open-session.ts";
import { journalToSweep, journalsToSweep, listingToSweep } from "./sweep-source.ts";
import type { JournalsFound, SweepSource } from "./sweep-source.ts";

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
  const { sources: journals, unreadable } = readJournals(options, io);
  const { answerWithinMs, timeScale } = makePlan({ driver: source, config, cwd: io.cwd }).settings;
  const keeper = new SessionKeeper(attachDriver(source, answerWithinMs * timeScale), () => undefined, systemClock);
  try {
    const { driver } = (await openSessionOrExplain(keeper)).connection;
    const sources = options.prefix === undefined ? journals : [await listingToSweep(driver, options.prefix)];
    // Another driver does not list the instances of a journal either, and that says nothing about them.
    const nodes = new Set(sources.length === 0 ? [] : (await readNodes(driver)).map(({ uuid }) => uuid));
    let left = 0;
    for (const one of sources) {
      const outstanding = one.journal.outstanding();
      const entries = outstanding.filter(({ node }) => nodes.has(node));
      const elsewhere = outstanding.filter(({ node }) => !nodes.has(node));
      if (elsewhere.length > 0) {
        print(io.stdout, reportElsewhere(one, elsewhere));
        if (options.journal !== undefined) left += elsewhere.length;
        if (entries.length === 0) continue;
      }
      const { leaks, unknown } = await removeInstances(entries, driver, one.journal, systemClock);
      print(
        io.stdout,
        report(
          one,
          entries,
          leaks.map(({ refusal }) => refusal),
          unknown,
        ),
      );
      left += stillOpen(one, entries).length;
      one.finish();
    }
    print(io.stdout, unreadable);
    if (sources.length === 0) print(io.stdout, ["Nothing to sweep: no run has left a journal"]);
    return left === 0 ? 0 : 1;
  } finally {
    await keeper.close();
  }
}

function readJournals({ journal, prefix }: SweepOptions, io: CliIo): JournalsFound {
  if (prefix !== undefined) return { sources: [], unreadable: [] };
  return journal === undefined ? journalsToSweep() : { sources: [journalToSweep(journal, io.cwd)], unreadable: [] };
}

/** Those of some entries that are not known to be gone. */
function stillOpen({ journal }: SweepSource, entries: readonly JournalEntry[]): JournalEntry[] {
  const open = new Set(journal.outstanding().map(({ uuid }) => uuid));
  return entries.filter(({ uuid }) => open.has(uuid));
}

function reportElsewhere({ label, journal }: SweepSource, entries: readonly JournalEntry[]): string[] {
  return [
    `${label}: left alone what is on nodes that this driver does not have; sweep with the driver that made it`,
    ...entries.map(({ uuid, name, node }) => `  ${uuid} "${name}" on node ${node}`),
    `  journal ${journal.path}`,
  ];
}

function report(
  source: SweepSource,
  entries: readonly JournalEntry[],
  refusals: readonly unknown[],
  unknown: unknown,
): string[] {
  const count = entries.length;
  const left = stillOpen(source, entries);
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
