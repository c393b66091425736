// `vdk sweep`: removes what runs that died have left on a driver.
import { systemClock } from "@virt-driver-kit/spec";
import type { DriverClient } from "@virt-driver-kit/spec";
import { Command, Option } from "commander";

import { attachDriver } from "../engine/attach-driver.ts";
import { makePlan } from "../engine/make-plan.ts";
import type { JournalEntry } from "../harness/journal.ts";
import { readInstances, readNodes } from "../harness/read-all.ts";
import { removeInstances } from "../harness/remove-instances.ts";
import { answerLimitMs } from "../harness/settings.ts";
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
  // Before anything else: a fault may be why the driver does not answer.
  print(io.stdout, journals.flatMap(reportFaults));
  const { settings } = makePlan({ driver: source, config, cwd: io.cwd });
  const keeper = new SessionKeeper(
    attachDriver(source, answerLimitMs(settings, "initialize")),
    () => undefined,
    systemClock,
  );
  try {
    const { driver } = (await openSessionOrExplain(keeper)).connection;
    const sources = options.prefix === undefined ? journals : [await listingToSweep(driver, options.prefix)];
    // Another driver does not list the instances of a journal either, and that says nothing about them.
    const nodes = new Set(sources.length === 0 ? [] : (await readNodes(driver)).map(({ uuid }) => uuid));
    let left = 0;
    for (const one of sources) left += await sweep(one, { driver, nodes, isNamed: options.journal !== undefined }, io);
    print(io.stdout, unreadable);
    if (sources.length === 0) print(io.stdout, ["Nothing to sweep: no run has left a journal"]);
    return left === 0 ? 0 : 1;
  } finally {
    await keeper.close();
  }
}

/** The driver to sweep on. */
interface Swept {
  readonly driver: DriverClient;
  /** The nodes that it has. */
  readonly nodes: ReadonlySet<string>;
  /** Whether the user has named the journal. */
  readonly isNamed: boolean;
}

/** Sweeps one source; tells how many things are left. */
async function sweep(one: SweepSource, { driver, nodes, isNamed }: Swept, io: CliIo): Promise<number> {
  const outstanding = one.journal.outstanding();
  const here = outstanding.filter(({ node }) => nodes.has(node));
  const elsewhere = outstanding.filter(({ node }) => !nodes.has(node));
  const { own, renamed } = await underTheirNames(here, driver);
  const strangers = [...one.strangers, ...renamed];
  print(io.stdout, [...reportStrangers(one, strangers), ...reportElsewhere(one, elsewhere)]);
  const left = renamed.length + one.faults.length + (isNamed ? one.strangers.length + elsewhere.length : 0);
  if (own.length === 0 && strangers.length + elsewhere.length > 0) return left;
  const { leaks, unknown } = await removeInstances(own, driver, one.journal, systemClock);
  const refusals = leaks.map(({ refusal }) => refusal);
  print(io.stdout, report(one, own, refusals, unknown));
  one.finish();
  return left + stillOpen(one, own).length;
}

/** Tells the instances that are still called what the kit called them from those that are not, whoever has made those. */
async function underTheirNames(
  entries: readonly JournalEntry[],
  driver: DriverClient,
): Promise<{ readonly own: readonly JournalEntry[]; readonly renamed: readonly JournalEntry[] }> {
  // A driver that has no list can still destroy by uuid.
  const listed = entries.length === 0 ? [] : await readInstances(driver).catch(() => []);
  const names = new Map(listed.flatMap((one) => (one.ownership === "owned" ? [[one.uuid, one.name] as const] : [])));
  const isRenamed = ({ uuid, name }: JournalEntry): boolean => (names.get(uuid) ?? name) !== name;
  return { own: entries.filter((entry) => !isRenamed(entry)), renamed: entries.filter(isRenamed) };
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

function reportFaults({ label, faults }: SweepSource): string[] {
  return faults.flatMap(({ hook, endLine }) => [
    `${label}: it died while the fault of the hook "${hook}" was in force. End it by hand, unless that is done:`,
    `  ${endLine}`,
  ]);
}

function reportStrangers({ label }: SweepSource, entries: readonly JournalEntry[]): string[] {
  if (entries.length === 0) return [];
  return [
    `${label}: left alone what the kit did not make, by its uuid and name`,
    ...entries.map(({ uuid, name, node }) => `  ${uuid} "${name}" on node ${node}`),
  ];
}

function reportElsewhere({ label, journal }: SweepSource, entries: readonly JournalEntry[]): string[] {
  if (entries.length === 0) return [];
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
