// Watches every call that is made to a driver: which operations work, which hang, and which one an error came from.
import { DriverError, specModel, WireError } from "@virt-driver-kit/spec";
import type { CallOptions, DriverClient } from "@virt-driver-kit/spec";

import { abortable } from "./abortable.ts";
import { type Absence, isAbsence } from "./absent-operation.ts";
import { Blocked } from "./blocked.ts";
import { callAdmission, type CallAdmission } from "./call-admission.ts";

/** After this many calls without an answer, an operation is not called any more. */
const MOST_HANGS = 2;

/** What was seen of a driver's operations in a run. */
export interface CallWatch {
  /**
   * Wraps a client. Its calls reject as those of `client` do, and with {@link Blocked} at once if the operation has hung too often.
   *
   * @param signal - Ends calls in progress early, by rejecting with its reason.
   */
  watch(client: DriverClient, signal: AbortSignal): DriverClient;
  /** Watches one call that does not go through a client; `params` are what it is sent with. */
  call<T>(operation: string, signal: AbortSignal, send: () => Promise<T>, params?: object): Promise<T>;
  /** Which calls are sent at all. */
  readonly admission: CallAdmission;
  /** How long a call may stay without an answer, in real milliseconds; more where its `timeoutSeconds` grants the guest time. */
  limitMs(operation: string, params: object): number;
  /** The operation that a call is of, given its promise or the error that it rejected with. */
  readonly operationOf: (call: unknown) => string | undefined;
  /** The last call that was refused at once because its operation had hung before. */
  readonly refused: Blocked | undefined;
  /** How many calls stayed without an answer. */
  readonly hangs: number;
  /** How many calls were sent of operations that change something. */
  readonly sent: { readonly changes: number };
  /**
   * Whether a `spawn` was refused because its node was full by its own measure, not by CPUs, memory or disk: such nodes, bare metal among
   * them, are taken to hold one instance each.
   */
  readonly hasWholeNodes: boolean;
  /** The refusals by which operations said that they are not there, in their order. */
  readonly absences: readonly Absence[];
  /** Operations that answered with success at least once. */
  readonly succeeded: ReadonlySet<string>;
}

/**
 * Makes a watch that has seen nothing yet.
 *
 * @param limitOf - How long a call of an operation may stay without an answer, in real milliseconds, beside the time that its
 *   `timeoutSeconds` grants the guest.
 * @param admission - Which calls are sent at all.
 */
export function callWatch(
  limitOf: (operation: string) => number,
  admission: CallAdmission = callAdmission(),
): CallWatch {
  const hangs: { readonly operation: string; readonly error: WireError }[] = [];
  const origins = new WeakMap<object, string>();
  const seen = { sent: { changes: 0 }, absences: new Array<Absence>(), succeeded: new Set<string>() };
  let refused: Blocked | undefined;
  let hasWholeNodes = false;

  const noteFailure = (operation: string, error: unknown): void => {
    if (typeof error === "object" && error !== null && !origins.has(error)) origins.set(error, operation);
    if (error instanceof WireError && error.kind === "no-answer") hangs.push({ operation, error });
    if (isAbsence(operation, error)) seen.absences.push({ operation, error });
    hasWholeNodes ||= operation === "spawn" && isFullByItsOwnMeasure(error);
  };

  const call: CallWatch["call"] = (operation, signal, send, params) => {
    const answer = attempt(operation, signal, send, params);
    origins.set(answer, operation);
    return answer;
  };

  const attempt: CallWatch["call"] = async (operation, signal, send, params = {}) => {
    const hung = hangs.filter((hang) => hang.operation === operation);
    if (hung.length >= MOST_HANGS) throw (refused = new Blocked(operation, hung[0]?.error));
    const admitted = admission.admit(operation, params);
    if (specModel.operations[operation]?.kind === "change") seen.sent.changes += 1;
    try {
      const answer = await abortable(signal, send);
      seen.succeeded.add(operation);
      admitted.succeeded();
      return answer;
    } catch (error) {
      admitted.failed(error);
      noteFailure(operation, error);
      throw error;
    }
  };

  const limitMs = (operation: string, params: object): number => limitOf(operation) + grantedMs(params);

  return {
    watch: (client, signal) =>
      observed(client, (operation, params, options, send) => {
        const hangTimeoutMs = limitMs(operation, params);
        return call(operation, signal, () => send(params, { hangTimeoutMs, ...options }), params);
      }),
    call,
    limitMs,
    admission,
    operationOf: (of) => (typeof of === "object" && of !== null ? origins.get(of) : undefined),
    get refused() {
      return refused;
    },
    get hangs() {
      return hangs.length;
    },
    get hasWholeNodes() {
      return hasWholeNodes;
    },
    ...seen,
  };
}

function isFullByItsOwnMeasure(error: unknown): boolean {
  if (!(error instanceof DriverError) || error.code !== "INSUFFICIENT_RESOURCES") return false;
  return (error.details as { resource?: unknown } | undefined)?.resource === "other";
}

type Send = (params: object, options: CallOptions) => Promise<unknown>;

/** Wraps a client so that each of its calls goes through `through`. */
function observed(
  client: DriverClient,
  through: (operation: string, params: object, options: CallOptions, send: Send) => Promise<unknown>,
): DriverClient {
  return new Proxy(client, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return (params: object = {}, options: CallOptions = {}) =>
        through(String(name), params, options, (sent, given) => method.call(target, sent, given) as Promise<unknown>);
    },
  });
}

/** A guest that may take its time makes the driver silent for as long. */
function grantedMs(params: object): number {
  const { timeoutSeconds } = params as { timeoutSeconds?: unknown };
  // A request may be made to be refused, and grant less than nothing.
  return typeof timeoutSeconds === "number" && timeoutSeconds > 0 ? timeoutSeconds * 1_000 : 0;
}
