// Drivers whose messages are wrong, whatever they say.
import { asProcess, restarting } from "./attachments.ts";
import { frame } from "./interposer.ts";
import type { Meddler, Notification, ToCaller } from "./interposer.ts";
import { onAnswer, onEvent, withNotice, withoutResult, withResult } from "./meddling.ts";
import type { Mutant } from "./mutant.ts";

/** Says something that is no answer beside each answer to an operation. */
function beside(operation: string, ...said: readonly ToCaller[]): () => Meddler {
  return () => onAnswer(operation, (answer) => [...said, answer]);
}

function notice(method: string, params: Readonly<Record<string, unknown>>): Notification {
  return { jsonrpc: "2.0", method, params };
}

const onlyFrames: readonly Mutant[] = [
  {
    id: "protocol/carries-only-frames: a line",
    requirement: "protocol/carries-only-frames",
    title: "A line of log comes between the messages",
    message: 'carries text outside any message, "spawning"',
    attach: restarting(beside("spawn", "spawning\n")),
  },
  {
    id: "protocol/carries-only-frames: a line break",
    requirement: "protocol/carries-only-frames",
    title: "Each message ends with a line break",
    message: "carries text outside any message",
    attach: restarting(() => onAnswer("getInfo", (answer) => [answer, "\n"])),
  },
  {
    id: "protocol/carries-only-frames: no header",
    requirement: "protocol/carries-only-frames",
    title: "An answer comes as a line of JSON",
    message: "carries text outside any message",
    attach: restarting(() => onAnswer("getInfo", (answer) => `${JSON.stringify(answer)}\n`)),
    alsoBreaks: ["protocol/answers-in-time"],
    only: ["protocol/carries-only-frames"],
    patience: 0.1,
  },
  {
    id: "protocol/carries-only-frames: characters counted",
    requirement: "protocol/carries-only-frames",
    title: "Content-Length counts characters instead of bytes",
    message: "is not JSON",
    attach: restarting(() =>
      onAnswer("pause", (answer) => {
        const body = JSON.stringify({ ...answer, note: "ä" });
        return `Content-Length: ${body.length}\r\n\r\n${body}`;
      }),
    ),
  },
  {
    id: "protocol/carries-only-frames: garbage",
    requirement: "protocol/carries-only-frames",
    title: "Bytes that are no text come between the messages",
    message: "carries text outside any message",
    attach: restarting(beside("pause", "\u0000\u0001\u0002garbage\u0007")),
  },
  {
    id: "protocol/carries-only-frames: bad header",
    requirement: "protocol/carries-only-frames",
    title: "A header has no number",
    message: "Cannot read a message from the driver",
    attach: restarting(beside("pause", "Content-Length: many\r\n\r\n{}")),
  },
  {
    id: "protocol/carries-only-frames: huge length",
    requirement: "protocol/carries-only-frames",
    title: "A header promises more bytes than anybody accepts",
    message: "its header declares 999999999999 bytes",
    attach: restarting(beside("pause", "Content-Length: 999999999999\r\n\r\n{}")),
  },
  {
    id: "protocol/carries-only-frames: no JSON-RPC",
    requirement: "protocol/carries-only-frames",
    title: "A frame holds JSON that is no message",
    message: "for a JSON-RPC message",
    attach: restarting(beside("listInstances", frame('{"level":"info","text":"listing"}'))),
  },
  {
    id: "protocol/carries-only-frames: print",
    requirement: "protocol/carries-only-frames",
    title: "The process prints to its standard output",
    message: 'its stdout carries text outside any message, "hello"',
    attach: asProcess("prints-to-stdout.ts"),
    only: ["protocol/carries-only-frames"],
  },
];

const onceEach: readonly Mutant[] = [
  {
    id: "protocol/answers-each-request-once: twice",
    requirement: "protocol/answers-each-request-once",
    title: "A request is answered a second time",
    message: "Cannot accept a second answer",
    attach: restarting(() => onAnswer("getAvailableResource", (answer) => [answer, answer])),
  },
  {
    id: "protocol/answers-each-request-once: foreign id",
    requirement: "protocol/answers-each-request-once",
    title: "An answer comes with the id of no request",
    message: "Cannot match the driver's answer with id 1000",
    attach: restarting(() =>
      onAnswer("getAvailableResource", (answer) => ({ ...answer, id: 1_000_000 + Number(answer.id) })),
    ),
  },
  {
    id: "protocol/answers-each-request-once: text id",
    requirement: "protocol/answers-each-request-once",
    title: "An answer comes with the id as a string",
    message: "Cannot match the driver's answer with id",
    attach: restarting(() => onAnswer("getAvailableResource", (answer) => ({ ...answer, id: String(answer.id) }))),
  },
  {
    id: "protocol/answers-each-request-once: notifications",
    requirement: "protocol/answers-each-request-once",
    title: "A notification is answered",
    message: "Cannot match the driver's answer with id null",
    attach: restarting(() => ({
      request: (request, relay) => {
        if (request.method === "cancelOperation") relay.toCaller({ jsonrpc: "2.0", id: null, result: {} });
        return [request];
      },
    })),
  },
];

