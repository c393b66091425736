// Time, as everything in this project sees it.
// Code that waits or reads the time takes a Clock; systemClock is the real one. A driver that simulates its hypervisor
// supplies a virtual one, and nothing else has to change. This is the only file of the package that touches the
// runtime's own clock.

/** A timer that was set and may still be called off. */
export interface ClockTimer {
  /** Calls the timer off. Has no effect once it has fired; safe to call twice. */
  cancel(): void;
}

/** A source of time and of waiting. */
export interface Clock {
  /**
   * Tells the time.
   *
   * @returns Milliseconds since 1970-01-01T00:00:00Z. Never smaller than an earlier answer of a virtual clock; a real
   *   one may be set back.
   */
  now(): number;

  /**
   * Waits.
   *
   * @param ms - How long, in milliseconds. Zero or less waits for one turn of the clock.
   * @param signal - Ends the wait early.
   * @returns Resolves once that much time has passed on this clock.
   * @throws The signal's reason, as soon as it aborts; the timer behind the wait is then cancelled.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;

  /**
   * Calls a function later, once.
   *
   * @param ms - How much later, in milliseconds of this clock.
   * @param fire - What to call. Never called before `setTimer` returns.
   * @returns The timer, to call it off.
   */
  setTimer(ms: number, fire: () => void): ClockTimer;
}

/** The longest delay that `setTimeout` takes; a longer one would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

function setTimer(ms: number, fire: () => void): ClockTimer {
  let left = ms;
  let handle: NodeJS.Timeout;
  const wait = (): void => {
    const delay = Math.min(left, LONGEST_DELAY_MS);
    left -= delay;
    handle = setTimeout(left > 0 ? wait : fire, delay);
  };
  wait();
  return { cancel: () => clearTimeout(handle) };
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = (): void => {
      timer.cancel();
      reject(signal?.reason as Error);
    };
    const timer = setTimer(ms, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** Real time: the clock of the machine that runs this process. */
export const systemClock: Clock = { now: () => Date.now(), sleep, setTimer };

/**
 * Writes a time the way messages carry it.
 *
 * @param ms - Milliseconds since 1970-01-01T00:00:00Z, as {@link Clock.now} tells them.
 * @returns The time as RFC 3339 in UTC with milliseconds, such as `2026-03-01T12:00:00.000Z`.
 * @throws RangeError if `ms` is not a time between the years 0 and 9999.
 */
export function timestampOf(ms: number): string {
  return new Date(ms).toISOString();
}

/**
 * Reads a time that a message carried.
 *
 * @param timestamp - A time as RFC 3339, such as `2026-03-01T12:00:00.000Z`.
 * @returns Milliseconds since 1970-01-01T00:00:00Z.
 * @throws RangeError if `timestamp` is not such a time.
 */
export function timestampMs(timestamp: string): number {
  const ms = Date.parse(timestamp);
  if (Number.isNaN(ms)) throw new RangeError(`Cannot read the time "${timestamp}": it is not RFC 3339`);
  return ms;
}
