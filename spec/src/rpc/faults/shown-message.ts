// A message of a peer's as faults show it.
import type { WireMessage } from "../json-rpc.ts";
import { redactMessage } from "../redact.ts";
import { excerptOfJson } from "./excerpt.ts";

/**
 * Renders the beginning of a message, without secrets.
 *
 * @param message - The message, as it came.
 * @returns Its JSON in one quoted, printable line, with `[redacted]` in the place of what the spec marks sensitive.
 */
export function shownMessage(message: WireMessage): string {
  return excerptOfJson(redactMessage(message));
}

/**
 * Renders the beginning of a request or notification of which only method and parameters are at hand.
 *
 * @param method - What was called or told.
 * @param params - Its parameters, as they came.
 * @returns What {@link shownMessage} makes of the message.
 */
export function shownCall(method: string, params: object): string {
  return shownMessage({ jsonrpc: "2.0", method, params });
}
