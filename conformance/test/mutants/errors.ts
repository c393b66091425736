// Drivers whose errors say too little, too much or the wrong thing, and whose capabilities are not what they declare.
import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, OperationName } from "@virt-driver-kit/spec";

import { asProcess, restarting } from "./attachments.ts";
import type { Answer, AnswerError, Meddler, Request } from "./interposer.ts";
import { codeOf, onAnswer, onRequest, refusing, withErrorData } from "./meddling.ts";
import { declaring, succeeding, UNDECLARED } from "./declaring.ts";
import { planned } from "./faulty.ts";
import type { Mutant, WireMutant } from "./mutant.ts";

/** Changes every error. */
function onError(change: (error: AnswerError) => AnswerError): () => Meddler {
  return () =>
    onAnswer("*", (answer) => (answer.error === undefined ? answer : { ...answer, error: change(answer.error) }));
}

const contents: readonly Mutant[] = [
  {
    id: "errors/carry-code-and-effect: other number",
    requirement: "errors/carry-code-and-effect",
    title: "Every error has the number -32000",
    message: "its number is -32000, and that of INSTANCE_NOT_FOUND is 2001",
    attach: restarting(onError((error) => ({ ...error, code: -32_000 }))),
  },
  {
    id: "errors/carry-code-and-effect: no effect",
    requirement: "errors/carry-code-and-effect",
    title: "Errors do not tell their effect",
    message: "effect",
    attach: restarting(onError((error) => ({ ...error, data: { ...error.data, effect: undefined } }))),
    only: ["errors/carry-code-and-effect"],
  },
  {
    id: "errors/carry-code-and-effect: no data",
    requirement: "errors/carry-code-and-effect",
    title: "Errors have a number and a text only",
    message: 'it has no "data" with a code of the spec',
    attach: restarting(onError(({ code, message }) => ({ code, message }))),
    only: ["errors/carry-code-and-effect"],
  },
  {
    id: "errors/carry-code-and-effect: no details",
    requirement: "errors/carry-code-and-effect",
    title: "Errors leave their details out",
    message: "details",
    attach: restarting(onError((error) => ({ ...error, data: { ...error.data, details: undefined } }))),
  },
  {
    id: "errors/carry-code-and-effect: code of its own",
    requirement: "errors/carry-code-and-effect",
    title: "An error has a code that the spec does not know",
    message: 'its data.code "NO_SUCH_DOMAIN" is no error code of the spec',
    attach: restarting(() =>
      onAnswer("powerOn", (answer) =>
        codeOf(answer) === "INSTANCE_NOT_FOUND" ? withErrorData(answer, { code: "NO_SUCH_DOMAIN" }) : answer,
      ),
    ),
  },
];

const SECRET = /vdk-Pa55/u;

/** Says the secret of a request somewhere in its answer. */
function gossiping(
  operation: string,
  tell: (answer: Answer, secret: string) => readonly (Answer | object)[],
): () => Meddler {
  return () =>
    onAnswer(operation, (answer, { params }) => {
      const secret = JSON.stringify(params["adminPassword"]);
      return (SECRET.test(secret) ? tell(answer, secret) : [answer]) as readonly Answer[];
    });
}

function withMessage(answer: Answer, message: string): Answer {
  return answer.error === undefined ? answer : { ...answer, error: { ...answer.error, message } };
}

/** Whether a call had begun when it failed. */
function isNoRefusal(code: string | undefined): boolean {
  return code !== "INSTANCE_NOT_FOUND" && code !== "INVALID_REQUEST";
}

/** Quotes the whole request in some of the errors of an operation. */
function quoting(operation: OperationName, when: string, quotes: (code: string | undefined) => boolean): Mutant {
  return {
    id: `errors/never-carry-secrets: ${operation} ${when}`,
    requirement: "errors/never-carry-secrets",
    title: `${operation} quotes its request ${when}`,
    message: "Unexpected places in which a secret of the caller was seen",
    attach: restarting(() =>
      onAnswer(operation, (answer, { params }) =>
        quotes(codeOf(answer)) ? withMessage(answer, `Cannot carry out ${JSON.stringify(params)}`) : answer,
      ),
    ),
    only: [`errors/never-carry-secrets[${operation}]`],
  };
}

