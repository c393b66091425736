// The life and death of a QEMU process, seen from outside. Whether this run of the driver started it or an earlier one makes no
// difference: it is never waited for as a child.
import { rm, stat, writeFile } from "node:fs/promises";

import { type Clock, DriverError } from "@virt-driver-kit/spec";

import { commandLineOf } from "../host/process-list.ts";
import { isStartedWith } from "./qemu-arguments.ts";

/** How a QEMU process ended: in good order, or not. */
export type GuestEnd = "shutdown" | "crashed";

/** Between two looks at a process that is expected to end, in milliseconds. */
const LOOK_MS = 5;
/** How long a process may take to die of SIGKILL. */
const KILL_TIMEOUT_MS = 10_000;

/** One QEMU process, by its number and by the PID file that it was started with. */
export class GuestProcess {
  readonly pid: number;
  readonly #pidFile: string;
  readonly #clock: Clock;

  constructor(pid: number, pidFile: string, clock: Clock) {
    this.pid = pid;
    this.#pidFile = pidFile;
    this.#clock = clock;
  }

  /** Tells whether the process is there. A zombie, or another process that has been given the number, is not it. */
  async isAlive(): Promise<boolean> {
    return isStartedWith(await commandLineOf(this.pid), this.#pidFile);
  }

  /**
   * Waits until the process has gone.
   *
   * @param signal - Ends the wait.
   * @throws The signal's reason.
   */
  async gone(signal?: AbortSignal): Promise<void> {
    while (await this.isAlive()) await this.#clock.sleep(LOOK_MS, signal);
  }

  /**
   * Kills the process and waits until it has gone. Does nothing if it has already.
   *
   * @throws {@link DriverError} `BACKEND_FAILED` if it does not die.
   */
  async kill(): Promise<void> {
    const tooLate = new AbortController();
    const timer = this.#clock.setTimer(KILL_TIMEOUT_MS, () => tooLate.abort());
    try {
      if (await this.isAlive()) process.kill(this.pid, "SIGKILL");
      await this.gone(tooLate.signal);
    } catch (error) {
      // It may have ended between the look and the signal.
      if ((error as NodeJS.ErrnoException).code === "ESRCH") return;
      const message = `Cannot kill QEMU process ${this.pid}: it is still there after ${KILL_TIMEOUT_MS} ms`;
      throw new DriverError("BACKEND_FAILED", message, {
        effect: "partial",
        details: { step: "kill QEMU" },
        cause: error,
      });
    } finally {
      timer.cancel();
    }
  }
}

/**
 * Reads how the last QEMU process of an instance ended, once it has gone: QEMU removes its PID file when it ends in good order.
 *
 * @param pidFile - The instance's PID file.
 */
export async function readEnd(pidFile: string): Promise<GuestEnd> {
  return stat(pidFile).then(
    () => "crashed" as const,
    () => "shutdown" as const,
  );
}

/**
 * Makes it look as if the last QEMU process of an instance, which has gone, had ended in this way.
 *
 * @param pidFile - The instance's PID file.
 */
export async function writeEnd(pidFile: string, end: GuestEnd): Promise<void> {
  if (end === "shutdown") await rm(pidFile, { force: true });
  else await writeFile(pidFile, "");
}
