// Calls that carry an identity which an earlier one had, as a wrong driver sees them.
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import type { Meddler, Relay, Request } from "./interposer.ts";
import { withParams } from "./meddling.ts";

/** A call that carries an identity which an earlier one had. */
export interface Repeat {
  readonly request: Request;
  readonly earlier: Request;
  /** Whether operation and parameters are those of the earlier call. */
  readonly isSame: boolean;
  /** Whether the earlier call is in progress. */
  readonly isEarly: boolean;
  readonly hasFailed: boolean;
}

/** Sees the calls whose identity was used before; nothing to send means that the relay was told what to do. */
export function onRepeat(respond: (repeat: Repeat, relay: Relay) => Request | undefined): () => Meddler {
  return () => {
    const calls = new Map<string, { readonly request: Request; state: "running" | "done" | "failed" }>();
    return {
      request: (request, relay) => {
        const { operationId } = request.params.call ?? {};
        if (operationId === undefined) return [request];
        const earlier = calls.get(operationId);
        if (earlier === undefined) {
          calls.set(operationId, { request, state: "running" });
          return [request];
        }
        const isSame = isDeepStrictEqual(withoutCall(request), withoutCall(earlier.request));
        const { state } = earlier;
        const repeat = {
          request,
          earlier: earlier.request,
          isSame,
          isEarly: state === "running",
          hasFailed: state === "failed",
        };
        const sent = respond(repeat, relay);
        return sent === undefined ? [] : [sent];
      },
      answer: (answer, request) => {
        const call = calls.get(request.params.call?.operationId ?? "");
        if (call?.request.id === request.id && call !== undefined)
          call.state = answer.error === undefined ? "done" : "failed";
        return [answer];
      },
    };
  };
}

function withoutCall({ method, params }: Request): object {
  const { call: _, ...own } = params;
  return { method, own };
}

/** The same request under an identity of its own, so that it is carried out. */
export function anew(request: Request): Request {
  return withParams(request, { call: { ...request.params.call, operationId: randomUUID() } });
}
