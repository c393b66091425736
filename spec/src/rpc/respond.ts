// Answers requests, whichever side serves them.
import { ResponseError } from "vscode-jsonrpc/node";
import { DriverError } from "../driver/driver-error.ts";
import { errorForVersion } from "./for-peer.ts";
import type { AnswerMessage, MessageId } from "./json-rpc.ts";

/** How much of a method's name is told, in characters. */
const LONGEST_METHOD = 100;

/**
 * Answers a request.
 *
 * @param serve - Serves it.
 * @param version - The version of the spec that the session speaks, once one is open.
 * @returns The result; or the error, in the form in which vscode-jsonrpc sends one.
 */
export async function respond(serve: () => Promise<object>, version: () => string | undefined): Promise<object> {
  try {
    return await serve();
  } catch (thrown) {
    const { code, message, data } = errorForVersion(DriverError.from(thrown).toWire(), version());
    return new ResponseError(code, message, data);
  }
}

/**
 * Makes the answer that goes out in the place of one that is too long.
 *
 * @param id - The request's id.
 * @param method - What was asked.
 * @param sizeBytes - How long the answer would be.
 * @param limit - How long the peer accepts, in bytes.
 * @returns A MESSAGE_TOO_LARGE.
 */
export function tooLargeAnswer(
  id: MessageId | null,
  method: string = "the call",
  sizeBytes: number,
  limit: number,
): AnswerMessage {
  // The method is the peer's own text, and may be what makes the answer too long.
  const text = `Cannot answer ${method.slice(0, LONGEST_METHOD)}: the answer has ${sizeBytes} bytes and the peer accepts ${limit}`;
  const details = { sizeBytes, maxMessageBytes: limit };
  const error = new DriverError("MESSAGE_TOO_LARGE", text, { effect: "unknown", details });
  return { jsonrpc: "2.0", id, error: error.toWire() };
}
