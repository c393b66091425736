/** The command line of `vdk-fake-driver`: its options, and what they mean. Parsing has no effect beyond its answer. */

import { Command, InvalidArgumentError, Option } from "commander";
import type { ServeTransport } from "@virt-driver-kit/spec";
import type { FakeDriverOptions, OptionalCapability } from "../fake-driver-options.ts";

/** What the command line asked for. */
export interface Invocation {
  readonly options: FakeDriverOptions;
  readonly transport: ServeTransport;
}

const OPTIONAL: readonly OptionalCapability[] = ["supportsPause", "supportsConsoleOutput", "supportsRecovery"];

interface Flags extends Omit<FakeDriverOptions, "latencyScale" | "stateDirectory"> {
  readonly latency?: number;
  readonly state?: string;
  readonly socket?: string;
  readonly tcp?: number;
}

/**
 * Makes the command.
 *
 * @param version - The version that `--version` shows.
 * @param run - What to do with what was asked for.
 */
export function fakeDriverCommand(version: string, run: (invocation: Invocation) => Promise<void>): Command {
  return new Command("vdk-fake-driver")
    .description("Serves a driver whose hypervisor is simulated in memory, in virtual time.")
    .version(version)
    .allowExcessArguments(false)
    .showHelpAfterError("(--help lists the options)")
    .addOption(
      new Option("--socket <path>", "serve on a unix socket instead of standard input and output").conflicts("tcp"),
    )
    .option("--tcp <port>", "serve on a TCP port of 127.0.0.1; 0 picks a free one", port)
    .option("--state <directory>", "keep the state there, so that a later run finds the instances again")
    .option("--nodes <number>", "how many nodes to serve (default: 2)", wholeNumber)
    .option("--vcpus <number>", "virtual CPUs of each node (default: 64)", wholeNumber)
    .option("--memory-mib <MiB>", "memory of each node (default: 262144)", wholeNumber)
    .option("--disk-gib <GiB>", "local disk of each node (default: 4096)", wholeNumber)
    .option("--latency <factor>", "multiplies how long everything takes in virtual time (default: 1)", number)
    .option("--seed <number>", "decides node identities and the spread of latencies (default: 1)", wholeNumber)
    .addOption(new Option("--without <capabilities...>", "capabilities not to declare").choices(OPTIONAL))
    .action((flags: Flags) => run(invocationOf(flags)));
}

function invocationOf({ latency, state, socket, tcp, ...options }: Flags): Invocation {
  return {
    options: {
      ...options,
      ...(latency === undefined ? {} : { latencyScale: latency }),
      ...(state === undefined ? {} : { stateDirectory: state }),
    },
    transport: transportOf(socket, tcp),
  };
}

function transportOf(socket: string | undefined, tcp: number | undefined): ServeTransport {
  if (socket !== undefined) return { kind: "unix", path: socket };
  if (tcp !== undefined) return { kind: "tcp", port: tcp };
  return { kind: "stdio" };
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("It has to be a number.");
  return value;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It has to be a whole number.");
  return Number(text);
}

function port(text: string): number {
  const value = wholeNumber(text);
  if (value > 65_535) throw new InvalidArgumentError("It has to be at most 65535.");
  return value;
}
