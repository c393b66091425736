// A clock that a test moves by hand.
import type { Clock, ClockTimer } from "../../../src/index.ts";

interface Due {
  readonly at: number;
  readonly fire: () => void;
}

export class ManualClock implements Clock {
  #now = 0;
  readonly #due = new Set<Due>();

  now(): number {
    return this.#now;
  }

  setTimer(ms: number, fire: () => void): ClockTimer {
    const due = { at: this.#now + ms, fire };
    this.#due.add(due);
    return { cancel: () => void this.#due.delete(due) };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.setTimer(ms, resolve);
      signal?.addEventListener("abort", () => {
        timer.cancel();
        reject(signal.reason as Error);
      });
    });
  }

  /** How many timers are set. */
  get timers(): number {
    return this.#due.size;
  }

  /** Moves time on and fires what is due, in order. */
  advance(ms: number): void {
    this.#now += ms;
    for (const due of [...this.#due]
      .filter(({ at }) => at <= this.#now)
      .toSorted((left, right) => left.at - right.at)) {
      this.#due.delete(due);
      due.fire();
    }
  }
}
