// Drivers that take requests wrongly which are not as they know them: invalid, newer than themselves, or unknown.
import { randomUUID } from "node:crypto";

import { restarting } from "./attachments.ts";
import type { Meddler, Request, RequestParams } from "./interposer.ts";
import { answering, codeOf, detour, onAnswer, onRequest, refusing, withErrorData, withParams } from "./meddling.ts";
import type { Mutant } from "./mutant.ts";

/** Guesses what an invalid request may have meant. */
function guessing(
  operation: string,
  mend: (params: RequestParams) => Readonly<Record<string, unknown>>,
): () => Meddler {
  return () => onRequest(operation, (request) => withParams(request, mend(request.params)));
}

/** Answers an invalid request otherwise than it should. */
function onInvalid(change: (request: Request) => ReturnType<typeof refusing>): () => Meddler {
  return () => onAnswer("*", (answer, request) => (codeOf(answer) === "INVALID_REQUEST" ? change(request) : answer));
}

const STRANGE = "fieldOfALaterVersion";

function isStrange(params: unknown): boolean {
  return typeof params === "object" && params !== null && STRANGE in params;
}

interface SpawnedInstance {
  readonly flavor?: object;
}

const invalid: readonly Mutant[] = [
  {
    id: "protocol/refuses-invalid-requests: wrong type",
    requirement: "protocol/refuses-invalid-requests",
    title: "A node that is a number is taken for the first node",
    message: "succeeded instead of being refused with INVALID_REQUEST",
    attach: restarting(() => {
      let known: unknown;
      return {
        ...onRequest("getAvailableResource", (request) => {
          if (typeof request.params["node"] === "string") known = request.params["node"];
          return withParams(request, { node: known });
        }),
      };
    }),
  },
  {
    id: "protocol/refuses-invalid-requests: out of range",
    requirement: "protocol/refuses-invalid-requests",
    title: "A limit of 0 means no limit",
    message: "succeeded instead of being refused with INVALID_REQUEST",
    attach: restarting(guessing("listInstances", ({ limit }) => (limit === 0 ? { limit: undefined } : {}))),
  },
  {
    id: "protocol/refuses-invalid-requests: missing field",
    requirement: "protocol/refuses-invalid-requests",
    title: "A spawn without a flavor gets a small one",
    message: "succeeded instead of being refused with INVALID_REQUEST",
    attach: restarting(
      guessing("spawn", ({ instance }) => {
        if (typeof instance !== "object" || instance === null) return {};
        const flavor = (instance as SpawnedInstance).flavor ?? { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 };
        return { instance: { ...instance, flavor } };
      }),
    ),
  },
  {
    id: "protocol/refuses-invalid-requests: missing operationId",
    requirement: "protocol/refuses-invalid-requests",
    title: "A changing call without an operationId gets one",
    message: "succeeded instead of being refused with INVALID_REQUEST",
    attach: restarting(guessing("powerOff", ({ call }) => ({ call: { operationId: randomUUID(), ...call } }))),
  },
  {
    id: "protocol/refuses-invalid-requests: unknown value",
    requirement: "protocol/refuses-invalid-requests",
    title: "A reboot of an unknown type is hard",
    message: "succeeded instead of being refused with INVALID_REQUEST",
    attach: restarting(guessing("reboot", ({ type }) => ({ type: type === "soft" ? "soft" : "hard" }))),
  },
  {
    id: "protocol/refuses-invalid-requests: nameless",
    requirement: "protocol/refuses-invalid-requests",
    title: "The refusal of an invalid request does not say what is wrong with it",
    message: 'INVALID_REQUEST of getAvailableResource does not name the field "node"',
    attach: restarting(
      onInvalid((request) => refusing(request, "INVALID_REQUEST", { path: "params", problem: "are invalid" })),
    ),
  },
  {
    id: "protocol/refuses-invalid-requests: internal error",
    requirement: "protocol/refuses-invalid-requests",
    title: "An invalid request is an internal error",
    message: "answered INTERNAL_ERROR instead of INVALID_REQUEST",
    attach: restarting(onInvalid((request) => refusing(request, "INTERNAL_ERROR"))),
  },
  {
    id: "protocol/refuses-invalid-requests: unsure",
    requirement: "protocol/refuses-invalid-requests",
    title: "The refusal of an invalid request has an unknown effect",
    message: 'answered INVALID_REQUEST with effect "unknown" instead of "none"',
    attach: restarting(() =>
      onAnswer("*", (answer) =>
        codeOf(answer) === "INVALID_REQUEST" ? withErrorData(answer, { effect: "unknown" }) : answer,
      ),
    ),
  },
  {
    id: "protocol/refuses-invalid-requests: done all the same",
    requirement: "protocol/refuses-invalid-requests",
    title: "A changing call without an operationId is refused, and carried out",
    message: "The instance is shutdown after a powerOff without an operationId",
    attach: restarting(() =>
      onRequest("powerOff", (request, relay) => {
        if (request.params.call?.operationId !== undefined) return request;
        const details = { path: "params.call.operationId", problem: "is missing" };
        return detour(relay, request, { call: { operationId: randomUUID() } }, () =>
          refusing(request, "INVALID_REQUEST", details),
        );
      }),
    ),
  },
];

