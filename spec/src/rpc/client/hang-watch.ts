// Notices that a call is not being answered.
import type { Clock, ClockTimer } from "../../driver/clock.ts";
import { noAnswer } from "../faults/call-faults.ts";
import type { WireFault } from "../faults/wire-fault.ts";

/** Watches one call. */
export class HangWatch {
  readonly #start: () => ClockTimer;
  #timer: ClockTimer;

  /**
   * @param clock - Real time, except in tests.
   * @param ms - How long the driver may be silent about the call.
   * @param method - What was called.
   * @param describeState - Says what has come of a message that is not complete.
   * @param onHang - Receives the fault, once.
   */
  constructor(
    clock: Clock,
    ms: number,
    method: string,
    describeState: () => string | undefined,
    onHang: (fault: WireFault) => void,
  ) {
    this.#start = () => clock.setTimer(ms, () => onHang(noAnswer(method, ms, describeState())));
    this.#timer = this.#start();
  }

  /** Begins anew, at a sign of life. */
  restart(): void {
    this.#timer.cancel();
    this.#timer = this.#start();
  }

  /** Ends the watch. */
  stop(): void {
    this.#timer.cancel();
  }
}
