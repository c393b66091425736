// Asks the core for the driver: in the session in control, and no longer than it lasts.
import type { CoreCallOptions } from "../../driver/define-driver.ts";
import { DriverError } from "../../driver/driver-error.ts";
import type { CoreClient } from "../../generated/core-client.ts";
import { specModel } from "../../generated/spec-model.ts";
import type { Capabilities } from "../../generated/types.ts";
import { answeredError } from "../asked-requests.ts";
import type { SentRequest } from "../asked-requests.ts";
import { cancellable } from "../cancellable.ts";
import { contractOf } from "../contract.ts";
import type { OperationContract } from "../contract.ts";
import { WireError } from "../faults/wire-error.ts";
import { forVersion } from "../for-peer.ts";
import { judgeError, judgeResult } from "../judge-answer.ts";
import type { Judgement } from "../judge-answer.ts";

/** A connection that the core can be asked on. */
export interface AskableConnection {
  /** Whether no more answers come. */
  readonly hasEnded: boolean;
  /** The version of the spec that its session speaks. */
  readonly specVersion: string | undefined;
  /** Sends a request. */
  request(method: string, params: object): SentRequest;
}

/** What {@link CoreCalls} work with. */
export interface CoreCallsParts {
  /** The connection of the session in control, if there is one. */
  readonly controlling: () => AskableConnection | undefined;
  /** What the driver declares now. */
  readonly capabilities: () => Capabilities;
  readonly log: (line: string) => void;
}

/** Errors that the core answered with, or that stand for its silence. */
const fromCore = new WeakSet<DriverError>();

/**
 * Tells the core's errors from those of the driver itself.
 *
 * @param error - An error that a driver's method rejected with.
 * @returns Whether a request to the core rejected with it before.
 */
export function isFromCore(error: DriverError): boolean {
  return fromCore.has(error);
}

/** What one run of a driver asks the core. */
export class CoreCalls {
  readonly #parts: CoreCallsParts;
  readonly #judgement: Judgement;
  /** Fails each request in progress. */
  readonly #waiting = new Set<(reason: DriverError) => void>();
  /** The driver's side of this. */
  readonly client: CoreClient;

  constructor(parts: CoreCallsParts) {
    this.#parts = parts;
    this.#judgement = {
      peer: "caller",
      insist: false,
      report: (fault) => parts.log(`${fault.message}. ${fault.hint}`),
    };
    const requests = Object.values(specModel.operations).filter(({ kind }) => kind === "request");
    const methods = requests.map(({ name }) => [
      name,
      (params: object, options: CoreCallOptions = {}) => this.#call(name, params, options),
    ]);
    this.client = Object.fromEntries(methods) as CoreClient;
  }

  /**
   * The session in which requests were sent is over.
   *
   * @param currentEpoch - The epoch of the session that took its place, if one did.
   */
  sessionEnded(currentEpoch?: number): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const fail of waiting) fail(currentEpoch === undefined ? lost() : fenced(currentEpoch));
  }

  async #call(name: string, params: object, { signal }: CoreCallOptions): Promise<object> {
    signal?.throwIfAborted();
    const contract = this.#contractOf(name, params);
    const connection = this.#parts.controlling();
    if (connection === undefined || connection.hasEnded) throw noSession(name);
    const sent = forVersion(contract, "params", params, connection.specVersion, (state) => {
      throw tooNew(name, state);
    });
    const { promise: ended, reject } = Promise.withResolvers<never>();
    this.#waiting.add(reject);
    try {
      const answer = Promise.race([connection.request(name, sent).answer, ended]);
      const result = await (signal === undefined ? answer : cancellable(answer, signal));
      return judgeResult(contract, result, this.#judgement);
    } catch (thrown) {
      throw this.#errorOf(name, thrown);
    } finally {
      this.#waiting.delete(reject);
    }
  }

  /** What a driver may not ask is a mistake in its code, like an event that does not match the schema. */
  #contractOf(name: string, params: object): OperationContract {
    const contract = contractOf(name);
    const capability = contract?.model.capability;
    if (contract === undefined) throw new TypeError(`Cannot ask the core ${name}: the spec has no such request`);
    if (capability !== undefined && this.#parts.capabilities()[capability as keyof Capabilities] !== true)
      throw new TypeError(`Cannot ask the core ${name}: the driver does not declare ${capability}`);
    const problems = contract.params.closed(params);
    if (problems !== null) throw new TypeError(`Cannot ask the core ${name}: ${problems[0]?.message}`);
    return contract;
  }

  #errorOf(name: string, thrown: unknown): unknown {
    const answered = answeredError(thrown);
    const judged = answered === undefined ? thrown : judgeError(name, answered, this.#judgement);
    const error =
      judged instanceof WireError
        ? new DriverError("INTERNAL_ERROR", judged.fault.message, { effect: "unknown", cause: judged })
        : judged;
    // The reason of a signal is the call's own, and no word of the core's.
    if (error instanceof DriverError && error !== thrown) fromCore.add(error);
    return error;
  }
}

function noSession(name: string): DriverError {
  const message = `Cannot ask the core ${name}: no session is open`;
  return ofCore(new DriverError("SESSION_NOT_INITIALIZED", message, { effect: "none" }));
}

function tooNew(name: string, state: string): DriverError {
  const message = `Cannot ask the core ${name}: ${state}`;
  return ofCore(new DriverError("NOT_SUPPORTED", message, { effect: "none", details: { operation: name } }));
}

function lost(): DriverError {
  const message = "Cannot wait for the core any longer: the session ended before it answered";
  return ofCore(new DriverError("SESSION_NOT_INITIALIZED", message, { effect: "unknown" }));
}

function fenced(currentEpoch: number): DriverError {
  const message = `Cannot wait for the core any longer: a session with epoch ${currentEpoch} controls the driver`;
  return ofCore(new DriverError("SESSION_FENCED", message, { effect: "unknown", details: { currentEpoch } }));
}

function ofCore(error: DriverError): DriverError {
  fromCore.add(error);
  return error;
}
