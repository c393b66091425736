/**
 * The line from the driver to its simulated hypervisor: every change goes through it, costs virtual time, and may fail there.
 */

import { type Clock, DriverError } from "@virt-driver-kit/spec";
import type { Faults } from "./faults.ts";
import type { HypervisorStep, Latency } from "./latency.ts";

/** What a step is done for. */
export interface StepContext {
  /** What the driver is in the middle of, for errors, such as `pause instance "4f9c…"`. */
  readonly attempt: string;
  /** Ends the step early, before it has had any effect. */
  readonly signal: AbortSignal;
}

/** What a {@link BackendLink} needs. */
export interface BackendLinkOptions {
  readonly clock: Clock;
  readonly latency: Latency;
  readonly faults: Faults;
  /** Gives each step its number, one more than the last. */
  readonly nextCallNumber: () => number;
}

/** The line to the hypervisor. */
export class BackendLink {
  readonly #options: BackendLinkOptions;

  constructor(options: BackendLinkOptions) {
    this.#options = options;
  }

  /**
   * Makes sure that the hypervisor answers.
   *
   * @param attempt - What the driver is about to do, for the error.
   * @throws {@link DriverError} `BACKEND_UNREACHABLE` if it does not.
   */
  assertReachable(attempt: string): void {
    if (!this.#options.faults.isUnreachable) return;
    throw new DriverError("BACKEND_UNREACHABLE", `Cannot ${attempt}: the hypervisor does not answer`, {
      effect: "none",
    });
  }

  /**
   * Carries out one step.
   *
   * @param step - Which.
   * @param context - What for.
   * @param apply - What the step does. Runs at the end of its latency, all at once.
   * @returns What `apply` returned.
   * @throws {@link DriverError} `BACKEND_FAILED` if an injected fault meets this step, `BACKEND_UNREACHABLE` if the hypervisor does not
   *   answer before or after it; nothing has then been changed. The signal's reason if it aborts. Whatever `apply` throws.
   */
  async change<T>(step: HypervisorStep, { attempt, signal }: StepContext, apply: () => T): Promise<T> {
    const { clock, latency, faults, nextCallNumber } = this.#options;
    this.assertReachable(attempt);
    signal.throwIfAborted();
    const callNumber = nextCallNumber();
    await clock.sleep(latency(step, callNumber), signal);
    this.assertReachable(attempt);
    if (faults.takeFailure(callNumber)) throw this.failure(step, attempt);
    return apply();
  }

  /** Makes the error of a step that the hypervisor refused or broke off. */
  failure(step: HypervisorStep, attempt: string): DriverError {
    return new DriverError("BACKEND_FAILED", `Cannot ${attempt}: the hypervisor failed at step "${step}"`, {
      effect: "none",
      details: { step },
    });
  }
}