const inTime: readonly Mutant[] = [
  {
    id: "protocol/answers-in-time: silent read",
    requirement: "protocol/answers-in-time",
    title: "getAvailableResource is never answered",
    message: "Cannot complete getAvailableResource: the driver has not answered",
    attach: restarting(() => onAnswer("getAvailableResource", () => undefined)),
    only: ["protocol/answers-in-time"],
    patience: 0.1,
  },
  {
    id: "protocol/answers-in-time: silent errors",
    requirement: "protocol/answers-in-time",
    title: "A call that fails is not answered",
    message: "Cannot complete getInfo: the driver has not answered",
    attach: restarting(() => onAnswer("getInfo", (answer) => (answer.error === undefined ? answer : undefined))),
    only: ["protocol/answers-in-time"],
    patience: 0.1,
  },
  {
    id: "protocol/answers-in-time: hangs up",
    requirement: "protocol/answers-in-time",
    title: "The connection is closed instead of an answer to a pause",
    message: "it closed its connection",
    attach: restarting(() =>
      onAnswer("pause", (_answer, _request, relay) => {
        relay.hangUp();
        return undefined;
      }),
    ),
  },
];

const schemas: readonly Mutant[] = [
  {
    id: "protocol/messages-match-the-schema: unknown field",
    requirement: "protocol/messages-match-the-schema",
    title: "A result carries a field that the spec does not have",
    message: "Cannot accept the driver's result of probe",
    attach: restarting(() => onAnswer("probe", (answer) => withResult(answer, { uptimeSeconds: 4 }))),
  },
  {
    id: "protocol/messages-match-the-schema: wrong type",
    requirement: "protocol/messages-match-the-schema",
    title: "A number comes as a string",
    message: "Cannot accept the driver's result of getAvailableResource",
    attach: restarting(() =>
      onAnswer("getAvailableResource", (answer) =>
        withResult(answer, { resource: { ...(answer.result?.["resource"] as object), vcpus: "64" } }),
      ),
    ),
  },
  {
    id: "protocol/messages-match-the-schema: missing field",
    requirement: "protocol/messages-match-the-schema",
    title: "A result lacks a field that is required",
    message: "Cannot accept the driver's result of listInstanceStates",
    attach: restarting(() => onAnswer("listInstanceStates", (answer) => withoutResult(answer, "lastSequence"))),
  },
  {
    id: "protocol/messages-match-the-schema: event",
    requirement: "protocol/messages-match-the-schema",
    title: "An event carries a time that is none",
    message: "Cannot accept the driver's notification event",
    attach: restarting(() => onEvent((event) => withNotice(event, { observedAt: "yesterday" }))),
  },
  {
    id: "protocol/messages-match-the-schema: progress",
    requirement: "protocol/messages-match-the-schema",
    title: "Progress does not say what is being done",
    message: "Cannot accept the driver's notification progress",
    attach: restarting(() => ({
      answer: (answer, { method, params }) => {
        const operationId = params.call?.operationId;
        return method === "spawn" ? [notice("progress", { operationId, percent: 50 }), answer] : [answer];
      },
    })),
  },
  {
    id: "protocol/messages-match-the-schema: unknown notification",
    requirement: "protocol/messages-match-the-schema",
    title: "A notification comes that the spec does not have",
    message: "Cannot use the driver's notification",
    attach: restarting(beside("powerOn", notice("log", { text: "started" }))),
  },
  {
    id: "protocol/messages-match-the-schema: request",
    requirement: "protocol/messages-match-the-schema",
    title: "The driver asks its caller something",
    message: "Cannot answer the driver's request",
    attach: restarting(beside("powerOn", { jsonrpc: "2.0", id: "q1", method: "getSecret", params: {} })),
  },
];

/** The mutants of what holds for every message. */
export const everyMessageMutants: readonly Mutant[] = [...onlyFrames, ...onceEach, ...inTime, ...schemas];
