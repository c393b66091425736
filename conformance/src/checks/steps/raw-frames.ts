// Frames that a check writes by itself: of a size to the byte, in pieces, or broken off.
import type { AnswerMessage, DriverConnection, OperationName } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";

/** A member of parameters that no driver knows and every driver has to ignore, to make a request as long as it has to be. */
const PADDING = "fieldOfALaterVersion";

/** A request in its frame. */
export interface FramedRequest {
  readonly id: string;
  readonly frame: Buffer;
}

/** Puts a message into a frame. */
function framed(body: string): Buffer {
  return Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** A request of an operation that takes no parameters. */
export function requestFrame(t: CheckContext, operation: OperationName, params: object = {}): FramedRequest {
  const id = t.uuid();
  return { id, frame: framed(bodyOf(id, operation, params)) };
}

/**
 * A request that is as long as it is told.
 *
 * @param bodyBytes - How long, in bytes, without the header.
 */
export function paddedRequest(t: CheckContext, operation: OperationName, bodyBytes: number): FramedRequest {
  const id = t.uuid();
  const shortest = Buffer.byteLength(bodyOf(id, operation, { [PADDING]: "" }));
  return { id, frame: framed(bodyOf(id, operation, { [PADDING]: "x".repeat(bodyBytes - shortest) })) };
}

function bodyOf(id: string, operation: OperationName, params: object): string {
  return JSON.stringify({ jsonrpc: "2.0", id, method: operation, params: { ...params, call: {} } });
}

/** The answers that come to requests of a check's own, by their ids. */
export interface RawAnswers {
  /** Gives the answer to a request, as soon as it is there; `undefined` if it does not come within the grace of the kit. */
  to(request: FramedRequest): Promise<AnswerMessage | undefined>;
  /** How often a request was answered. */
  countOf(request: FramedRequest): number;
}

/** Begins to listen for answers on a connection, until the check ends. */
export function listenForAnswers(t: CheckContext, connection: DriverConnection): RawAnswers {
  const answers = new Map<string, AnswerMessage[]>();
  const waiting = new Map<string, (answer: AnswerMessage) => void>();
  const stop = connection.onMessage(({ direction, message }) => {
    if (direction !== "received" || "method" in message || typeof message.id !== "string") return;
    answers.set(message.id, [...(answers.get(message.id) ?? []), message]);
    waiting.get(message.id)?.(message);
  });
  t.onCleanup(async () => stop());
  return {
    to: ({ id }) => {
      const [there] = answers.get(id) ?? [];
      if (there !== undefined) return Promise.resolve(there);
      const come = new Promise<AnswerMessage>((resolve) => waiting.set(id, resolve));
      return Promise.race([come, t.grace().then(() => undefined)]);
    },
    countOf: ({ id }) => answers.get(id)?.length ?? 0,
  };
}
