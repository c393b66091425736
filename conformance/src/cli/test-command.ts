// `vdk test`: certifies a driver.
import { resolve } from "node:path";

import { specModel } from "@virt-driver-kit/spec";
import { Command, InvalidArgumentError } from "commander";

import { allChecks } from "../checks/index.ts";
import { describeSource } from "../engine/attach-driver.ts";
import { executeRun } from "../engine/execute-run.ts";
import type { KnownFailure } from "../engine/known-failing.ts";
import { makePlan } from "../engine/make-plan.ts";
import { profileNamed } from "../engine/profile.ts";
import type { AttachReport } from "../engine/run-record.ts";
import type { RunResult } from "../engine/run-result.ts";
import { exitCodeOf } from "../engine/run-verdict.ts";
import { selectChecks } from "../engine/selection.ts";
import type { Selection, Shard } from "../engine/selection.ts";
import { UsageError } from "../engine/usage-error.ts";
import { parseSequence, sequenceText } from "../model/sequence-text.ts";
import { paint } from "../reports/paint.ts";
import { prettyReport } from "../reports/pretty-report.ts";
import { progress } from "../reports/progress.ts";
import { hasColour, print } from "./cli-io.ts";
import type { CliIo, ExitCode } from "./cli-io.ts";
import { addDriverOptions, chooseDriver } from "./driver-options.ts";
import type { DriverOptions } from "./driver-options.ts";
import { replayCommand } from "./replay-command.ts";

/** The command's options, as they were given. */
export interface TestOptions extends DriverOptions {
  readonly profile?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly seed?: number;
  readonly sequence?: string;
  readonly shard?: Shard;
  readonly repeat: number;
  readonly soak?: boolean;
  readonly report?: string;
  readonly knownFailing?: string;
}

/** Makes the command. */
export function testCommand(io: CliIo, exit: (code: ExitCode) => void): Command {
  const command = addDriverOptions(new Command("test").description("run the conformance checks on a driver"))
    .option("--peer <address>", "the driver of a second host of the same site, for checks in which instances move")
    .option("--profile <name>", "the profile to certify for (default: base)")
    .option("--only <glob>", "run only checks or requirements like this; may be repeated", collect, [])
    .option("--skip <glob>", "leave out checks or requirements like this; may be repeated", collect, [])
    .option("--seed <n>", "decides the order of the checks (default: random, printed)", wholeNumber(0, 2 ** 32 - 1))
    .option("--sequence <steps>", "play these steps in the checks of random sequences, as a report gives them", steps)
    .option("--shard <i/n>", "run the i-th of n parts", shardOf)
    .option("--repeat <n>", "run every check n times", wholeNumber(1, 10_000), 1)
    .option(
      "--soak",
      "go round a thousand times, or the soakCycles of the configuration, in checks of what must not leak",
    )
    .option("--report <dir>", "write results.json, junit.xml and coverage.txt there")
    .option("--known-failing <file>", "a YAML list of failures that are known");
  return command.action(async (options: TestOptions) => exit(await runTest(options, io)));
}

async function runTest(options: TestOptions, io: CliIo): Promise<ExitCode> {
  const chosen = await chooseDriver(options, io);
  const config = {
    ...chosen.config,
    ...(options.peer !== undefined && {
      resources: { ...chosen.config.resources, hosts: [{ connect: options.peer }] },
    }),
    ...(options.profile !== undefined && { profile: options.profile }),
    ...(options.soak === true && { soak: true }),
  };
  const plan = makePlan({ driver: chosen.source, config, selection: selectionOf(options), cwd: io.cwd });
  profileNamed(specModel, plan.profile);
  const selected = selectChecks(allChecks, plan.selection);
  if (selected.length === 0) throw new UsageError("No check matches: vdk list --checks shows all of them");
  const known = await knownIn(options.knownFailing ?? config.knownFailing, io.cwd);
  const report = options.report ?? config.report;
  const reportFolder = report === undefined ? undefined : resolve(io.cwd, report);
  if (reportFolder !== undefined) {
    const { prepareReports } = await import("../reports/write-reports.ts");
    prepareReports(reportFolder);
  }

  const style = paint(hasColour(io.stdout, io.env));
  const write = (text: string): void => void io.stdout.write(text);
  const display = progress(selected.length, {
    write,
    isTerminal: io.stdout.isTTY === true,
    columns: io.stdout.columns ?? 80,
    paint: style,
  });
  const attachment = describeSource(plan.driver);
  const begun = (attach: AttachReport): void => {
    if (attach.unusable !== true)
      write(`${selected.length} checks on ${attachment}, seed ${plan.selection.seed}, run ${plan.runId}\n`);
    display.begun(attach);
  };
  const end = await executeRun(
    plan,
    { known, report: reportFolder, attachment },
    { onAttach: begun, onOutcome: (outcome) => display.checked(outcome) },
    io.signal,
  );
  display.done();
  if ("unusable" in end) throw new UsageError([end.unusable, end.hint].filter((part) => part !== undefined).join(". "));
  const replay = (check: string, sequence?: string): string =>
    replayCommand(check, end.result.run.seed, options, sequence);
  print(io.stdout, ["", ...prettyReport(end.result, { model: specModel, paint: style, replay })]);
  printPlaces(end.result, report, write);
  return exitCodeOf(end.result.verdict);
}

/** What reads YAML takes a while to load: only a list needs it. */
async function knownIn(file: string | undefined, cwd: string): Promise<readonly KnownFailure[]> {
  if (file === undefined) return [];
  const { loadKnownFailing } = await import("../engine/load-known-failing.ts");
  return loadKnownFailing(file, cwd);
}

function printPlaces({ run }: RunResult, report: string | undefined, write: (text: string) => void): void {
  if (report !== undefined) write(`Report in ${report}: results.json, junit.xml, coverage.txt\n`);
  if (run.journal !== undefined) write(`Journal in ${run.journal}\n`);
}

function selectionOf({ only, skip, seed, sequence, shard, repeat }: TestOptions): Partial<Selection> {
  return {
    only,
    skip,
    repeat,
    ...(seed !== undefined && { seed }),
    ...(sequence !== undefined && { sequence }),
    ...(shard !== undefined && { shard }),
  };
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/u.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    return value;
  };
}

function steps(text: string): string {
  try {
    return sequenceText(parseSequence(text));
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `${error.message}.` : String(error));
  }
}

function shardOf(text: string): Shard {
  const [index = 0, count = 0] = /^(\d+)\/(\d+)$/u.exec(text)?.slice(1).map(Number) ?? [];
  if (index < 1 || index > count)
    throw new InvalidArgumentError("It must be like 1/3: the part, from 1, and how many there are.");
  return { index, count };
}
