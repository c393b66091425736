// Makes calls: judged before they leave and when they come back, with an identity, a limit to silence, and progress.
import type { Clock } from "../../driver/clock.ts";
import type { CallContext, ProgressParams } from "../../generated/types.ts";
import { contractOf } from "../contract.ts";
import type { OperationContract } from "../contract.ts";
import { invalidCall } from "../faults/call-faults.ts";
import { WireError } from "../faults/wire-error.ts";
import type { WireFault } from "../faults/wire-fault.ts";
import type { CallOptions } from "./call-options.ts";
import { AnsweredError } from "./client-wire.ts";
import type { ClientWire } from "./client-wire.ts";
import { HangWatch } from "./hang-watch.ts";
import { judgeError, judgeResult } from "./judge-answer.ts";

/** What {@link Calls} work with. */
export interface CallsParts {
  readonly wire: ClientWire;
  readonly clock: Clock;
  readonly hangTimeoutMs: number;
  readonly mintId: () => string;
  /** Whether a result that does not match its schema fails its call. */
  readonly insist: boolean;
  readonly report: (fault: WireFault) => void;
}

/** A changing call in progress, for its progress. */
interface Watched {
  readonly onProgress: CallOptions["onProgress"];
  readonly watch: HangWatch;
}

/** Makes calls on one connection. */
export class Calls {
  readonly #parts: CallsParts;
  readonly #watched = new Map<string, Watched>();

  constructor(parts: CallsParts) {
    this.#parts = parts;
  }

  /**
   * Makes a call.
   *
   * @param name - The operation.
   * @param params - Its parameters.
   * @param options - What else there is to say about it.
   * @returns The result.
   * @throws `DriverError` if the driver failed the call, {@link WireError} if no proper answer came or the call must
   *   not be sent.
   */
  async call(name: string, params: object, options: CallOptions): Promise<object> {
    options.signal?.throwIfAborted();
    const contract = contractOf(name);
    if (contract === undefined) throw new WireError(invalidCall(name, "the spec has no such operation"));
    const context = this.#contextOf(contract, options);
    const wireParams = context === undefined ? params : { ...params, call: context };
    const problems = contract.params.closed(wireParams);
    if (problems !== null)
      throw new WireError(invalidCall(name, problems[0]?.message ?? "its params do not match the schema"));
    return this.#send(contract, wireParams, context?.operationId, options);
  }

  /** Takes the progress of a call. Answers whether the call is in progress. */
  progress(progress: ProgressParams): boolean {
    const watched = this.#watched.get(progress.operationId);
    watched?.watch.restart();
    watched?.onProgress?.(progress);
    return watched !== undefined;
  }

  async #send(
    contract: OperationContract,
    wireParams: object,
    operationId: string | undefined,
    options: CallOptions,
  ): Promise<object> {
    const { wire, insist, report } = this.#parts;
    const { name, kind } = contract.model;
    const sent = wire.request(name, wireParams);
    const watch = this.watch(sent.id, name, options.hangTimeoutMs);
    const isChange = kind === "change" && operationId !== undefined;
    if (isChange) this.#watched.set(operationId, { onProgress: options.onProgress, watch });
    const cancel = isChange ? (): void => wire.notify("cancelOperation", { operationId }) : undefined;
    try {
      const answer = options.signal === undefined ? sent.answer : cancellable(sent.answer, options.signal, cancel);
      return judgeResult(contract, await answer, insist, report);
    } catch (thrown) {
      throw thrown instanceof AnsweredError ? judgeError(name, thrown.error, report) : thrown;
    } finally {
      watch.stop();
      if (isChange) this.#watched.delete(operationId);
    }
  }

  /** Watches that a request is answered in time. */
  watch(id: number | string, method: string, hangTimeoutMs: number = this.#parts.hangTimeoutMs): HangWatch {
    const { wire, clock, report } = this.#parts;
    return new HangWatch(
      clock,
      hangTimeoutMs,
      method,
      () => wire.describeState(),
      (fault) => {
        report(fault);
        wire.abandon(id, fault);
      },
    );
  }

  #contextOf(contract: OperationContract, options: CallOptions): CallContext | undefined {
    const { deadlineMs, requestId } = options;
    const operationId = options.operationId ?? (contract.model.kind === "change" ? this.#parts.mintId() : undefined);
    if (operationId === undefined && deadlineMs === undefined && requestId === undefined) return undefined;
    return {
      ...(operationId === undefined ? {} : { operationId }),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
      ...(requestId === undefined ? {} : { requestId }),
    };
  }
}

/** An answer that the caller may stop waiting for; a call that can be cancelled is cancelled and waited for instead. */
async function cancellable(
  answer: Promise<unknown>,
  signal: AbortSignal,
  cancel: (() => void) | undefined,
): Promise<unknown> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = cancel ?? ((): void => reject(signal.reason));
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
