// Takes over the QEMU process that an earlier run of the driver started.
import { type Clock, DriverError } from "@virt-driver-kit/spec";

import type { InstanceFiles } from "../store/instance-files.ts";
import { Guest } from "./guest.ts";
import type { GuestProcess } from "./guest-process.ts";

/** Between two attempts to connect to a monitor that is not there yet, in milliseconds. */
const RETRY_MS = 20;
/** How long a process may take to open its monitor: the driver may have died just after it started it. */
const OPEN_TIMEOUT_MS = 5000;

/**
 * Connects to the monitor of a process that is there.
 *
 * @returns The guest; undefined if the process ends meanwhile.
 * @throws {@link DriverError} `BACKEND_UNREACHABLE` if it does not answer.
 */
export async function attachGuest(
  uuid: string,
  process: GuestProcess,
  files: InstanceFiles,
  clock: Clock,
): Promise<Guest | undefined> {
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      return await Guest.attach(uuid, process.pid, files, clock);
    } catch (error) {
      if (error instanceof DriverError) throw error;
      if (!(await process.isAlive())) return undefined;
      const isOpening = isNotListening(error) && waitedMs < OPEN_TIMEOUT_MS;
      if (!isOpening) throw unreachable(uuid, process, error as Error);
    }
    await clock.sleep(RETRY_MS);
  }
}

/** Nobody listens yet, or what is there is the socket of an earlier process. */
export function isNotListening(error: unknown): boolean {
  return ["ENOENT", "ECONNREFUSED"].includes((error as NodeJS.ErrnoException).code ?? "");
}

function unreachable(uuid: string, { pid }: GuestProcess, cause: Error): DriverError {
  const message = `Cannot reach QEMU process ${pid} of instance "${uuid}": ${cause.message}`;
  return new DriverError("BACKEND_UNREACHABLE", message, { effect: "none", cause });
}
