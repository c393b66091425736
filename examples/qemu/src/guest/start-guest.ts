// Starts the QEMU process of an instance, so that it outlives the driver.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";

import { type Clock, DriverError } from "@virt-driver-kit/spec";

import type { InstanceFiles } from "../store/instance-files.ts";
import type { InstanceRecord } from "../store/instance-record.ts";
import { isNotListening } from "./attach-guest.ts";
import { Guest } from "./guest.ts";
import { readEnd, writeEnd } from "./guest-process.ts";
import { type MachineOptions, qemuArguments } from "./qemu-arguments.ts";

/** Between two attempts to connect to a monitor that is not there yet, in milliseconds. */
const RETRY_MS = 10;
/** How long QEMU may take to open its monitor. */
const START_TIMEOUT_MS = 30_000;

/** What {@link startGuest} needs. */
export interface GuestStart extends MachineOptions {
  /** The QEMU program. */
  readonly program: string;
  readonly record: InstanceRecord;
  readonly files: InstanceFiles;
  readonly clock: Clock;
  /** Ends the start early. */
  readonly signal: AbortSignal;
}

type StartedProcess = ChildProcess & { readonly pid: number };

/**
 * Starts QEMU for an instance, in a session of its own. The guest waits until it is told to {@link Guest.run}.
 *
 * @returns The guest. If this rejects, no process is left, and the last one counts again.
 * @throws {@link DriverError} `BACKEND_FAILED` if QEMU refuses to start or does not open its monitor; the signal's reason if it aborts.
 */
export async function startGuest(start: GuestStart): Promise<Guest> {
  const lastEnd = await readEnd(start.files.pid);
  const child = await launch(start);
  try {
    return await connect(start, child);
  } catch (error) {
    child.ref();
    child.kill("SIGKILL");
    if (!hasEnded(child)) await once(child, "exit");
    await writeEnd(start.files.pid, lastEnd);
    throw error;
  }
}

async function launch({ program, record, files, ...options }: GuestStart): Promise<StartedProcess> {
  const log = await open(files.log, "w", 0o600);
  try {
    const child = spawn(program, qemuArguments(record, files, options), {
      cwd: files.directory,
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    await once(child, "spawn");
    child.unref();
    return child as StartedProcess;
  } catch (error) {
    throw failed(`"${program}" cannot be run: ${(error as Error).message}`, error);
  } finally {
    await log.close();
  }
}

async function connect({ record, files, clock, signal }: GuestStart, child: StartedProcess): Promise<Guest> {
  for (let waitedMs = 0; waitedMs < START_TIMEOUT_MS; waitedMs += RETRY_MS) {
    signal.throwIfAborted();
    if (hasEnded(child)) {
      throw failed(`QEMU ended at once: ${(await readFile(files.log, "utf8")).trim().slice(-2000)}`);
    }
    try {
      return await Guest.attach(record.uuid, child.pid, files, clock);
    } catch (error) {
      // Not listening yet, or listening on the socket of an earlier run.
      if (!isNotListening(error)) throw error;
    }
    await clock.sleep(RETRY_MS, signal);
  }
  throw failed(`QEMU has not opened its monitor within ${START_TIMEOUT_MS} ms`);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function failed(problem: string, cause?: unknown): DriverError {
  return new DriverError("BACKEND_FAILED", `Cannot start the guest: ${problem}`, {
    effect: "none",
    details: { step: "start QEMU" },
    cause,
  });
}
