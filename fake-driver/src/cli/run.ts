/** Runs `vdk-fake-driver`: parses, serves, and says in one line what went wrong if it could not. */

import { CommanderError } from "commander";
import { type DriverServer, serveDriver } from "@virt-driver-kit/spec";
import { fakeDriver } from "../fake-driver.ts";
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
  const { writeOut, writeError, stop } = surroundings;
  const command = fakeDriverCommand(packageVersion(), (invocation) => serve(invocation, writeError, stop));
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
  { options, transport }: Invocation,
  write: (text: string) => void,
  stop: AbortSignal,
): Promise<void> {
  const server: DriverServer = await serveDriver(fakeDriver(options), { transport });
  write(`vdk-fake-driver: serving on ${server.address}, seed ${options.seed ?? 1}\n`);
  stop.addEventListener("abort", () => void server.close(), { once: true });
  await server.closed;
}
