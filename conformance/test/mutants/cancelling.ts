// Drivers whose `cancelOperation` or `progress` is wrong.
import { randomUUID } from "node:crypto";

import { restarting } from "./attachments.ts";
import type { Meddler, Notification, Relay, Request } from "./interposer.ts";
import { answering, onAnswer, refusing } from "./meddling.ts";
import type { Mutant } from "./mutant.ts";

/** Sees the cancellations, and which calls are in progress. */
function onCancel(
  respond: (call: Request | undefined, cancellation: Request, relay: Relay) => readonly Request[],
): Meddler {
  const calls = new Map<unknown, Request>();
  return {
    request: (request, relay) => {
      if (request.method === "cancelOperation") {
        return respond(calls.get(request.params["operationId"]), request, relay);
      }
      const { operationId } = request.params.call ?? {};
      if (operationId !== undefined) calls.set(operationId, request);
      return [request];
    },
    answer: (answer, request) => {
      calls.delete(request.params.call?.operationId);
      return [answer];
    },
  };
}

/** Answers a call at once when it is cancelled; what it still answers by itself is dropped. */
function answeringCancelled(answer: (call: Request) => ReturnType<typeof answering> | undefined): () => Meddler {
  return () => {
    const settled = new Set<unknown>();
    const meddler = onCancel((call, cancellation, relay) => {
      if (call === undefined) return [cancellation];
      settled.add(call.id);
      const early = answer(call);
      if (early !== undefined) relay.toCaller(early);
      return [];
    });
    return {
      ...meddler,
      answer: (late, request, relay) =>
        settled.has(late.id) ? [] : (meddler.answer?.(late, request, relay) ?? [late]),
    };
  };
}

const cancelling: readonly Mutant[] = [
  {
    id: "cancelOperation/cancelled-call-answers: silent",
    requirement: "cancelOperation/cancelled-call-answers",
    title: "A call that was cancelled is not answered",
    message: "A powerOff that was cancelled was never answered",
    alsoBreaks: ["protocol/answers-in-time"],
    attach: restarting(answeringCancelled(() => undefined)),
    only: ["cancelOperation/*"],
    patience: 0.1,
  },
  {
    id: "cancelOperation/cancelled-call-answers: other code",
    requirement: "cancelOperation/cancelled-call-answers",
    title: "A call that was cancelled is an internal error",
    message: "Unexpected code of a cancelled powerOff",
    attach: restarting(answeringCancelled((call) => refusing(call, "INTERNAL_ERROR", undefined, "unknown"))),
  },
  {
    id: "cancelOperation/cancelled-call-answers: pretends",
    requirement: "cancelOperation/cancelled-call-answers",
    title: "A call that was cancelled is answered as done, and was not",
    message: "The instance is running after a powerOff that was cancelled and succeeded",
    attach: restarting(() => {
      const cancelled = new Set<unknown>();
      return {
        ...onCancel((call, cancellation) => {
          cancelled.add(call?.id);
          return [cancellation];
        }),
        answer: (answer, request) => [cancelled.has(answer.id) ? answering(request) : answer],
      };
    }),
  },
  {
    id: "cancelOperation/unknown-call-is-ignored: cancels all",
    requirement: "cancelOperation/unknown-call-is-ignored",
    title: "Cancelling a call that is not in progress cancels those that are",
    message: "Unexpected code of a powerOff while a finished call and one that never was were cancelled",
    attach: restarting(() => {
      const inProgress = new Set<string>();
      return {
        request: (request) => {
          const { operationId } = request.params.call ?? {};
          if (operationId !== undefined) inProgress.add(operationId);
          if (request.method !== "cancelOperation") return [request];
          return [...inProgress].map((each) => ({ ...request, params: { operationId: each } }));
        },
      };
    }),
  },
  {
    id: "cancelOperation/unknown-call-is-ignored: rewrites the past",
    requirement: "cancelOperation/unknown-call-is-ignored",
    title: "A call that is cancelled after its end counts as cancelled",
    message: "Unexpected status of a finished call that was cancelled afterwards",
    attach: restarting(() => {
      const cancelled = new Set<unknown>();
      return {
        request: (request) => {
          if (request.method === "cancelOperation") cancelled.add(request.params["operationId"]);
          return [request];
        },
        answer: (answer, { method, params }) => {
          if (method !== "getOperation" || !cancelled.has(params["operationId"])) return [answer];
          const error = { code: "OPERATION_CANCELLED", message: "Cancelled", effect: "unknown" };
          return [{ ...answer, result: { ...answer.result, state: "failed", error } }];
        },
      };
    }),
  },
];

function progressOf(operationId: string | undefined): Notification {
  return {
    jsonrpc: "2.0",
    method: "progress",
    params: { operationId: operationId ?? randomUUID(), step: "tidying up" },
  };
}

const progressing: readonly Mutant[] = [
  {
    id: "progress/only-while-running: after the answer",
    requirement: "progress/only-while-running",
    title: "Progress comes after the answer",
    message: "Unexpected progress of calls that were not in progress",
    attach: restarting(() => onAnswer("spawn", (answer, { params }) => [answer, progressOf(params.call?.operationId)])),
  },
  {
    id: "progress/only-while-running: of nobody's call",
    requirement: "progress/only-while-running",
    title: "Progress names an identity of the driver's own",
    message: "Unexpected progress of calls that were not in progress",
    attach: restarting(() => onAnswer("destroy", (answer) => [progressOf(undefined), answer])),
  },
];

/** The mutants of `cancelOperation` and `progress`. */
export const cancellingMutants: readonly Mutant[] = [...cancelling, ...progressing];
