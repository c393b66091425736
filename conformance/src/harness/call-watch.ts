// Watches every call that is made to a driver: which operations work, which hang, and which one an error came from.
import { DriverError, WireError } from "@virt-driver-kit/spec";
import type { CallOptions, DriverClient } from "@virt-driver-kit/spec";

import { abortable } from "./abortable.ts";
import { Blocked } from "./blocked.ts";

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
  /** Watches one call that does not go through a client. */
  call<T>(operation: string, signal: AbortSignal, send: () => Promise<T>): Promise<T>;
  /** The operation that a call is of, given its promise or the error that it rejected with. */
  readonly operationOf: (call: unknown) => string | undefined;
  /** The last call that was refused at once because its operation had hung before. */
  readonly refused: Blocked | undefined;
  /** How many calls stayed without an answer. */
  readonly hangs: number;
  /**
   * Whether a `spawn` was refused because its node was full by its own measure, not by CPUs, memory or disk: such nodes, bare metal among
   * them, are taken to hold one instance each.
   */
  readonly hasWholeNodes: boolean;
  /** Operations that answered with success at least once. */
  readonly succeeded: ReadonlySet<string>;
}

/**
 * Makes a watch that has seen nothing yet.
 *
 * @param answerWithinMs - How long a call may stay without an answer, in real milliseconds, beside the time that its
 *   `timeoutSeconds` grants the guest.
 */
export function callWatch(answerWithinMs: number): CallWatch {
  const hangs = new Map<string, WireError[]>();
  const origins = new WeakMap<object, string>();
  const succeeded = new Set<string>();
  let refused: Blocked | undefined;
  let hasWholeNodes = false;

  const noteFailure = (operation: string, error: unknown): void => {
    if (typeof error === "object" && error !== null && !origins.has(error)) origins.set(error, operation);
    if (error instanceof WireError && error.kind === "no-answer")
      hangs.set(operation, [...(hangs.get(operation) ?? []), error]);
    hasWholeNodes ||= operation === "spawn" && isFullByItsOwnMeasure(error);
  };

  const call = <T>(operation: string, signal: AbortSignal, send: () => Promise<T>): Promise<T> => {
    const answer = attempt(operation, signal, send);
    origins.set(answer, operation);
    return answer;
  };

  const attempt = async <T>(operation: string, signal: AbortSignal, send: () => Promise<T>): Promise<T> => {
    const hung = hangs.get(operation) ?? [];
    if (hung.length >= MOST_HANGS) {
      refused = new Blocked(operation, hung[0]);
      throw refused;
    }
    try {
      const answer = await abortable(signal, send);
      succeeded.add(operation);
      return answer;
    } catch (error) {
      noteFailure(operation, error);
      throw error;
    }
  };

  return {
    watch: (client, signal) =>
      observed(client, (operation, params, options, send) =>
        call(operation, signal, () => send(params, patient(answerWithinMs, params, options))),
      ),
    call,
    operationOf: (of) => (typeof of === "object" && of !== null ? origins.get(of) : undefined),
    get refused() {
      return refused;
    },
    get hangs() {
      return [...hangs.values()].reduce((sum, errors) => sum + errors.length, 0);
    },
    get hasWholeNodes() {
      return hasWholeNodes;
    },
    succeeded,
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
function patient(answerWithinMs: number, params: object, options: CallOptions): CallOptions {
  const { timeoutSeconds } = params as { timeoutSeconds?: unknown };
  const grantedMs = typeof timeoutSeconds === "number" ? timeoutSeconds * 1_000 : 0;
  return { hangTimeoutMs: answerWithinMs + grantedMs, ...options };
}
