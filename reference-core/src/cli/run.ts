/** Runs `vdk-core`: parses, starts, and says in one line what went wrong if it could not. */
import { CommanderError } from "commander";
import { connectDriver, systemClock, WireError } from "@virt-driver-kit/spec";
import { loadCatalogue } from "../catalogue/catalogue.ts";
import { startCore } from "../core.ts";
import { packageVersion } from "../package-version.ts";
import { SetupError } from "../setup-error.ts";
import { coreCommand } from "./command.ts";
import type { Invocation } from "./command.ts";

/** Where the command writes, and who stops it. */
export interface RunSurroundings {
  /** For `--help`, `--version` and the address of the API. */
  readonly writeOut: (text: string) => void;
  /** For the operator: what the core notices, and what went wrong. */
  readonly writeError: (text: string) => void;
  /** Stops the core in good order when it aborts. */
  readonly stop: AbortSignal;
}

const COULD_NOT_START = 2;
const GRACE_MS = 5000;

/**
 * Runs the command until the core is stopped.
 *
 * @param args - The arguments, without interpreter and script.
 * @param surroundings - Where to write, and who stops it.
 * @returns The exit status: 0, or 2 if the core could not start as asked.
 */
export async function run(args: readonly string[], surroundings: RunSurroundings): Promise<number> {
  const { writeOut, writeError } = surroundings;
  const command = coreCommand(packageVersion(), (invocation) => serve(invocation, surroundings));
  command.exitOverride().configureOutput({ writeOut, writeErr: writeError });
  try {
    await command.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : COULD_NOT_START;
    if (!(error instanceof SetupError) && !(error instanceof WireError)) throw error;
    writeError(`vdk-core: ${error.message}\n`);
    return COULD_NOT_START;
  }
}

async function serve(invocation: Invocation, { writeOut, writeError, stop }: RunSurroundings): Promise<void> {
  const { endpoint, images, flavors, ...options } = invocation;
  const log = (line: string): void => writeError(`vdk-core: ${line}\n`);
  const core = await startCore({
    ...options,
    connect: () => connectDriver(endpoint, { onViolation: "record", onStderr: writeError }),
    catalogue: await loadCatalogue(flavors, images),
    graceMs: GRACE_MS,
    clock: systemClock,
    log,
  });
  writeOut(`vdk-core: serving on ${core.url}\n`);
  if (!stop.aborted)
    await new Promise<void>((resolve) => stop.addEventListener("abort", () => resolve(), { once: true }));
  await core.stop();
}
