/**
 * Virtual time that is a function of the requests and of nothing else.
 *
 * The rules, which make the same requests in the same order give the same timestamps, however the bytes were cut and however fast the
 * machine is:
 *
 * 1. Requests are admitted one at a time, in the order in which they came.
 * 2. The next one is admitted when every earlier one has been answered or can go no further unless time passes.
 * 3. While the clock runs free, time then passes first, from timer to timer, until nobody waits on it: a request runs to its end before the
 *    next is looked at. An operation of 20 s takes none of ours, and no read sees time jump in mid-read.
 * 4. While the clock is held, time stands, so requests overlap: reads and aborts are answered at the moment at which the sleepers stopped.
 *    Only {@link VirtualClock.advance} moves time, firing what falls due in order of time, then of arrival, and letting each woken
 *    operation go on until it is answered or asleep again before the next timer.
 * 5. A request that waits for something real (a file being read) is neither asleep nor answered: time stands until it goes on.
 * 6. A request that waits for its caller is as if it had not come yet: others are admitted meanwhile, and it makes no time pass. It goes
 *    on before any request that has not begun.
 *
 * A timer of {@link VirtualClock.setTimer} fires when time passes it, but never makes time pass; only a sleeping request does.
 */

import { createClock } from "@sinonjs/fake-timers";
import type { Clock, ClockTimer } from "@virt-driver-kit/spec";

/** The longest delay that a timer of the library takes; a longer one would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** After so many jumps the event loop gets a turn, so that a cancellation or a real deadline reaches an operation of many steps. */
const JUMPS_BETWEEN_TURNS = 1000;

type Timers = ReturnType<typeof createClock>;

/** A {@link Clock} whose time passes only as its requests need it. See the head of this file for the rules. */
export class VirtualClock implements Clock {
  readonly #timers: Timers;
  readonly #waiting: (() => void)[] = [];
  /** Requests admitted and neither answered nor asleep. */
  #awake = 0;
  /** Requests admitted and asleep on a timer. */
  #asleep = 0;
  #held = false;
  #jumps = 0;
  #fired = 0;
  #turnIsDue = false;
  #whenAlone: (() => void) | undefined;

  /** @param startMs - The time that it starts at, in milliseconds since 1970-01-01T00:00:00Z. */
  constructor(startMs: number) {
    this.#timers = createClock(startMs);
  }

  /** Whether time stands still for all but {@link VirtualClock.advance}. */
  get isHeld(): boolean {
    return this.#held;
  }

  now(): number {
    return this.#timers.now;
  }

  setTimer(ms: number, fire: () => void): ClockTimer {
    let left = Math.max(0, Math.ceil(ms));
    let handle: ReturnType<Timers["setTimeout"]>;
    const wait = (): void => {
      const delay = Math.min(left, LONGEST_DELAY_MS);
      left -= delay;
      handle = this.#timers.setTimeout(left > 0 ? wait : due, delay);
    };
    const due = (): void => {
      this.#fired += 1;
      fire();
    };
    wait();
    return { cancel: () => this.#timers.clearTimeout(handle) };
  }

  /** Waits on this clock. Called by an admitted request only, once at a time: its sleeping is what makes time pass. */
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (ms <= 0) return;
    await new Promise<void>((resolve, reject) => {
      const wake = (settle: () => void): void => {
        timer.cancel();
        signal?.removeEventListener("abort", abort);
        this.#asleep -= 1;
        this.#awake += 1;
        settle();
      };
      const abort = (): void => wake(() => reject(signal?.reason as Error));
      const timer = this.setTimer(ms, () => wake(resolve));
      signal?.addEventListener("abort", abort, { once: true });
      this.#awake -= 1;
      this.#asleep += 1;
      this.#turnSoon();
    });
  }

  /**
   * Admits a request by the rules above and carries it out.
   *
   * @param request - What to do. Its first line runs only when the request is admitted.
   * @returns What the request returned.
   * @throws What the request threw.
   */
  async serve<T>(request: () => T | Promise<T>): Promise<T> {
    await new Promise<void>((admit) => {
      this.#waiting.push(admit);
      this.#turnSoon();
    });
    try {
      return await request();
    } finally {
      this.#awake -= 1;
      this.#turnSoon();
    }
  }

  /**
   * Waits for the caller, who may have to make other requests before it can answer. Called by an admitted request only.
   *
   * @param wait - Asks the caller.
   * @returns What it returned, once the request is admitted again.
   * @throws What it threw, likewise.
   */
  async outside<T>(wait: () => Promise<T>): Promise<T> {
    this.#awake -= 1;
    this.#turnSoon();
    try {
      return await wait();
    } finally {
      await new Promise<void>((admit) => {
        this.#waiting.unshift(admit);
        this.#turnSoon();
      });
    }
  }

  /**
   * Holds the clock or lets it go. Those asleep when it is let go are run to their end before the next request is admitted.
   *
   * @param held - Whether time is to stand.
   */
  hold(held: boolean): void {
    this.#held = held;
  }

  /**
   * Lets time pass, held or not. Called by an admitted request only.
   *
   * @param ms - How much, in milliseconds. What falls due at the very end is still done.
   * @param signal - Stops the clock where it is.
   * @returns Resolves when that much time has passed and all that it woke is answered or asleep again.
   * @throws The signal's reason, once it aborts.
   */
  async advance(ms: number, signal?: AbortSignal): Promise<void> {
    const until = this.now() + ms;
    const arrival = this.setTimer(ms, () => undefined);
    try {
      while (this.now() < until) {
        await this.#alone();
        signal?.throwIfAborted();
        this.#timers.next();
      }
    } finally {
      arrival.cancel();
    }
    for (let before = -1; before !== this.#fired;) {
      await this.#alone();
      before = this.#fired;
      this.#timers.tick(0);
    }
  }

  /** Waits until the request that moves the clock is the only one awake. */
  async #alone(): Promise<void> {
    if (this.#awake === 1) return;
    await new Promise<void>((resolve) => (this.#whenAlone = resolve));
  }

  /** Looks at what to do next, after everything that can go on by itself has done so. */
  #turnSoon(): void {
    if (this.#turnIsDue) return;
    this.#turnIsDue = true;
    const turn = (): void => {
      this.#turnIsDue = false;
      this.#turn();
    };
    if (this.#jumps < JUMPS_BETWEEN_TURNS) {
      process.nextTick(turn);
    } else {
      this.#jumps = 0;
      setImmediate(turn);
    }
  }

  #turn(): void {
    if (this.#awake === 1 && this.#whenAlone !== undefined) {
      const goOn = this.#whenAlone;
      this.#whenAlone = undefined;
      goOn();
      return;
    }
    while (this.#awake === 0 && this.#asleep > 0 && !this.#held) {
      this.#jumps += 1;
      this.#timers.next();
    }
    if (this.#awake > 0) return;
    const admit = this.#waiting.shift();
    if (admit === undefined) return;
    this.#awake += 1;
    admit();
  }
}
