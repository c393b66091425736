// What a driver tells unasked: events, numbered without gaps, and progress.
// Both go to the session in control. With none open, or with a caller that does not read, an event is numbered and
// dropped; the caller sees the gap and reads `listInstanceStates`.
import { timestampOf } from "../../driver/clock.ts";
import type { Clock } from "../../driver/clock.ts";
import type { DriverEvent } from "../../driver/define-driver.ts";
import type { EventParams, ProgressParams } from "../../generated/types.ts";
import type { ValidationProblem } from "../../validation/validator.ts";
import { validators } from "../../validation/validators.ts";

/** Sends a notification to the session in control, if there is one that reads. */
export type Notify = (method: string, params: object) => void;

/** The events and the progress of one run of a driver. */
export class CallerNotices {
  readonly driverEpoch: string;
  readonly #clock: Clock;
  readonly #notify: Notify;
  #lastSequence = 0;

  constructor(driverEpoch: string, clock: Clock, notify: Notify) {
    this.driverEpoch = driverEpoch;
    this.#clock = clock;
    this.#notify = notify;
  }

  /** The sequence of the last event; 0 before the first. */
  get lastSequence(): number {
    return this.#lastSequence;
  }

  /** Numbers an event and sends it. */
  sendEvent(event: DriverEvent): void {
    const sequence = this.#lastSequence + 1;
    const observedAt = timestampOf(this.#clock.now());
    const params: EventParams = { observedAt, ...event, driverEpoch: this.driverEpoch, sequence };
    assertValid("event", validators.event.params.closed(params));
    this.#lastSequence = sequence;
    this.#notify("event", params);
  }

  /** Sends the progress of a call. */
  sendProgress(progress: ProgressParams): void {
    assertValid("progress", validators.progress.params.closed(progress));
    this.#notify("progress", progress);
  }
}

function assertValid(notification: string, problems: readonly ValidationProblem[] | null): void {
  if (problems !== null) throw new TypeError(`Cannot send ${notification}: ${problems[0]?.message}`);
}
