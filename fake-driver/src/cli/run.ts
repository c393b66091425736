/** Runs `vdk-fake-driver`: parses, serves, and says in one line what went wrong if it could not. */

import { join } from "node:path";
import { CommanderError } from "commander";
import { type DriverServer, serveDriver } from "@virt-driver-kit/spec";
import { fakeSite } from "../fake-site.ts";
import { fakeDriverCommand, type Invocation } from "./command.ts";
import { packageVersion } from "../package-version.ts";

/** Where the command writes, and who stops it. */
export interface RunSurroundings {
  /** For `--help` and `--version`. */
  readonly writeOut: (text: string) => void;
  /** For the operator: what is served where, and what went wrong. */
  readonly writeError: (text: string) => void;
  /** Stops serving when it aborts. */
  readonly stop: AbortSignal;
  /** Ends the process at once, as SIGKILL does, when a fault wants that. */
  readonly kill: () => void;
}

/** Nothing else is started before the driver is served, so any failure means that it could not start. */
const COULD_NOT_START = 2;

/**
 * Runs the command until the driver is no longer served.
 *
 * @param args - The arguments, without interpreter and script.
 * @param surroundings - Where to write, and who stops it.
 * @returns The exit status: 0, or 2 if the driver could not be served as asked.
 */
export async function run(args: readonly string[], surroundings: RunSurroundings): Promise<number> {
  const { writeOut, writeError } = surroundings;
  const command = fakeDriverCommand(packageVersion(), (invocation) => serve(invocation, surroundings));
  command.exitOverride().configureOutput({ writeOut, writeErr: writeError });
  try {
    await command.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : COULD_NOT_START;
    writeError(`vdk-fake-driver: ${error instanceof Error ? error.message : String(error)}\n`);
    return COULD_NOT_START;
  }
}

async function serve(
  { options, transport, driverEpoch, peers = "." }: Invocation,
  surroundings: RunSurroundings,
): Promise<void> {
  const { writeError, stop, kill } = surroundings;
  const site = fakeSite({ ...options, kill });
  const [first, ...others] = site.hosts;
  const servers: DriverServer[] = [];
  stop.addEventListener("abort", () => servers.forEach((server) => void server.close()), { once: true });
  try {
    // Before the first, so that whoever is told that it is served finds them too.
    for (const host of others) {
      const path = join(peers, `${host}.sock`);
      servers.push(await serveDriver(site.driver(host), { transport: { kind: "unix", path } }));
      writeError(`vdk-fake-driver: serving ${host} on unix:${path}\n`);
    }
    const server = await serveDriver(site.driver(first), {
      transport,
      ...(driverEpoch === undefined ? {} : { driverEpoch }),
    });
    servers.push(server);
    writeError(`vdk-fake-driver: serving on ${server.address}, seed ${options.seed ?? 1}\n`);
    await server.closed;
  } finally {
    // The other hosts are there for the sake of the first, also when that cannot be served.
    for (const other of servers) await other.close();
  }
}
