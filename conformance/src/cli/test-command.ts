// `vdk test`: certifies a driver.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { specModel } from "@virt-driver-kit/spec";
import { Command, InvalidArgumentError } from "commander";

import { allChecks } from "../checks/index.ts";
import { describeSource } from "../engine/attach-driver.ts";
import { executeRun } from "../engine/execute-run.ts";
import { parseKnownFailing } from "../engine/known-failing.ts";
import type { KnownFailure } from "../engine/known-failing.ts";
import { unknownEntries } from "../engine/known-failures.ts";
import { makePlan } from "../engine/make-plan.ts";
import { profileNamed } from "../engine/profile.ts";
import type { AttachReport } from "../engine/run-record.ts";
import type { RunResult } from "../engine/run-result.ts";
import { exitCodeOf } from "../engine/run-verdict.ts";
import { selectChecks } from "../engine/selection.ts";
import type { Selection, Shard } from "../engine/selection.ts";
import { UsageError } from "../engine/usage-error.ts";
import { paint } from "../reports/paint.ts";
import { prettyReport } from "../reports/pretty-report.ts";
import { progress } from "../reports/progress.ts";
import { prepareReports } from "../reports/write-reports.ts";
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
  readonly shard?: Shard;
  readonly repeat: number;
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
    .option("--shard <i/n>", "run the i-th of n parts", shardOf)
    .option("--repeat <n>", "run every check n times", wholeNumber(1, 10_000), 1)
    .option("--report <dir>", "write results.json and junit.xml there")
    .option("--known-failing <file>", "a YAML list of failures that are known");
  return command.action(async (options: TestOptions) => exit(await runTest(options, io)));
}

async function runTest(options: TestOptions, io: CliIo): Promise<ExitCode> {
  const chosen = await chooseDriver(options, io);
  const config = {
    ...chosen.config,
    ...(options.peer !== undefined && { peer: { connect: options.peer } }),
    ...(options.profile !== undefined && { profile: options.profile }),
  };
  const plan = makePlan({ driver: chosen.source, config, selection: selectionOf(options), cwd: io.cwd });
  profileNamed(specModel, plan.profile);
  const selected = selectChecks(allChecks, plan.selection);
  if (selected.length === 0) throw new UsageError("No check matches: vdk list --checks shows all of them");
  const known = loadKnown(options.knownFailing ?? config.knownFailing, io.cwd);
  const report = options.report ?? config.report;
  const reportFolder = report === undefined ? undefined : resolve(io.cwd, report);
  if (reportFolder !== undefined) prepareReports(reportFolder);

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
  const replay = (check: string): string => replayCommand(check, end.result.run.seed, options);
  print(io.stdout, ["", ...prettyReport(end.result, { model: specModel, paint: style, replay })]);
  printPlaces(end.result, report, write);
  return exitCodeOf(end.result.verdict);
}

function printPlaces({ run }: RunResult, report: string | undefined, write: (text: string) => void): void {
  if (report !== undefined) write(`Report in ${report}: results.json, junit.xml\n`);
  if (run.journal !== undefined) write(`Journal in ${run.journal}\n`);
}

function selectionOf({ only, skip, seed, shard, repeat }: TestOptions): Partial<Selection> {
  return { only, skip, repeat, ...(seed !== undefined && { seed }), ...(shard !== undefined && { shard }) };
}

function loadKnown(file: string | undefined, cwd: string): KnownFailure[] {
  if (file === undefined) return [];
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), "utf8");
  } catch (error) {
    throw new UsageError(
      `Cannot read the known failures in "${file}": ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  const known = parseKnownFailing(text, file);
  const ids = [...Object.keys(specModel.requirements), ...allChecks.map(({ id }) => id)];
  const [stranger] = unknownEntries(known, ids);
  if (stranger !== undefined)
    throw new UsageError(
      `Cannot use the known failures in "${file}": no check or requirement is called "${stranger.id}"`,
    );
  return known;
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

function shardOf(text: string): Shard {
  const [index = 0, count = 0] = /^(\d+)\/(\d+)$/u.exec(text)?.slice(1).map(Number) ?? [];
  if (index < 1 || index > count)
    throw new InvalidArgumentError("It must be like 1/3: the part, from 1, and how many there are.");
  return { index, count };
}
