// Takes over the QEMU process that an earlier run of the driver started.
import { type Clock, DriverError } from "@virt-driver-kit/spec";

import type { InstanceFiles } from "../store/instance-files.ts";
import { Guest } from "./guest.ts";
import type { GuestProcess } from "./guest-process.ts";

/**
 * Connects to the monitor of a process that is there.
 *
 * @returns The guest.
 * @throws {@link DriverError} `BACKEND_UNREACHABLE` if it does not answer.
 */
export async function attachGuest(
  uuid: string,
  { pid }: GuestProcess,
  files: InstanceFiles,
  clock: Clock,
): Promise<Guest> {
  try {
    return await Guest.attach(uuid, pid, files, clock);
  } catch (error) {
    if (error instanceof DriverError) throw error;
    const message = `Cannot reach QEMU process ${pid} of instance "${uuid}": ${(error as Error).message}`;
    throw new DriverError("BACKEND_UNREACHABLE", message, { effect: "none", cause: error });
  }
}
