// What a driver tells unasked: events, numbered without gaps, progress, and news of its nodes and capabilities.
// All go to the session in control. With none open, or with a caller that does not read, an event is numbered and
// dropped; the caller sees the gap and reads `listInstanceStates`.
import { timestampOf } from "../../driver/clock.ts";
import type { Clock } from "../../driver/clock.ts";
import type { DriverEvent, NodesNews } from "../../driver/define-driver.ts";
import { missingRequirement } from "../../driver/missing-requirement.ts";
import type { Capabilities, EventParams, NodesChangedParams, ProgressParams } from "../../generated/types.ts";
import type { ValidationProblem } from "../../validation/validator.ts";
import { validators } from "../../validation/validators.ts";

/** Sends a notification to the session in control, if there is one that reads. */
export type Notify = (method: string, params: object) => void;

/** What one run of a driver tells, and the capabilities that it declares. */
export class CallerNotices {
  readonly driverEpoch: string;
  readonly #clock: Clock;
  readonly #notify: Notify;
  #lastSequence = 0;
  #capabilities: Capabilities;

  constructor(driverEpoch: string, capabilities: Capabilities, clock: Clock, notify: Notify) {
    this.driverEpoch = driverEpoch;
    this.#capabilities = capabilities;
    this.#clock = clock;
    this.#notify = notify;
  }

  /** What the driver declares now. */
  get capabilities(): Capabilities {
    return this.#capabilities;
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

  /** Sends news of nodes. */
  sendNodesChanged(news: NodesNews): void {
    const observedAt = timestampOf(this.#clock.now());
    const params: NodesChangedParams = { observedAt, ...news, driverEpoch: this.driverEpoch };
    assertValid("nodesChanged", validators.nodesChanged.params.closed(params));
    this.#notify("nodesChanged", params);
  }

  /** Replaces what the driver declares, and sends that. */
  changeCapabilities(capabilities: Capabilities): void {
    const params = { driverEpoch: this.driverEpoch, capabilities };
    assertValid("capabilitiesChanged", validators.capabilitiesChanged.params.closed(params));
    const missing = missingRequirement(capabilities);
    if (missing !== undefined) throw new TypeError(`Cannot change the capabilities: ${missing}`);
    this.#capabilities = capabilities;
    this.#notify("capabilitiesChanged", params);
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
