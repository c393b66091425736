// Faults of single calls: never sent, never answered, or answered with what the spec does not allow.
import { redactText } from "../redact.ts";
import { excerptOf, jsonOf } from "./excerpt.ts";
import { wireFault } from "./wire-fault.ts";
import type { Blame, WireFault } from "./wire-fault.ts";

/** Parameters that the caller must not send. */
export function invalidCall(method: string, problem: string): WireFault {
  return wireFault({
    kind: "invalid-call",
    blame: "caller",
    message: `Cannot call ${method}: ${problem}; nothing was sent`,
    hint: "Change the call; the driver has not seen it",
    method,
  });
}

/** A request longer than its receiver accepts. */
export function requestTooLong(method: string, bytes: number, limit: number, peer: Blame): WireFault {
  return wireFault({
    kind: "message-too-long",
    blame: peer === "driver" ? "caller" : "driver",
    message: `Cannot call ${method}: the request has ${bytes} bytes and the ${peer} accepts ${limit}; nothing was sent`,
    hint: `Shorten the request; the ${peer} told its maxMessageBytes in initialize`,
    method,
  });
}

/** A call that was not answered in time. */
export function noAnswer(method: string, ms: number, state: string | undefined): WireFault {
  const silence = state === undefined ? "no part of an answer has come" : `it stopped after ${state}`;
  return wireFault({
    kind: "no-answer",
    blame: "driver",
    message: `Cannot complete ${method}: the driver has not answered for ${ms} ms, and ${silence}`,
    hint:
      state === undefined
        ? "Answer every request, also with an error, and flush standard output after each message"
        : "Count the bytes of the body in Content-Length, and flush standard output after each message",
    method,
  });
}

/** A result that does not match its schema. */
export function invalidResult(method: string, problem: string, excerpt: string, peer: Blame): WireFault {
  return wireFault({
    kind: "schema-violation",
    blame: peer,
    message: `Cannot accept the ${peer}'s result of ${method}: ${problem}`,
    hint: `Answer ${method} as the spec's schema of its result says, with no other fields`,
    method,
    excerpt,
  });
}

/** A notification or request of a driver's that does not match its schema. */
export function invalidMessage(
  kind: "notification" | "request",
  method: string,
  problem: string,
  excerpt: string,
): WireFault {
  return wireFault({
    kind: "schema-violation",
    blame: "driver",
    message: `Cannot accept the driver's ${kind} ${method}: ${problem}`,
    hint: `Send ${method} as the spec's schema of its params says, with no other fields`,
    method,
    excerpt,
  });
}

/** An error object that is not what the spec says of errors. */
export function badErrorObject(method: string, problem: string, error: unknown, peer: Blame): WireFault {
  const excerpt = excerptOf(redactText(jsonOf(error)));
  return wireFault({
    kind: "bad-error-object",
    blame: peer,
    message: `Cannot accept the error with which the ${peer} answered ${method}: ${problem}, in ${excerpt}`,
    hint: 'Answer errors as {"code":<the code\'s number>,"message":…,"data":{"code":"NOT_SUPPORTED","effect":"none","details":{…}}}',
    method,
    excerpt,
  });
}
