// The circumstances of one running call: its deadline, its cancellation and its progress.
import type { Clock, ClockTimer } from "../../driver/clock.ts";
import type { Call } from "../../driver/define-driver.ts";
import { DriverError } from "../../driver/driver-error.ts";
import type { CallContext, ProgressParams } from "../../generated/types.ts";

/** Sends the progress of a call to the caller. */
export type ProgressSender = (progress: ProgressParams) => void;

/** Why a call is to stop before its driver is done. */
export type Interruption = DriverError<"DEADLINE_EXCEEDED"> | DriverError<"OPERATION_CANCELLED">;

/** One running call, as its driver sees it and as the library ends it. */
export class CallScope implements Call {
  declare readonly operationId?: string;
  declare readonly requestId?: string;
  readonly #operation: string;
  readonly #clock: Clock;
  readonly #sendProgress: ProgressSender;
  /** Made when the driver first asks for the signal, which most reads never do. */
  #controller: AbortController | undefined;
  #interruption: Interruption | undefined;
  #timers: ClockTimer[] = [];
  #ended = false;

  constructor(operation: string, context: CallContext, clock: Clock, sendProgress: ProgressSender) {
    if (context.operationId !== undefined) this.operationId = context.operationId;
    if (context.requestId !== undefined) this.requestId = context.requestId;
    this.#operation = operation;
    this.#clock = clock;
    this.#sendProgress = sendProgress;
    if (context.deadlineMs !== undefined) this.limit(context.deadlineMs);
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#interruption !== undefined) this.#controller.abort(this.#interruption);
    return this.#controller.signal;
  }

  /** Why the call is to stop; undefined while it is not. */
  get interruption(): Interruption | undefined {
    return this.#interruption;
  }

  reportProgress(progress: Omit<ProgressParams, "operationId">): void {
    if (this.#ended || this.operationId === undefined) return;
    this.#sendProgress({ operationId: this.operationId, ...progress });
  }

  /** Gives the call so many milliseconds from now. */
  limit(deadlineMs: number): void {
    if (this.#ended) return;
    const expire = (): void => this.#interrupt("DEADLINE_EXCEEDED", `its deadline of ${deadlineMs} ms has passed`);
    this.#timers.push(this.#clock.setTimer(deadlineMs, expire));
  }

  /** Asks the driver to stop, for the caller. Has no effect on a call that has ended. */
  cancel(): void {
    this.#interrupt("OPERATION_CANCELLED", "the caller cancelled it");
  }

  /** Tells that the call has been answered. */
  end(): void {
    this.#ended = true;
    for (const timer of this.#timers) timer.cancel();
  }

  #interrupt(code: "DEADLINE_EXCEEDED" | "OPERATION_CANCELLED", state: string): void {
    if (this.#ended || this.#interruption !== undefined) return;
    this.#interruption = new DriverError(code, `Cannot complete ${this.#operation}: ${state}`, { effect: "unknown" });
    this.#controller?.abort(this.#interruption);
  }
}
