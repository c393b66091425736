// Waiting for something real to come true, with a limit against hangs.
import { systemClock } from "@virt-driver-kit/spec";

const LIMIT_MS = 20_000;
const LOOK_MS = 10;

/**
 * Looks again and again until there is something to see.
 *
 * @param what - What is waited for, for the error.
 * @param look - Returns what was found, or undefined.
 * @throws Error if nothing was found within 20 seconds.
 */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let waitedMs = 0; waitedMs < LIMIT_MS; waitedMs += LOOK_MS) {
    const found = await look();
    if (found !== undefined) return found;
    await systemClock.sleep(LOOK_MS);
  }
  throw new Error(`Waited ${LIMIT_MS} ms in vain: ${what}`);
}
