/** A fault that waits for what its trigger describes. */

import type {
  AnswerFault,
  EventFault,
  LeakFault,
  RequestFault,
  SimulatedFault,
  StepFault,
} from "@virt-driver-kit/spec";
import { isDescribed, type Occurrence } from "./occurrence.ts";

/** A fault with a trigger. */
export type TriggeredFault = StepFault | RequestFault | AnswerFault | EventFault | LeakFault;

/** Tells whether a fault has a trigger. */
export function isTriggered(fault: SimulatedFault): fault is TriggeredFault {
  return "trigger" in fault;
}

/** A fault in force, which counts the occurrences that it could meet. */
export class ArmedFault<Fault extends TriggeredFault = TriggeredFault> {
  readonly fault: Fault;
  #seen = 0;
  #hasEnded = false;
  #listeners: (() => void)[] = [];
  readonly #results = new Map<string, object>();

  constructor(fault: Fault) {
    this.fault = fault;
  }

  /** Tells whether the fault meets an occurrence, which is thereby counted. */
  meets(occurrence: Occurrence): boolean {
    const { trigger } = this.fault;
    if (!isDescribed(occurrence, trigger)) return false;
    this.#seen += 1;
    const { nth = 1, times = 1 } = trigger;
    return this.#seen >= nth && (times === 0 || this.#seen < nth + times);
  }

  /** For `stale`: the first result that the fault met to a call with the same parameters; that is `result` if there was none before. */
  firstResult(params: object, result: object): object {
    const key = JSON.stringify(params);
    const first = this.#results.get(key) ?? result;
    this.#results.set(key, first);
    return first;
  }

  /** Calls `listener` when the fault ends, at once if it has. */
  onEnd(listener: () => void): void {
    if (this.#hasEnded) listener();
    else this.#listeners.push(listener);
  }

  /** Ends the fault, and lets go on what it holds up. */
  end(): void {
    this.#hasEnded = true;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }
}