const secrets: readonly Mutant[] = [
  {
    id: "errors/never-carry-secrets: in a refusal",
    requirement: "errors/never-carry-secrets",
    title: "A refusal quotes the parameters of the call",
    message: "Unexpected places in which a secret of the caller was seen",
    attach: restarting(
      gossiping("spawn", (answer, secret) => [withMessage(answer, `Cannot spawn with password ${secret}`)]),
    ),
  },
  {
    id: "errors/never-carry-secrets: in an invalid request",
    requirement: "errors/never-carry-secrets",
    title: "The refusal of an invalid request quotes the value that did not fit",
    message: "Unexpected places in which a secret of the caller was seen",
    attach: restarting(
      gossiping("spawn", (answer, secret) =>
        codeOf(answer) === "INVALID_REQUEST" ? [withMessage(answer, `Cannot take ${secret} for a password`)] : [answer],
      ),
    ),
  },
  {
    id: "errors/never-carry-secrets: in progress",
    requirement: "errors/never-carry-secrets",
    title: "Progress tells which password is being set",
    message: "Unexpected places in which a secret of the caller was seen",
    attach: restarting(() =>
      onRequest("spawn", (request, relay) => {
        const { call, adminPassword } = request.params;
        const params = { operationId: call?.operationId, step: `setting password ${String(adminPassword)}` };
        if (typeof adminPassword === "string" && adminPassword.length < 100) {
          relay.toCaller({ jsonrpc: "2.0", method: "progress", params });
        }
        return request;
      }),
    ),
  },
  {
    id: "errors/never-carry-secrets: driver state",
    requirement: "errors/never-carry-secrets",
    title: "A refused destroy quotes the driver state that it was given back",
    message: "Unexpected places in which a secret of the caller was seen",
    attach: restarting(() =>
      onAnswer("destroy", (answer, request) => {
        const state = request.params["driverState"];
        if (state === undefined) return answer;
        const details = { step: `read ${JSON.stringify(state)}` };
        return refusing(request, "BACKEND_FAILED", details, "partial");
      }),
    ),
  },
  {
    id: "errors/never-carry-secrets: in the log",
    requirement: "errors/never-carry-secrets",
    title: "The log on standard error shows the parameters of each spawn",
    message: "Unexpected places in which a secret of the caller was seen",
    attach: asProcess("logs-parameters.ts"),
    only: ["errors/never-carry-secrets"],
  },
  ...(
    [
      "powerOn",
      "reboot",
      "setAdminPassword",
      "attachVolume",
      "detachVolume",
      "extendVolume",
      "swapVolume",
      "rescue",
      "snapshot",
      "cacheImage",
      "mountShare",
      "migrateDiskAndPowerOff",
    ] as const
  ).map((operation) => quoting(operation, "in a refusal", () => true)),
  quoting("attachVolume", "when a step fails", (code) => code === "BACKEND_FAILED"),
  quoting("setAdminPassword", "when the agent is silent", (code) => code === "GUEST_AGENT_UNAVAILABLE"),
  quoting("snapshot", "when the upload fails", isNoRefusal),
  quoting("migrateDiskAndPowerOff", "when nobody answers there", isNoRefusal),
  quoting("cacheImage", "when the download fails", isNoRefusal),
  {
    id: "errors/never-carry-secrets: whole connection",
    requirement: "errors/never-carry-secrets",
    title: "An attachVolume that fails quotes the connection of the volume",
    message: "Unexpected places in which a secret of the caller was seen",
    driver: planned("error-quotes-the-volume-password"),
  },
];

/** Attaches a driver that does not declare a capability, and does something about the operations behind it. */
function hiding(capability: Capability, makeMeddler: () => Meddler): WireMutant["attach"] {
  return declaring((capabilities) => ({ ...capabilities, [capability]: false }), makeMeddler);
}

function refusePause(request: Request): Answer {
  return refusing(request, "NOT_SUPPORTED", { operation: request.method, capability: "supportsPause" });
}

/** The check that an operation behind a declared capability is there. */
function servedCheck(operation: string): string {
  return `errors/declared-capability-is-served[${operation.replace("/", "-")}]`;
}

/** The operations that a driver serves behind a capability. */
function operationsBehind(capability: string): readonly string[] {
  const gates = specModel.capabilities[capability]?.gates ?? [];
  return gates.filter((operation) => specModel.operations[operation]?.direction === "coreToDriver");
}

