// Makes calls: judged before they leave and when they come back, with an identity, a limit to silence, and progress.
import type { Clock } from "../../driver/clock.ts";
import type { CallContext, InitializeResult, ProgressParams } from "../../generated/types.ts";
import { answeredError } from "../asked-requests.ts";
import { cancellable } from "../cancellable.ts";
import { contractOf } from "../contract.ts";
import type { OperationContract } from "../contract.ts";
import { invalidCall } from "../faults/call-faults.ts";
import { WireError } from "../faults/wire-error.ts";
import type { WireFault } from "../faults/wire-fault.ts";
import { forVersion, refuseUndeclared } from "../for-peer.ts";
import { judgeError, judgeResult } from "../judge-answer.ts";
import type { Judgement } from "../judge-answer.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientWire } from "./client-wire.ts";
import { HangWatch } from "./hang-watch.ts";
import { notSupported } from "../not-supported.ts";

/** What {@link Calls} work with. */
export interface CallsParts {
  readonly wire: ClientWire;
  readonly clock: Clock;
  readonly hangTimeoutMs: number;
  readonly mintId: () => string;
  /** Whether a result that does not match its schema fails its call. */
  readonly insist: boolean;
  readonly report: (fault: WireFault) => void;
  /** What was agreed on with the driver, once that is so. */
  readonly session: () => InitializeResult | undefined;
}

/** A changing call in progress, for its progress. */
interface Watched {
  readonly onProgress: CallOptions["onProgress"];
  readonly watch: HangWatch;
}

/** Makes calls on one connection. */
export class Calls {
  readonly #parts: CallsParts;
  readonly #judgement: Judgement;
  readonly #watched = new Map<string, Watched>();
  /** The calls in progress, by their watches. */
  readonly #watches = new Set<HangWatch>();

  constructor(parts: CallsParts) {
    this.#parts = parts;
    this.#judgement = { peer: "driver", insist: parts.insist, report: parts.report };
  }

  /**
   * Makes a call.
   *
   * @param name - The operation.
   * @param params - Its parameters.
   * @param options - What else there is to say about it.
   * @returns The result.
   * @throws {@link DriverError} if the driver failed the call; also, without asking it, `NOT_SUPPORTED` if the call carries something whose
   *   capability the driver does not declare, or which its version of the spec does not have and must not miss.
   * @throws {@link WireError} if no proper answer came or the call must not be sent.
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
    return this.#send(contract, this.#forDriver(contract, wireParams), context?.operationId, options);
  }

  /** Refuses what the driver would refuse, or would miss without knowing; leaves out what it does not know and need not. */
  #forDriver(contract: OperationContract, params: object): object {
    const session = this.#parts.session();
    if (session === undefined || contract.model.name === "initialize") return params;
    refuseUndeclared(contract, params, session.capabilities);
    return forVersion(contract, "params", params, session.specVersion, (state) => {
      const { name } = contract.model;
      throw notSupported("call", name, state);
    });
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
    const { wire } = this.#parts;
    const { name, kind } = contract.model;
    const sent = wire.request(name, wireParams);
    const watch = this.watch(sent.id, name, options.hangTimeoutMs);
    const isChange = kind === "change" && operationId !== undefined;
    if (isChange) this.#watched.set(operationId, { onProgress: options.onProgress, watch });
    const cancel = isChange ? (): void => wire.notify("cancelOperation", { operationId }) : undefined;
    try {
      const answer = options.signal === undefined ? sent.answer : cancellable(sent.answer, options.signal, cancel);
      return judgeResult(contract, await answer, this.#judgement);
    } catch (thrown) {
      const error = answeredError(thrown);
      throw error === undefined ? thrown : judgeError(name, error, this.#judgement);
    } finally {
      watch.stop();
      if (isChange) this.#watched.delete(operationId);
    }
  }

  /** Watches that a request is answered in time. */
  watch(id: number | string, method: string, hangTimeoutMs: number = this.#parts.hangTimeoutMs): HangWatch {
    const { wire, clock, report } = this.#parts;
    const watch = new HangWatch({
      clock,
      ms: hangTimeoutMs,
      method,
      describeState: () => wire.describeState(),
      onHang: (fault) => {
        report(fault);
        wire.abandon(id, fault);
      },
      onStop: () => this.#watches.delete(watch),
    });
    this.#watches.add(watch);
    return watch;
  }

  /** While this side works for the driver, the driver waits and is not silent. Returns the way to end that. */
  pauseWatches(): () => void {
    const paused = [...this.#watches];
    for (const watch of paused) watch.pause();
    return () => paused.forEach((watch) => watch.resume());
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
