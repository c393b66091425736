// Drivers whose `initialize` is wrong.
import { randomUUID } from "node:crypto";

import { restarting, standing } from "./attachments.ts";
import type { Answer, Meddler, Request } from "./interposer.ts";
import { codeOf, detour, onAnswer, onRequest, refusing, withErrorData, withParams, withResult } from "./meddling.ts";
import type { Mutant } from "./mutant.ts";

const KNOWN = "0.10.0";
const UNKNOWN = "999.0.0";

function offerOf(request: Request): string[] {
  return request.params["specVersions"] as string[];
}

/** Speaks a version of its own choice out of several that were offered. */
function choosing(choose: (offered: string[]) => string | undefined): () => Meddler {
  return () =>
    onRequest("initialize", (request, relay) => {
      const offered = offerOf(request);
      if (offered.length < 2) return request;
      return detour(relay, request, { specVersions: [KNOWN] }, (answer) =>
        answer.result === undefined ? answer : withResult(answer, { specVersion: choose(offered) }),
      );
    });
}

/** Does something else if no known version is offered. */
function onUnknownVersions(respond: (request: Request) => Request | undefined): () => Meddler {
  return () => onRequest("initialize", (request) => (offerOf(request).includes(KNOWN) ? request : respond(request)));
}

/** Accepts every epoch, by telling the driver another one. */
function acceptingEveryEpoch(): Meddler {
  let epoch = 0;
  return onRequest("initialize", (request) => withParams(request, { epoch: ++epoch }));
}

/** Accepts an epoch a second time. */
function acceptingEqualEpochs(): Meddler {
  const accepted = new Map<unknown, Answer>();
  return onAnswer("initialize", (answer, request) => {
    const { epoch } = request.params;
    if (answer.result !== undefined) accepted.set(epoch, answer);
    return codeOf(answer) === "SESSION_FENCED" ? { ...(accepted.get(epoch) ?? answer), id: answer.id } : answer;
  });
}

/** Fences the session in control when another one is refused. */
function losingControl(): Meddler {
  let isFenced = false;
  return {
    request: (request, relay) => {
      if (!isFenced || request.method === "initialize") return [request];
      relay.toCaller(refusing(request, "SESSION_FENCED", { currentEpoch: 99 }));
      return [];
    },
    answer: (answer, request) => {
      if (request.method === "initialize") isFenced = codeOf(answer) === "SESSION_FENCED";
      return [answer];
    },
  };
}

/** Tells the first session the truth, and later ones something else. */
function changingItsMind(members: (again: number) => Readonly<Record<string, unknown>>): () => Meddler {
  return () => {
    let sessions = 0;
    return onAnswer("initialize", (answer) => {
      if (answer.result === undefined) return answer;
      sessions += 1;
      return sessions === 1 ? answer : withResult(answer, members(sessions));
    });
  };
}

