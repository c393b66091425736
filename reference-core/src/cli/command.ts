/** The command line of `vdk-core`: its options, and what they mean. Parsing has no effect beyond its answer. */
import { Command, InvalidArgumentError, Option } from "commander";
import { parseEndpoint } from "@virt-driver-kit/spec";
import type { DriverEndpoint } from "@virt-driver-kit/spec";
import { parseListenAddress } from "../api/listen-address.ts";
import type { ListenAddress } from "../api/listen-address.ts";
import { SetupError } from "../setup-error.ts";
import { splitCommand } from "./split-command.ts";

/** What the command line asked for. */
export interface Invocation {
  readonly endpoint: DriverEndpoint;
  readonly databasePath: string;
  readonly listen: ListenAddress;
  /** Each `name=path`. */
  readonly images: readonly string[];
  /** Each `name=vcpus:memoryMib:rootGib`. */
  readonly flavors: readonly string[];
  readonly syncIntervalMs: number;
}

interface Flags {
  readonly driverExec?: string;
  readonly driverConnect?: string;
  readonly database: string;
  readonly listen: string;
  readonly image: readonly string[];
  readonly flavor: readonly string[];
  readonly syncInterval: number;
}

/**
 * Makes the command.
 *
 * @param version - The version that `--version` shows.
 * @param run - What to do with what was asked for.
 */
export function coreCommand(version: string, run: (invocation: Invocation) => Promise<void>): Command {
  return new Command("vdk-core")
    .description(
      "A small compute core: servers through REST, in the shape of the OpenStack Compute API, on one driver.",
    )
    .version(version)
    .allowExcessArguments(false)
    .showHelpAfterError("(--help lists the options)")
    .addOption(
      new Option("--driver-exec <command>", "start this driver and talk to it on standard input and output").conflicts(
        "driverConnect",
      ),
    )
    .option("--driver-connect <address>", "connect to a driver at unix:<path> or tcp:<host>:<port>")
    .requiredOption("--database <file>", "where everything is kept; made if it is not there")
    .option("--listen <host:port>", "where to serve the REST API, on the loopback interface only", "127.0.0.1:8774")
    .option("--image <name=path>", "an image that servers can be made from; may be given again", collect, [])
    .option("--flavor <name=vcpus:memoryMib:rootGib>", "a size that servers can have; may be given again", collect, [])
    .option("--sync-interval <seconds>", "how often to read all power states", seconds, 600)
    .action((flags: Flags) => run(invocationOf(flags)));
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

function invocationOf({ database, listen, image, flavor, syncInterval, ...driver }: Flags): Invocation {
  return {
    endpoint: endpointOf(driver),
    databasePath: database,
    listen: parseListenAddress(listen),
    images: image,
    flavors: flavor,
    syncIntervalMs: syncInterval * 1000,
  };
}

function endpointOf({ driverExec, driverConnect }: Pick<Flags, "driverExec" | "driverConnect">): DriverEndpoint {
  if (driverConnect !== undefined) return parseEndpoint(driverConnect);
  if (driverExec === undefined) throw new SetupError("No driver was named: give --driver-exec or --driver-connect");
  const [command, ...args] = splitCommand(driverExec);
  return { kind: "stdio", command, args };
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value <= 86_400))
    throw new InvalidArgumentError("It has to be a number above 0, up to 86400.");
  return value;
}
