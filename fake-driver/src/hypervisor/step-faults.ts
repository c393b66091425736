/** What faults make of the steps that they meet. */

import type { VirtualClock } from "../clock/virtual-clock.ts";
import type { ArmedFault } from "../faults/armed-fault.ts";
import { currentRequest, nodeIn } from "../faults/current-request.ts";
import type { Deed } from "../faults/deeds.ts";
import type { Faults } from "../faults/faults.ts";
import type { Occurrence } from "../faults/occurrence.ts";
import type { Host } from "../site/host.ts";
import type { StepContext } from "./backend-link.ts";
import type { HypervisorStep } from "./steps.ts";

/** Faults that meet one step, in the order in which they were set. */
export type StepFaultsMet = readonly ArmedFault<Extract<ArmedFault["fault"], { kind: "stepFault" }>>[];

/** A step of the hypervisor that a driver makes. */
export interface StepMade {
  /** Its name, as BACKEND_FAILED gives it. */
  readonly step: string;
  /** The operation that it is part of; absent for what no call caused. */
  readonly operation?: string | undefined;
  /** Whether it comes after one that failed in the same call, and so belongs to the clean-up. Known while some fault is in force. */
  readonly isAfterFailure: boolean;
}

/** What {@link StepFaults} needs. */
export interface StepFaultsOptions {
  readonly clock: VirtualClock;
  readonly faults: Faults;
  readonly host: Host;
  /** Has what a step changed stored. */
  readonly commit: () => void;
  readonly deed: Deed;
  /** Told of each step. */
  readonly onStep: (step: StepMade) => void;
  /** Kills the driver. Returns only where the driver is part of a process that goes on. */
  readonly killDriver: () => void;
}

/** What a step does, and what comes of it. */
export interface Work<T> {
  readonly apply: () => T;
  /** What the driver takes for the result of a step that has not been done and is reported as done. */
  readonly assumed: () => T;
  readonly failure: () => Error;
}

/** The faults of steps on one hypervisor. */
export class StepFaults {
  readonly #options: StepFaultsOptions;

  constructor(options: StepFaultsOptions) {
    this.#options = options;
  }

  /** Says of a step all that a trigger can ask. */
  occurrence(step: HypervisorStep, { operation, instanceUuid, node }: StepContext): Occurrence {
    const { params, operation: current = operation } = currentRequest() ?? {};
    return {
      step,
      operation: current,
      params,
      instanceUuid,
      node: node ?? this.#nodeOf(instanceUuid) ?? (params && nodeIn(params)),
    };
  }

  /** The faults that meet a step. */
  meeting(occurrence: Occurrence): StepFaultsMet {
    const { faults, onStep } = this.#options;
    const failures = faults.failuresBefore(occurrence);
    const { step = "", operation } = occurrence;
    onStep({ step, operation, isAfterFailure: failures.includes("inThisCall") });
    return faults.meeting("stepFault", { ...occurrence, failures });
  }

  /** Spends the time that faults add to a step. */
  async holdUp(met: StepFaultsMet, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    for (const armed of met) {
      if (armed.fault.action === "delay") await clock.sleep(armed.fault.delayMs ?? 0, signal);
      if (armed.fault.action === "hang") await clock.outside(() => endOf(armed, signal));
    }
  }

  /**
   * Carries a step out as the faults that it meets have it.
   *
   * @throws What the step throws, or its failure, if a fault says so.
   */
  async takeEffect<T>(met: StepFaultsMet, occurrence: Occurrence, work: Work<T>): Promise<T> {
    const { deed } = this.#options;
    const about = deed.about(occurrence.instanceUuid);
    const { apply, assumed, failure } = work;
    const decisive = met.find(({ fault }) => !ADDING.has(fault.action))?.fault;
    const takenOver = async (): Promise<T> => {
      switch (decisive?.action) {
        case "fail":
          throw failure();
        case "failAfter":
          apply();
          throw failure();
        case "skip":
          return assumed();
        case "late":
          this.#later(decisive.delayMs, occurrence, apply);
          return assumed();
        case "killDriver":
          return this.#die();
        case "killDriverAfter":
          apply();
          return this.#die();
        case "repeat":
          return twice(apply);
        default:
          return apply();
      }
    };
    const result = await takenOver();
    for (const { fault } of met) if (fault.deed !== undefined) deed.do(fault.deed, about);
    return result;
  }

  /**
   * Takes a step back as the faults that it meets have it.
   *
   * @returns Whether the driver takes it for done.
   * @throws `DriverKilled` if a fault kills the driver, and its process goes on.
   */
  takeBack(occurrence: Occurrence, apply: () => void): boolean {
    const { deed } = this.#options;
    const met = this.meeting(occurrence);
    const about = deed.about(occurrence.instanceUuid);
    const decisive = met.find(({ fault }) => fault.action !== "also");
    let isTakenForDone = true;
    if (decisive === undefined) apply();
    else isTakenForDone = this.#takenBack(decisive, occurrence, apply);
    for (const { fault } of met) if (fault.deed !== undefined) deed.do(fault.deed, about);
    return isTakenForDone;
  }

  #takenBack(decisive: StepFaultsMet[number], occurrence: Occurrence, apply: () => void): boolean {
    const { action, delayMs } = decisive.fault;
    switch (action) {
      case "fail":
      case "skip":
        return action === "skip";
      case "delay":
      case "late":
        this.#later(delayMs, occurrence, apply);
        return action === "late";
      case "hang":
        decisive.onEnd(apply);
        return false;
      case "killDriver":
        return this.#killed();
      case "killDriverAfter":
        apply();
        return this.#killed();
      case "repeat":
        twice(apply);
        return true;
      default:
        apply();
        return action !== "failAfter";
    }
  }

  #killed(): never {
    this.#options.killDriver();
    throw new DriverKilled();
  }

  async #die(): Promise<never> {
    const { commit, killDriver, clock } = this.#options;
    commit();
    killDriver();
    return clock.outside(() => new Promise<never>(() => undefined));
  }

  /** Does something later, unless the instance that it is about has gone or been made anew meanwhile. */
  #later(delayMs: number | undefined, { instanceUuid }: Occurrence, apply: () => unknown): void {
    const { clock, host, commit } = this.#options;
    const about = instanceUuid === undefined ? undefined : host.instance(instanceUuid);
    clock.setTimer(delayMs ?? 0, () => {
      if (instanceUuid !== undefined && host.instance(instanceUuid) !== about) return;
      quietly(apply);
      commit();
    });
  }

  #nodeOf(instanceUuid: string | undefined): string | undefined {
    return instanceUuid === undefined ? undefined : this.#options.host.instance(instanceUuid)?.node;
  }
}

/** The driver was killed by a fault, in a process that goes on. Nobody is told of it. */
class DriverKilled extends Error {
  /** Tells this error from others. */
  override readonly name = "DriverKilled";
}

/** What adds to a step, and leaves it to take effect. */
const ADDING: ReadonlySet<string> = new Set(["delay", "hang", "also"]);

/** What is done once more, or too late, may find nothing left to do; the hypervisor has nobody to tell it to. */
function quietly(apply: () => unknown): void {
  try {
    apply();
  } catch {
    // See above: the driver has been answered already.
  }
}

function twice<T>(apply: () => T): T {
  const result = apply();
  quietly(apply);
  return result;
}

function endOf(armed: StepFaultsMet[number], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    armed.onEnd(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    });
  });
}