const gates: readonly Mutant[] = [
  {
    id: "errors/not-supported-has-no-effect: served",
    requirement: "errors/not-supported-has-no-effect",
    title: "An operation is served although its capability is not declared",
    message: "succeeded instead of being refused with NOT_SUPPORTED",
    attach: hiding("supportsPause", () => ({})),
  },
  {
    id: "errors/not-supported-has-no-effect: console served",
    requirement: "errors/not-supported-has-no-effect",
    title: "The console is served although its capability is not declared",
    message: "succeeded instead of being refused with NOT_SUPPORTED",
    attach: hiding("supportsConsoleOutput", () => ({})),
  },
  {
    id: "errors/not-supported-has-no-effect: simulation served",
    requirement: "errors/not-supported-has-no-effect",
    title: "The simulation is served although its capability is not declared",
    message: "succeeded instead of being refused with NOT_SUPPORTED",
    attach: hiding("supportsSimulation", () => ({})),
    only: ["errors/not-supported-has-no-effect*"],
  },
  {
    id: "errors/not-supported-has-no-effect: looks first",
    requirement: "errors/not-supported-has-no-effect",
    title: "An operation whose capability is not declared looks for the instance first",
    message: "answered INSTANCE_NOT_FOUND instead of NOT_SUPPORTED",
    attach: hiding("supportsPause", () =>
      onRequest("pause", (request, relay) => {
        void relay.ask("getInfo", { instanceUuid: request.params["instanceUuid"] }).then((found) => {
          relay.toCaller(found.error === undefined ? refusePause(request) : { ...found, id: request.id ?? null });
        });
        return undefined;
      }),
    ),
  },
  {
    id: "errors/not-supported-has-no-effect: done all the same",
    requirement: "errors/not-supported-has-no-effect",
    title: "A pause whose capability is not declared is refused, and carried out",
    message: "The instance is paused after pause was refused",
    attach: hiding("supportsPause", () => onAnswer("pause", (_answer, request) => refusePause(request))),
  },
  ...Object.values(specModel.operations)
    .filter(({ kind, capability }) => capability === undefined && (kind === "read" || kind === "change"))
    .map(({ name }): Mutant => ({
      id: `errors/mandatory-operations-are-served: ${name}`,
      requirement: "errors/mandatory-operations-are-served",
      title: `${name} is not supported`,
      message: "answered NOT_SUPPORTED",
      attach: restarting(() =>
        onAnswer(name, (_answer, request) => refusing(request, "NOT_SUPPORTED", { operation: name })),
      ),
      only: ["errors/mandatory-operations-are-served*"],
    })),
  ...Object.keys(fakeDriver().capabilities).flatMap((capability) =>
    operationsBehind(capability).map((operation): Mutant => ({
      id: `errors/declared-capability-is-served: ${operation}`,
      requirement: "errors/declared-capability-is-served",
      title: `${operation} is not supported although ${capability} is declared`,
      message: `The driver declares ${capability} and does not serve ${operation}`,
      attach: restarting(() =>
        onAnswer(operation, (_answer, request) => refusing(request, "NOT_SUPPORTED", { operation, capability })),
      ),
      only: [servedCheck(operation)],
    })),
  ),
  {
    id: "errors/declared-capability-is-served: incomplete",
    requirement: "errors/declared-capability-is-served",
    title: "getVolumeConnector leaves out what its answer needs, on a node that is there",
    message: "The driver declares supportsVolumes and does not serve getVolumeConnector",
    driver: planned("connector-does-not-name-the-host"),
    only: [servedCheck("getVolumeConnector")],
  },
  {
    id: "errors/declared-capability-is-served: no code for it",
    requirement: "errors/declared-capability-is-served",
    title: "Every capability is declared, and what there is no code for fails",
    message: "does not serve",
    attach: declaring(
      () => Object.fromEntries(Object.keys(specModel.capabilities).map((capability) => [capability, true])),
      () =>
        onAnswer("*", (answer, request) =>
          codeOf(answer) === "NOT_SUPPORTED" ? refusing(request, "INTERNAL_ERROR", undefined, "unknown") : answer,
        ),
    ),
    only: UNDECLARED.map(({ name }) => servedCheck(name)),
  },
  ...UNDECLARED.flatMap(({ name, capability = "" }): Mutant[] => [
    {
      id: `errors/declared-capability-is-served: ${name} only declared`,
      requirement: "errors/declared-capability-is-served",
      title: `${capability} is declared, and ${name} is not there`,
      message: `The driver declares ${capability} and does not serve ${name}`,
      attach: declaring(
        (capabilities) => ({ ...capabilities, [capability]: true }),
        () => ({}),
      ),
      only: [servedCheck(name)],
    },
    {
      id: `errors/not-supported-has-no-effect: ${name} served`,
      requirement: "errors/not-supported-has-no-effect",
      title: `${name} is served although ${capability} is not declared`,
      message: "succeeded instead of being refused with NOT_SUPPORTED",
      attach: restarting(() => succeeding(name)),
      isModest: true,
      only: [`errors/not-supported-has-no-effect[${name.replace("/", "-")}]`],
    },
  ]),
];

/** The mutants of what errors say, and of capabilities. */
export const errorMutants: readonly Mutant[] = [...contents, ...secrets, ...gates];
