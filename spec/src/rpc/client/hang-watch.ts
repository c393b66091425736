// Notices that a call is not being answered.
import type { Clock, ClockTimer } from "../../driver/clock.ts";
import { noAnswer } from "../faults/call-faults.ts";
import type { WireFault } from "../faults/wire-fault.ts";

/** What a {@link HangWatch} works with. */
export interface HangWatchParts {
  /** Real time, except in tests. */
  readonly clock: Clock;
  /** How long the driver may be silent about the call. */
  readonly ms: number;
  /** What was called. */
  readonly method: string;
  /** Says what has come of a message that is not complete. */
  readonly describeState: () => string | undefined;
  /** Receives the fault, once. */
  readonly onHang: (fault: WireFault) => void;
  /** Called when the watch is over. */
  readonly onStop: () => void;
}

/** Watches one call. */
export class HangWatch {
  readonly #parts: HangWatchParts;
  #timer: ClockTimer | undefined;
  /** How often it was paused and not resumed. */
  #pauses = 0;
  #hasStopped = false;

  constructor(parts: HangWatchParts) {
    this.#parts = parts;
    this.restart();
  }

  /** Begins anew, at a sign of life. */
  restart(): void {
    this.#timer?.cancel();
    if (this.#pauses > 0 || this.#hasStopped) return;
    const { clock, ms, method, describeState, onHang } = this.#parts;
    this.#timer = clock.setTimer(ms, () => onHang(noAnswer(method, ms, describeState())));
  }

  /** Lets time pass that does not count. */
  pause(): void {
    this.#pauses += 1;
    this.#timer?.cancel();
  }

  /** Begins anew after a {@link pause}, once each is over. */
  resume(): void {
    this.#pauses -= 1;
    this.restart();
  }

  /** Ends the watch. */
  stop(): void {
    this.#hasStopped = true;
    this.#timer?.cancel();
    this.#parts.onStop();
  }
}