const newer: readonly Mutant[] = [
  {
    id: "protocol/ignores-unknown-fields: beside the parameters",
    requirement: "protocol/ignores-unknown-fields",
    title: "A parameter that is not known is an invalid request",
    message: "answered INVALID_REQUEST",
    attach: restarting(() =>
      onAnswer("*", (answer, request) =>
        isStrange(request.params)
          ? refusing(request, "INVALID_REQUEST", { path: `params.${STRANGE}`, problem: "is unknown" })
          : answer,
      ),
    ),
  },
  {
    id: "protocol/ignores-unknown-fields: inside an object",
    requirement: "protocol/ignores-unknown-fields",
    title: "A field that is not known inside an object is an invalid request",
    message: "answered INVALID_REQUEST",
    attach: restarting(() =>
      onRequest("spawn", (request, relay) => {
        if (!isStrange(request.params["instance"])) return request;
        relay.toCaller(
          refusing(request, "INVALID_REQUEST", { path: `params.instance.${STRANGE}`, problem: "is unknown" }),
        );
        return undefined;
      }),
    ),
  },
];

/** Answers an operation that the driver does not know otherwise than it should. */
function onUnknownOperation(change: (request: Request) => ReturnType<typeof refusing>): () => Meddler {
  return () => onAnswer("operationOfALaterVersion", (_answer, request) => change(request));
}

const unknown: readonly Mutant[] = [
  {
    id: "protocol/unknown-operations-are-not-supported: invalid",
    requirement: "protocol/unknown-operations-are-not-supported",
    title: "An operation that is not known is an invalid request",
    message: "answered INVALID_REQUEST instead of NOT_SUPPORTED",
    attach: restarting(
      onUnknownOperation((request) => refusing(request, "INVALID_REQUEST", { path: "method", problem: "is unknown" })),
    ),
  },
  {
    id: "protocol/unknown-operations-are-not-supported: succeeds",
    requirement: "protocol/unknown-operations-are-not-supported",
    title: "An operation that is not known succeeds and does nothing",
    message: "succeeded instead of being refused with NOT_SUPPORTED",
    attach: restarting(onUnknownOperation((request) => answering(request))),
  },
  {
    id: "protocol/unknown-operations-are-not-supported: hangs up",
    requirement: "protocol/unknown-operations-are-not-supported",
    title: "An operation that is not known ends the session",
    message: "it closed its connection",
    attach: restarting(() =>
      onAnswer("operationOfALaterVersion", (answer, _request, relay) => {
        setImmediate(() => relay.hangUp());
        return answer;
      }),
    ),
  },
];

/** The mutants of requests that a driver must refuse or read with tolerance. */
export const requestMutants: readonly Mutant[] = [...invalid, ...newer, ...unknown];
