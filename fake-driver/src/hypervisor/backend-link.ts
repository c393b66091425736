/**
 * The line from the driver to its simulated hypervisor: every change goes through it, costs virtual time, and may fail there.
 */

import { DriverError } from "@virt-driver-kit/spec";
import type { VirtualClock } from "../clock/virtual-clock.ts";
import { currentRequest } from "../faults/current-request.ts";
import type { Faults } from "../faults/faults.ts";
import type { Latency } from "./latency.ts";
import type { Instruction } from "./node-readiness.ts";
import type { StepFaults } from "./step-faults.ts";
import type { HypervisorStep } from "./steps.ts";

/** What a step is done for. */
export interface StepContext {
  /** What the driver is in the middle of, for errors, such as `pause instance "4f9c…"`. */
  readonly attempt: string;
  /** The operation that is carried out, such as `attachVolume`. */
  readonly operation: string;
  /** The instance that it is about, if it is about one. */
  readonly instanceUuid?: string | undefined;
  /** The node that it happens on, if that is not the instance's or the one that the request names. */
  readonly node?: string | undefined;
  /** Ends the step early, before it has had any effect. */
  readonly signal: AbortSignal;
}

/** What a {@link BackendLink} needs. */
export interface BackendLinkOptions {
  readonly clock: VirtualClock;
  readonly latency: Latency;
  readonly faults: Faults;
  readonly stepFaults: StepFaults;
  /** Throws if a node does not do what it is told. */
  readonly assertReady: (instruction: Instruction) => void;
  /** Tells whether there is room on a node for what a step does. */
  readonly hasRoom: (step: HypervisorStep, node: string | undefined) => boolean;
  /** Has what a step changed stored. */
  readonly commit: () => void;
  /** Gives each step its number, one more than the last. */
  readonly nextCallNumber: () => number;
}

/** The line to the hypervisor. */
export class BackendLink {
  readonly #options: BackendLinkOptions;
  /** The numbers of the calls that are to fail. */
  readonly #failing = new Set<number>();

  constructor(options: BackendLinkOptions) {
    this.#options = options;
  }

  /**
   * Carries out one step.
   *
   * @param step - Which.
   * @param context - What for.
   * @param apply - What the step does. Runs at the end of its latency, all at once.
   * @param assumed - What the driver takes for the result if the hypervisor says that it has done the step and has not. Needed where a step
   *   returns something.
   * @returns What `apply` returned.
   * @throws {@link DriverError} `BACKEND_FAILED` if an injected fault meets this step, its store is full, or its node is in maintenance and
   *   would run a guest; `BACKEND_UNREACHABLE` if the hypervisor or the node does not answer before or after it, or the node is off.
   *   Nothing has then been changed, unless the fault says otherwise. The signal's reason if it aborts. Whatever `apply` throws.
   */
  async change<T>(
    step: HypervisorStep,
    context: StepContext,
    apply: () => T,
    assumed: () => T = () => undefined as T,
  ): Promise<T> {
    const { clock, latency, faults, stepFaults, assertReady, nextCallNumber, hasRoom, commit } = this.#options;
    const { attempt, signal } = context;
    const occurrence = stepFaults.occurrence(step, context);
    const instruction = { step, attempt, node: occurrence.node };
    try {
      if (isAfterDeath()) await clock.outside(never);
      assertReady(instruction);
      signal.throwIfAborted();
      const callNumber = nextCallNumber();
      await clock.sleep(latency(step, callNumber), signal);
      const met = stepFaults.meeting(occurrence);
      await stepFaults.holdUp(met, signal);
      if (isAfterDeath()) await clock.outside(never);
      assertReady(instruction);
      const failure = (): DriverError => this.failure(step, attempt);
      if (this.#failing.delete(callNumber) || !hasRoom(step, occurrence.node)) throw failure();
      try {
        return met.length === 0 ? apply() : await stepFaults.takeEffect(met, occurrence, { apply, assumed, failure });
      } finally {
        commit();
      }
    } catch (thrown) {
      if (!signal.aborted) faults.noteFailure(occurrence);
      throw thrown;
    }
  }

  /**
   * Takes a step back, at once. A driver that was killed takes nothing back.
   *
   * @returns Whether the driver takes it for done.
   */
  undo(step: HypervisorStep, context: StepContext, apply: () => void): boolean {
    if (isAfterDeath()) return false;
    const { stepFaults } = this.#options;
    return stepFaults.takeBack(stepFaults.occurrence(step, context), apply);
  }

  /**
   * Makes one call fail, once.
   *
   * @returns What takes that back.
   */
  failCall(callNumber: number): () => void {
    this.#failing.add(callNumber);
    return () => void this.#failing.delete(callNumber);
  }

  /** Makes the error of a step that the hypervisor refused or broke off. */
  failure(step: HypervisorStep, attempt: string): DriverError {
    return new DriverError("BACKEND_FAILED", `Cannot ${attempt}: the hypervisor failed at step "${step}"`, {
      effect: "none",
      details: { step },
    });
  }
}

/** Whether the driver that does this was killed while another call of it was in progress, in a process that goes on. */
function isAfterDeath(): boolean {
  return currentRequest()?.life.isOver === true;
}

/** What a driver was doing that was killed comes to no end. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}
