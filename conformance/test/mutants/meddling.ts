// Short ways to say how messages are changed.
import { specModel } from "@virt-driver-kit/spec";
import type { Effect, ErrorCode } from "@virt-driver-kit/spec";

import type { Answer, Meddler, Notification, Relay, Request, ToCaller } from "./interposer.ts";

/** Changes the answers to one operation, or to every one (`*`). */
export function onAnswer(
  operation: string,
  change: (answer: Answer, request: Request, relay: Relay) => ToCaller | readonly ToCaller[] | undefined,
): Meddler {
  return {
    answer: (answer, request, relay) =>
      operation === "*" || request.method === operation ? listOf(change(answer, request, relay)) : [answer],
  };
}

/** Changes the requests of one operation, or of every one (`*`). */
export function onRequest(
  operation: string,
  change: (request: Request, relay: Relay) => Request | readonly Request[] | undefined,
): Meddler {
  return {
    request: (request, relay) =>
      operation === "*" || request.method === operation ? listOf(change(request, relay)) : [request],
  };
}

/** Changes the events. */
export function onEvent(
  change: (event: Notification, relay: Relay) => ToCaller | readonly ToCaller[] | undefined,
): Meddler {
  return {
    notification: (notification, relay) =>
      notification.method === "event" ? listOf(change(notification, relay)) : [notification],
  };
}

function listOf<T>(change: T | readonly T[] | undefined): readonly T[] {
  return change === undefined ? [] : ([change].flat() as readonly T[]);
}

/** An answer with other members in its result. */
export function withResult(answer: Answer, members: Readonly<Record<string, unknown>>): Answer {
  return answer.result === undefined ? answer : { ...answer, result: { ...answer.result, ...members } };
}

/** An answer without some members of its result. */
export function withoutResult(answer: Answer, ...names: readonly string[]): Answer {
  return withResult(answer, Object.fromEntries(names.map((name) => [name, undefined])));
}

/** An answer with other members in the data of its error. */
export function withErrorData(answer: Answer, members: Readonly<Record<string, unknown>>): Answer {
  if (answer.error === undefined) return answer;
  return { ...answer, error: { ...answer.error, data: { ...answer.error.data, ...members } } };
}

/** A request with other parameters. */
export function withParams(request: Request, params: Readonly<Record<string, unknown>>): Request {
  return { ...request, params: { ...request.params, ...params } };
}

/** A notification with other parameters. */
export function withNotice(notification: Notification, params: Readonly<Record<string, unknown>>): Notification {
  return { ...notification, params: { ...notification.params, ...params } };
}

/** An answer with a result. */
export function answering(request: Request, result: Readonly<Record<string, unknown>> = {}): Answer {
  return { jsonrpc: "2.0", id: request.id ?? null, result };
}

/** An answer with an error of the spec. */
export function refusing(request: Request, code: ErrorCode, details?: object, effect: Effect = "none"): Answer {
  const number = specModel.errors[code]?.rpcCode ?? 0;
  const data = { code, effect, ...(details && { details }) };
  return { jsonrpc: "2.0", id: request.id ?? null, error: { code: number, message: `Refused: ${code}`, data } };
}

/** The code of an answer's error. */
export function codeOf(answer: Answer): string | undefined {
  return answer.error?.data?.["code"] as string | undefined;
}

/**
 * Has the driver do something else than what the caller asked, and changes its answer.
 *
 * @returns Nothing to send now: the answer follows.
 */
export function detour(
  relay: Relay,
  request: Request,
  params: Readonly<Record<string, unknown>>,
  change: (answer: Answer) => ToCaller,
): undefined {
  void relay.ask(request.method, { ...request.params, ...params }).then((answer) => {
    relay.toCaller(change({ ...answer, id: request.id ?? null }));
  });
}
