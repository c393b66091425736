// The refusal of what is not there, whichever side was asked for it.
import { DriverError } from "../driver/driver-error.ts";

/**
 * Makes the error for an operation that whoever was asked does not offer.
 *
 * @param attempt - What was attempted: a `call` of the driver, or to `ask` the core.
 * @param operation - What was called or asked for.
 * @param reason - Why it is not there, for the message.
 * @param capability - The capability that would offer it, if one would.
 * @returns `NOT_SUPPORTED`, with effect `none`.
 * @see Requirement `errors/not-supported-has-no-effect`
 */
export function notSupported(
  attempt: "call" | "ask",
  operation: string,
  reason: string,
  capability?: string,
): DriverError {
  const details = capability === undefined ? { operation } : { operation, capability };
  return new DriverError("NOT_SUPPORTED", `Cannot ${attempt} ${operation}: ${reason}`, { effect: "none", details });
}