/** The mutants of `initialize`. */
export const initializeMutants: readonly Mutant[] = [
  {
    id: "initialize/agrees-on-a-common-version: first",
    requirement: "initialize/agrees-on-a-common-version",
    title: "initialize picks the first version offered, known or not",
    message: "Unexpected specVersion after the offer 999.0.0, 0.10.0",
    attach: restarting(choosing((offered) => offered[0])),
  },
  {
    id: "initialize/agrees-on-a-common-version: last",
    requirement: "initialize/agrees-on-a-common-version",
    title: "initialize picks the last version offered, known or not",
    message: "Unexpected specVersion after the offer",
    attach: restarting(choosing((offered) => offered.at(-1))),
  },
  {
    id: "initialize/agrees-on-a-common-version: highest",
    requirement: "initialize/agrees-on-a-common-version",
    title: "initialize picks the highest version offered, known or not",
    message: "Unexpected specVersion after the offer",
    attach: restarting(choosing((offered) => offered.toSorted().at(-1))),
  },
  {
    id: "initialize/agrees-on-a-common-version: all or nothing",
    requirement: "initialize/agrees-on-a-common-version",
    title: "initialize refuses an offer that holds a version it does not know",
    message: "answered VERSION_NOT_SUPPORTED",
    attach: restarting(() =>
      onRequest("initialize", (request) =>
        offerOf(request).includes(UNKNOWN) ? withParams(request, { specVersions: [UNKNOWN] }) : request,
      ),
    ),
  },
  {
    id: "initialize/refuses-unknown-versions: accepts",
    requirement: "initialize/refuses-unknown-versions",
    title: "initialize opens a session in a version that the caller did not offer",
    message: "succeeded instead of being refused with VERSION_NOT_SUPPORTED",
    attach: restarting(onUnknownVersions((request) => withParams(request, { specVersions: [KNOWN] }))),
  },
  {
    id: "initialize/refuses-unknown-versions: empty list",
    requirement: "initialize/refuses-unknown-versions",
    title: "initialize does not say which versions it knows",
    message: "does not list the version that the driver spoke a moment ago",
    attach: restarting(() =>
      onAnswer("initialize", (answer) =>
        codeOf(answer) === "VERSION_NOT_SUPPORTED"
          ? withErrorData(answer, { details: { supportedVersions: [] } })
          : answer,
      ),
    ),
  },
  {
    id: "initialize/refuses-unknown-versions: other code",
    requirement: "initialize/refuses-unknown-versions",
    title: "initialize calls an unknown version an invalid request",
    message: "answered INVALID_REQUEST instead of VERSION_NOT_SUPPORTED",
    attach: restarting(() =>
      onAnswer("initialize", (answer, request) =>
        codeOf(answer) === "VERSION_NOT_SUPPORTED"
          ? refusing(request, "INVALID_REQUEST", { path: "params.specVersions", problem: "are unknown" })
          : answer,
      ),
    ),
  },
  {
    id: "initialize/refuses-unknown-versions: takes over",
    requirement: "initialize/refuses-unknown-versions",
    title: "initialize gives the control to a session that it refuses for its version",
    message: "Unexpected next epoch after a session that was refused for its version",
    attach: restarting(() =>
      onRequest("initialize", (request, relay) => {
        if (offerOf(request).includes(KNOWN)) return request;
        return detour(relay, request, { specVersions: [KNOWN] }, () =>
          refusing(request, "VERSION_NOT_SUPPORTED", { supportedVersions: [KNOWN] }),
        );
      }),
    ),
  },
  {
    id: "initialize/refuses-stale-epochs: any",
    requirement: "initialize/refuses-stale-epochs",
    title: "initialize accepts every epoch",
    message: "succeeded instead of being refused with SESSION_FENCED",
    attach: restarting(acceptingEveryEpoch),
  },
  {
    id: "initialize/refuses-stale-epochs: equal",
    requirement: "initialize/refuses-stale-epochs",
    title: "initialize accepts the epoch that is in control",
    message: "succeeded instead of being refused with SESSION_FENCED",
    attach: restarting(acceptingEqualEpochs),
  },
  {
    id: "initialize/refuses-stale-epochs: loses control",
    requirement: "initialize/refuses-stale-epochs",
    title: "initialize refuses a stale epoch and ends the session in control by it",
    message: "answered SESSION_FENCED",
    attach: restarting(losingControl),
  },
  {
    id: "initialize/keeps-answers-stable: capabilities",
    requirement: "initialize/keeps-answers-stable",
    title: "initialize declares pause to the first session only",
    message: "Unexpected capabilities in a second session of the same run",
    attach: restarting(
      changingItsMind(() => ({ capabilities: { supportsConsoleOutput: true, supportsSimulation: true } })),
    ),
  },
  {
    id: "initialize/keeps-answers-stable: driver epoch",
    requirement: "initialize/keeps-answers-stable",
    title: "initialize makes a new driver epoch for each session",
    message: "Unexpected driverEpoch in a second session of the same run",
    attach: restarting(changingItsMind(() => ({ driverEpoch: randomUUID() }))),
  },
  {
    id: "initialize/keeps-answers-stable: name",
    requirement: "initialize/keeps-answers-stable",
    title: "initialize counts its sessions in the driver's version",
    message: "Unexpected driver in a second session",
    attach: standing(changingItsMind((again) => ({ driver: { name: "vdk-fake-driver", version: String(again) } }))),
  },
];
