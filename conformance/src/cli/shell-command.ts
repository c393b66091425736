// `vdk shell`: talks to a driver by hand.
import { createInterface } from "node:readline";
import type { Interface } from "node:readline";

import { systemClock } from "@virt-driver-kit/spec";
import type { DriverConnection } from "@virt-driver-kit/spec";
import { Command } from "commander";

import { attachDriver } from "../engine/attach-driver.ts";
import { makePlan } from "../engine/make-plan.ts";
import { answerLimitMs } from "../harness/settings.ts";
import { SessionKeeper } from "../harness/session-keeper.ts";
import type { OpenSession } from "../harness/session-keeper.ts";
import { paint } from "../reports/paint.ts";
import { hasColour, print } from "./cli-io.ts";
import type { CliIo, ExitCode } from "./cli-io.ts";
import { addDriverOptions, chooseDriver } from "./driver-options.ts";
import type { DriverOptions } from "./driver-options.ts";
import { openSessionOrExplain } from "./open-session.ts";
import { shellSession } from "./shell-session.ts";

/** Makes the command. */
export function shellCommand(io: CliIo, exit: (code: ExitCode) => void): Command {
  return addDriverOptions(
    new Command("shell").description("call a driver's operations by hand and watch its events"),
  ).action(async (options: DriverOptions) => exit(await runShell(options, io)));
}

async function runShell(options: DriverOptions, io: CliIo): Promise<ExitCode> {
  const { source, config } = await chooseDriver(options, io);
  const { settings } = makePlan({ driver: source, config, cwd: io.cwd });
  const watches: (() => void)[] = [];
  const keeper = new SessionKeeper(
    attachDriver(source, answerLimitMs(settings, "initialize")),
    (connection) => watches.push(...watch(connection, io)),
    systemClock,
  );
  try {
    const session = await openSessionOrExplain(keeper);
    greet(session, io);
    await readLines(session.connection, io);
    return 0;
  } finally {
    for (const stop of watches) stop();
    await keeper.close();
  }
}

/** Shows what the driver says unasked. Returns the ways to stop it. */
function watch(connection: DriverConnection, io: CliIo): (() => void)[] {
  const { faint, bad } = paint(hasColour(io.stdout, io.env));
  const stopEvents = connection.onEvent(({ sequence, instanceUuid, transition, powerState }) => {
    io.stdout.write(`${faint(`event ${sequence}: ${instanceUuid} ${transition}, now ${powerState}`)}\n`);
  });
  const stopFaults = connection.onFault((fault) => io.stdout.write(`${bad(fault.message)}\n${fault.hint}\n`));
  return [stopEvents, stopFaults];
}

function greet({ info }: OpenSession, io: CliIo): void {
  const declared = Object.entries(info.capabilities).flatMap(([name, value]) => (value === true ? [name] : []));
  print(io.stdout, [
    `${info.driver.name} ${info.driver.version}, spec ${info.specVersion}, ${declared.join(", ") || "no optional capability"}`,
    "help lists the operations",
  ]);
}

async function readLines(connection: DriverConnection, io: CliIo): Promise<void> {
  const session = shellSession(connection);
  const terminal = io.stdin === process.stdin && io.stdout.isTTY === true;
  const lines = createInterface({
    input: io.stdin,
    ...(terminal && { output: process.stdout }),
    terminal,
    prompt: "vdk> ",
    completer: (line: string): [readonly string[], string] => [session.complete(line), line],
  });
  const stop = endsWith(lines, connection, io);
  if (terminal) lines.prompt();
  for await (const line of lines) {
    const answer = await session.run(line);
    print(io.stdout, answer.lines);
    if (answer.ends === true) break;
    if (terminal) lines.prompt();
  }
  stop();
}

/** The shell ends with the connection, and when the user wants it to. */
function endsWith(lines: Interface, connection: DriverConnection, { signal }: CliIo): () => void {
  const close = (): void => lines.close();
  signal.addEventListener("abort", close, { once: true });
  lines.once("SIGINT", close);
  void connection.closed.then(close);
  return () => {
    signal.removeEventListener("abort", close);
    close();
  };
}
