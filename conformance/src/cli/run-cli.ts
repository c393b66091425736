// The command `vdk`: parses the arguments, runs one command, and turns whatever happens into an exit code.
import { Command, CommanderError } from "commander";

import { kitVersion } from "../engine/kit-version.ts";
import { UsageError } from "../engine/usage-error.ts";
import type { CliIo, ExitCode } from "./cli-io.ts";
import { explainCommand } from "./explain-command.ts";
import { listCommand } from "./list-command.ts";
import { shellCommand } from "./shell-command.ts";
import { sweepCommand } from "./sweep-command.ts";
import { testCommand } from "./test-command.ts";

/** Makes one command of the program. `exit` is called once, with the exit code. */
export type CommandMaker = (io: CliIo, exit: (code: ExitCode) => void) => Command;

const COMMANDS: readonly CommandMaker[] = [testCommand, listCommand, explainCommand, shellCommand, sweepCommand];

/**
 * Runs `vdk`.
 *
 * @param args - The arguments, without the program's own name.
 * @param io - The surroundings. Nothing else of the process is used.
 * @returns The exit code. Never rejects.
 */
export async function runCli(args: readonly string[], io: CliIo): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = new Command("vdk")
    .description("Certifies drivers of the compute driver API.")
    .version(kitVersion().version)
    .helpCommand(false);
  for (const make of COMMANDS) program.addCommand(make(io, (exit) => (code = exit)));
  for (const command of [program, ...program.commands]) {
    command
      .showHelpAfterError(`(${command === program ? "vdk" : `vdk ${command.name()}`} --help lists the options)`)
      .exitOverride()
      .configureOutput({
        writeOut: (text) => void io.stdout.write(text),
        writeErr: (text) => void io.stderr.write(text),
        outputError: (text, write) => write(text.replace(/^error: /u, "vdk: ")),
      });
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    return reportError(error, io);
  }
}

function reportError(error: unknown, { stderr }: CliIo): ExitCode {
  // Commander has printed its message already; help and version end this way too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) stderr.write(`vdk: ${error.message}\n`);
  else
    stderr.write(
      `vdk: The kit failed, which is a defect of the kit: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  return 2;
}
