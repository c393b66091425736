/** Waits that grow, for what is tried until it works. */
import type { Clock } from "@virt-driver-kit/spec";

const FIRST_MS = 100;

/** A row of waits of 0.1 s, 0.2 s, and so on, up to a longest one. */
export class Backoff {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #longestMs: number;
  #nextMs = FIRST_MS;

  /**
   * @param clock - What to wait on.
   * @param signal - Ends every wait.
   * @param longestMs - The longest wait, in milliseconds.
   */
  constructor(clock: Clock, signal: AbortSignal, longestMs: number = 10_000) {
    this.#clock = clock;
    this.#signal = signal;
    this.#longestMs = longestMs;
  }

  /**
   * Waits, each time twice as long.
   *
   * @throws The signal's reason, once it aborts.
   */
  async wait(): Promise<void> {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(2 * ms, this.#longestMs);
    await this.#clock.sleep(ms, this.#signal);
  }
}
