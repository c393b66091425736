/** The command line of `vdk-fake-driver`: its options, and what they mean. Parsing has no effect beyond its answer. */

import { Command, InvalidArgumentError, Option } from "commander";
import { type Capability, type ServeTransport, specModel } from "@virt-driver-kit/spec";
import { personaNames } from "../personas/load-persona.ts";
import { SetupError } from "../setup-error.ts";
import type { FakeSiteOptions, OptionalCapability } from "../fake-driver-options.ts";

/** What the command line asked for. */
export interface Invocation {
  readonly options: FakeSiteOptions;
  readonly transport: ServeTransport;
  /** The identity of the run; absent for a new one. */
  readonly driverEpoch?: string;
  /** The directory in which the drivers of the other hosts listen; absent if there are none. */
  readonly peers?: string;
}

const OPTIONAL = (Object.keys(specModel.capabilities) as Capability[]).filter(
  (capability): capability is OptionalCapability => capability !== "supportsSimulation",
);

interface Flags extends Omit<FakeSiteOptions, "latencyScale" | "stateDirectory" | "kill"> {
  readonly peers?: string;
  readonly driverEpoch?: string;
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
    .option("--persona <name|file>", `which driver to be like: ${personaNames().join(", ")}, or a file (default: full)`)
    .option(
      "--hosts <number>",
      "how many hosts the site has; the drivers of all but the first listen in --peers",
      wholeNumber,
    )
    .option(
      "--peers <directory>",
      "where the drivers of the other hosts listen, each on <host>.sock, such as fake-host-2.sock",
    )
    .option("--nodes <number>", "how many nodes to serve (default: as the persona)", wholeNumber)
    .option("--vcpus <number>", "virtual CPUs of each node (default: as the persona)", wholeNumber)
    .option("--memory-mib <MiB>", "memory of each node (default: as the persona)", wholeNumber)
    .option("--disk-gib <GiB>", "local disk of each node (default: as the persona)", wholeNumber)
    .option("--latency <factor>", "multiplies how long everything takes in virtual time (default: 1)", number)
    .option("--seed <number>", "decides node identities and the spread of latencies (default: 1)", wholeNumber)
    .option("--driver-epoch <uuid>", "give the run this identity, so that another one says the same, byte for byte")
    .option(
      "--faults <plan>",
      "what is wrong with the driver: a fault plan that comes with it, or the path of one; may be repeated",
      (plan: string, plans: readonly string[] | undefined) => [...(plans ?? []), plan],
    )
    .addOption(new Option("--without <capabilities...>", "capabilities not to declare").choices(OPTIONAL))
    .action((flags: Flags) => run(invocationOf(flags)));
}

function invocationOf({ latency, state, socket, tcp, peers, driverEpoch, ...options }: Flags): Invocation {
  if ((options.hosts ?? 1) > 1 !== (peers !== undefined)) {
    throw new SetupError(
      "Cannot serve: --hosts above 1 and --peers go together, so that the driver of each host has a place to listen",
    );
  }
  return {
    options: {
      ...options,
      ...(latency === undefined ? {} : { latencyScale: latency }),
      ...(state === undefined ? {} : { stateDirectory: state }),
    },
    transport: transportOf(socket, tcp),
    ...(peers === undefined ? {} : { peers }),
    ...(driverEpoch === undefined ? {} : { driverEpoch }),
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
