// The program: serves the driver until its caller leaves, or until it is told to stop. Guests go on in either case.
import { serveDriver } from "@virt-driver-kit/spec";
import { CommanderError } from "commander";

import { parseArguments } from "../cli/arguments.ts";
import { qemuDriver } from "../qemu-driver.ts";

const COULD_NOT_START = 2;

try {
  const { options, transport } = parseArguments(process.argv.slice(2), {
    writeOut: (text) => process.stdout.write(text),
    writeErr: (text) => process.stderr.write(text),
  });
  const server = await serveDriver(qemuDriver(options), { transport });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close());
} catch (error) {
  // The reader of the command line has already said what is wrong with it.
  if (!(error instanceof CommanderError)) console.error(`vdk-qemu-driver: ${(error as Error).message}`);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : COULD_NOT_START;
}
