// Drivers whose `getOperation` is wrong.
import { restarting } from "./attachments.ts";
import type { Answer, Meddler, Request } from "./interposer.ts";
import { answering, onAnswer, refusing, withoutResult, withResult } from "./meddling.ts";
import type { Mutant } from "./mutant.ts";

type State = "running" | "succeeded" | "failed" | "unknown";

/** Answers otherwise of calls in one state. */
function telling(state: State, change: (answer: Answer, request: Request) => Answer): () => Meddler {
  return () =>
    onAnswer("getOperation", (answer, request) =>
      answer.result?.["state"] === state ? change(answer, request) : answer,
    );
}

/** Says that nothing is known of a call. */
function denying(_answer: Answer, request: Request): Answer {
  return answering(request, { operationId: request.params["operationId"], state: "unknown" });
}

function withError(answer: Answer, members: object): Answer {
  return withResult(answer, { error: { ...(answer.result?.["error"] as object), ...members } });
}

/** Forgets a call once so many later ones have been made. */
function remembering(most: number): Meddler {
  const order = new Map<unknown, number>();
  return {
    request: (request) => {
      const { operationId } = request.params.call ?? {};
      if (operationId !== undefined) order.set(operationId, order.size);
      return [request];
    },
    answer: (answer, request) => {
      if (request.method !== "getOperation") return [answer];
      const age = order.size - (order.get(request.params["operationId"]) ?? order.size);
      return [age > most ? denying(answer, request) : answer];
    },
  };
}

/** The mutants of `getOperation`. */
export const getOperationMutants: readonly Mutant[] = [
  {
    id: "getOperation/knows-running-calls: denies",
    requirement: "getOperation/knows-running-calls",
    title: "getOperation knows a call only once it has answered",
    message: "Unexpected state of getOperation while powerOff is in progress",
    attach: restarting(telling("running", denying)),
  },
  {
    id: "getOperation/knows-running-calls: hasty",
    requirement: "getOperation/knows-running-calls",
    title: "getOperation says that a call has succeeded once it has begun",
    message: "Unexpected state of getOperation while powerOff is in progress",
    attach: restarting(telling("running", (answer) => withResult(answer, { state: "succeeded" }))),
  },
  {
    id: "getOperation/knows-running-calls: nameless",
    requirement: "getOperation/knows-running-calls",
    title: "getOperation does not name the operation in progress",
    message: "Unexpected operation of getOperation while powerOff is in progress",
    attach: restarting(telling("running", (answer) => withoutResult(answer, "operation"))),
  },
  {
    id: "getOperation/knows-successful-calls: forgets at once",
    requirement: "getOperation/knows-successful-calls",
    title: "getOperation forgets a call when it has succeeded",
    message: "Unexpected state of getOperation after spawn",
    attach: restarting(telling("succeeded", denying)),
    alsoBreaks: ["getOperation/returns-what-is-to-be-stored"],
  },
  {
    id: "getOperation/returns-what-is-to-be-stored: forgets it",
    requirement: "getOperation/returns-what-is-to-be-stored",
    title: "getOperation tells that a spawn succeeded, and not what it returned",
    message: "getOperation returns another driverState than spawn did",
    attach: restarting(telling("succeeded", (answer) => withoutResult(answer, "driverState"))),
  },
  {
    id: "getOperation/knows-successful-calls: remembers 500",
    requirement: "getOperation/knows-successful-calls",
    title: "getOperation remembers the last 500 calls",
    message: "Unexpected state of getOperation for the first of the last 1000 calls",
    attach: restarting(() => remembering(500)),
  },
  {
    id: "getOperation/knows-successful-calls: other operation",
    requirement: "getOperation/knows-successful-calls",
    title: "getOperation says of every call that it was a spawn",
    message: "Unexpected operation of getOperation after reboot",
    attach: restarting(telling("succeeded", (answer) => withResult(answer, { operation: "spawn" }))),
  },
  {
    id: "getOperation/knows-failed-calls: denies",
    requirement: "getOperation/knows-failed-calls",
    title: "getOperation keeps no record of calls that failed",
    message: "Unexpected state of getOperation after a refused powerOn",
    attach: restarting(telling("failed", denying)),
  },
  {
    id: "getOperation/knows-failed-calls: other code",
    requirement: "getOperation/knows-failed-calls",
    title: "getOperation says of every failure that it was an internal error",
    message: "Unexpected code of the error in getOperation",
    attach: restarting(telling("failed", (answer) => withError(answer, { code: "INTERNAL_ERROR" }))),
  },
  {
    id: "getOperation/knows-failed-calls: other effect",
    requirement: "getOperation/knows-failed-calls",
    title: "getOperation does not know what a failed call has left",
    message: "Unexpected effect of the error in getOperation",
    attach: restarting(telling("failed", (answer) => withError(answer, { effect: "unknown" }))),
  },
  {
    id: "getOperation/admits-not-knowing: refuses",
    requirement: "getOperation/admits-not-knowing",
    title: "getOperation of an identity never seen is an error",
    message: "answered INVALID_REQUEST",
    attach: restarting(
      telling("unknown", (_answer, request) =>
        refusing(request, "INVALID_REQUEST", { path: "params.operationId", problem: "is unknown" }),
      ),
    ),
  },
  {
    id: "getOperation/admits-not-knowing: supposes success",
    requirement: "getOperation/admits-not-knowing",
    title: "getOperation takes a call that it does not know for one that was done long ago",
    message: "Unexpected state of getOperation for an operationId that was never used",
    attach: restarting(telling("unknown", (answer) => withResult(answer, { state: "succeeded", operation: "spawn" }))),
  },
];
