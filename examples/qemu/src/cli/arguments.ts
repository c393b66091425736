// The command line of vdk-qemu-driver, read without side effects.
import type { ServeTransport } from "@virt-driver-kit/spec";
import { Command, InvalidArgumentError } from "commander";

import type { QemuDriverOptions } from "../options.ts";

const MAX_NAME_CHARACTERS = 255;

/** What the command line asks for. */
export interface DriverArguments {
  readonly options: QemuDriverOptions;
  readonly transport: ServeTransport;
}

interface ParsedOptions {
  readonly state?: string;
  readonly qemu: string;
  readonly accel: string;
  readonly machine: string;
  readonly nodeName?: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly diskGib: number;
  readonly socket?: string;
}

/** Where the command line's reader writes to. */
export interface ArgumentsOutput {
  /** For help that was asked for. */
  readonly writeOut: (text: string) => void;
  /** For complaints. */
  readonly writeErr: (text: string) => void;
}

/**
 * Reads the command line.
 *
 * @param args - The arguments, without the program.
 * @param output - Where help and complaints go.
 * @throws CommanderError, with the exit code, if there is nothing to run: help was asked for, or an argument makes no sense.
 */
export function parseArguments(args: readonly string[], output: ArgumentsOutput): DriverArguments {
  const command: Command = new Command("vdk-qemu-driver")
    .description("Serves a driver for QEMU on standard input and output, or on a unix socket.")
    .option("--state <dir>", "where instances are kept, and nothing else; made if it is missing (required)", text)
    .option("--socket <path>", "serve on this unix socket instead of standard input and output", text)
    .option("--qemu <program>", "the QEMU program", text, "qemu-system-x86_64")
    .option("--accel <name>", "QEMU's accelerator", text, "tcg")
    .option("--machine <type>", "QEMU's machine type", text, "pc")
    .option("--node-name <name>", "the node's name if the state directory is new (default: the host's name)", nodeName)
    .option("--vcpus <n>", "virtual CPUs that the node offers", wholeNumber, 16)
    .option("--memory-mib <n>", "memory that the node offers, in MiB", wholeNumber, 8192)
    .option("--disk-gib <n>", "disk that the node offers, in GiB", wholeNumber, 100)
    .allowExcessArguments(false)
    .showHelpAfterError("(--help lists the options)")
    .exitOverride()
    .configureOutput(output)
    .parse(args, { from: "user" });
  const { state: stateDirectory, socket, ...options } = command.opts<ParsedOptions>();
  // Asked for here and not by requiredOption(), which comes before unknown options and so hides a misspelt --state.
  if (stateDirectory === undefined) {
    command.error("error: required option '--state <dir>' not specified", {
      code: "commander.missingMandatoryOptionValue",
    });
  }
  return {
    options: { stateDirectory, ...options },
    transport: socket === undefined ? { kind: "stdio" } : { kind: "unix", path: socket },
  };
}

function wholeNumber(value: string): number {
  // A node that offers nothing can hold no instance.
  if (/^\d{1,9}$/u.test(value) && Number(value) > 0) return Number(value);
  throw new InvalidArgumentError("It has to be a whole number from 1 to 999999999.");
}

function text(value: string): string {
  if (value !== "") return value;
  throw new InvalidArgumentError("It must not be empty.");
}

/** As the spec's `Name`, which counts characters and not UTF-16 units. */
function nodeName(value: string): string {
  const { length } = Array.from(value);
  if (length >= 1 && length <= MAX_NAME_CHARACTERS) return value;
  throw new InvalidArgumentError(`It has to have from 1 to ${MAX_NAME_CHARACTERS} characters.`);
}
