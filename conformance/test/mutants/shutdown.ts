// Drivers whose `shutdown` is wrong.
import { randomUUID } from "node:crypto";

import { restarting, standing } from "./attachments.ts";
import type { Meddler, Relay, Request } from "./interposer.ts";
import { answering, codeOf, onAnswer, onRequest, refusing } from "./meddling.ts";
import type { Mutant } from "./mutant.ts";

/** Powers every guest off. */
async function stopAll(relay: Relay): Promise<void> {
  const { result } = await relay.ask("listInstanceStates", {});
  const states = (result?.["states"] ?? []) as readonly { readonly uuid: string }[];
  for (const { uuid: instanceUuid } of states) {
    const call = { operationId: randomUUID() };
    await relay.ask("powerOff", { instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0, call });
  }
}

/** Answers `shutdown` and goes on as if nothing had been said. */
function goingOn(): Meddler {
  return onRequest("shutdown", (request, relay) => {
    relay.toCaller(answering(request));
    return undefined;
  });
}

/** Remembers a shutdown for ever. */
function neverOpeningAgain(): Meddler {
  let isShutDown = false;
  return {
    request: (request: Request, relay) => {
      if (!isShutDown || request.method === "initialize") return [request];
      relay.toCaller(refusing(request, "SHUTTING_DOWN"));
      return [];
    },
    answer: (answer, { method }) => {
      if (method === "shutdown") isShutDown = true;
      return [answer];
    },
  };
}

/** The mutants of `shutdown`. */
export const shutdownMutants: readonly Mutant[] = [
  {
    id: "shutdown/refuses-new-work: goes on",
    requirement: "shutdown/refuses-new-work",
    title: "After a shutdown the session goes on",
    message: "listNodes was answered after shutdown",
    attach: restarting(goingOn),
  },
  {
    id: "shutdown/refuses-new-work: goes on at an address",
    requirement: "shutdown/refuses-new-work",
    title: "After a shutdown the session of a driver at an address goes on",
    message: "listNodes was answered after shutdown",
    attach: standing(goingOn),
  },
  {
    id: "shutdown/refuses-new-work: other code",
    requirement: "shutdown/refuses-new-work",
    title: "A call after a shutdown is an internal error",
    message: "Unexpected code of a call after shutdown",
    attach: standing(() =>
      onAnswer("*", (answer, request) =>
        codeOf(answer) === "SHUTTING_DOWN" ? refusing(request, "INTERNAL_ERROR") : answer,
      ),
    ),
  },
  {
    id: "shutdown/refuses-new-work: for ever",
    requirement: "shutdown/refuses-new-work",
    title: "After a shutdown a driver at an address serves no session any more",
    message: "answered SHUTTING_DOWN",
    attach: standing(neverOpeningAgain),
    only: ["shutdown/refuses-new-work*"],
  },
  {
    id: "shutdown/leaves-instances-alone: stops them",
    requirement: "shutdown/leaves-instances-alone",
    title: "A shutdown powers the guests off",
    message: "The instance is shutdown after a shutdown and restart of the driver",
    keepsState: true,
    attach: restarting(() =>
      onRequest("shutdown", (request, relay) => {
        void stopAll(relay).then(() => relay.toDriver(request));
        return undefined;
      }),
    ),
  },
];
