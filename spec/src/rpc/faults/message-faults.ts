// Faults of messages that could be read, but are not what JSON-RPC or this conversation allows.
import { redactText } from "../redact.ts";
import { excerptOf } from "./excerpt.ts";
import type { Speaker } from "./speaker.ts";
import { wireFault } from "./wire-fault.ts";
import type { Blame, WireFault } from "./wire-fault.ts";

/** A JSON value that is not a JSON-RPC message. */
export function notJsonRpc(speaker: Speaker, problem: string, text: string): WireFault {
  const excerpt = excerptOf(redactText(text));
  return wireFault({
    kind: "not-json-rpc",
    blame: speaker.blame,
    message: `Cannot take ${excerpt} from the ${speaker.blame} for a JSON-RPC message: ${problem}`,
    hint: 'A call is {"jsonrpc":"2.0","id":…,"method":…,"params":{…}}; its answer has the same id and either "result" or "error"',
    excerpt,
  });
}

/** An answer whose id belongs to no call in progress. */
export function unknownId(id: unknown, pending: readonly (string | number)[], excerpt: string, peer: Blame): WireFault {
  const waiting = pending.length === 0 ? "no call is waiting" : `the calls waiting have the ids ${pending.join(", ")}`;
  return wireFault({
    kind: "unknown-id",
    blame: peer,
    message: `Cannot match the ${peer}'s answer with id ${JSON.stringify(id)} to a call: ${waiting}`,
    hint: "Answer each request with the id that it carried, of the same JSON type",
    excerpt,
  });
}

/** A second answer to one call. */
export function duplicateAnswer(id: unknown, excerpt: string, peer: Blame): WireFault {
  return wireFault({
    kind: "duplicate-answer",
    blame: peer,
    message: `Cannot accept a second answer to the call with id ${JSON.stringify(id)}: it was answered before`,
    hint: "Answer each request exactly once",
    excerpt,
  });
}

/** An answer that says its sender could not read what it was sent. */
export function unreadable(message: string, excerpt: string, peer: Blame): WireFault {
  return wireFault({
    kind: "unknown-id",
    blame: peer,
    message: `Cannot match the ${peer}'s answer with id null to a call: it says ${excerptOf(message)}`,
    hint: "An answer has id null only if the request could not be read; read exactly Content-Length bytes per message",
    excerpt,
  });
}

/** A request from a driver that the spec does not have. */
export function unexpectedRequest(method: string, excerpt: string): WireFault {
  return wireFault({
    kind: "unexpected-request",
    blame: "driver",
    message: `Cannot answer the driver's request ${excerptOf(method)}: the spec has no request from driver to caller of that name`,
    hint: "Ask only what the spec lists, and send what you have to tell as a notification",
    method,
    excerpt,
  });
}

/** A request from a driver that needs a capability which the driver does not declare. */
export function undeclaredRequest(method: string, capability: string, excerpt: string): WireFault {
  return wireFault({
    kind: "unexpected-request",
    blame: "driver",
    message: `Cannot answer the driver's request ${excerptOf(method)}: the driver does not declare ${capability}`,
    hint: `Declare ${capability}, or do without ${method}`,
    method,
    excerpt,
  });
}

/** A second request with the id of one that is not answered yet. */
export function repeatedRequestId(id: unknown, method: string, excerpt: string): WireFault {
  return wireFault({
    kind: "unexpected-request",
    blame: "driver",
    message: `Cannot answer the driver's request ${excerptOf(method)}: its id ${JSON.stringify(id)} is that of a request in progress`,
    hint: "Give each request an id of its own, until it is answered",
    method,
    excerpt,
  });
}

/** A notification from a driver that the spec does not have. */
export function unexpectedNotification(method: string, excerpt: string): WireFault {
  return wireFault({
    kind: "unexpected-notification",
    blame: "driver",
    message: `Cannot use the driver's notification ${excerptOf(method)}: the spec has none of that name`,
    hint: "Send only what the spec lists",
    method,
    excerpt,
  });
}
