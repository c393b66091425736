/** Sorts what a call to the driver may throw by what it means for the session. */
import { DriverError, WireError } from "@virt-driver-kit/spec";
import { NoAnswerError } from "./session-errors.ts";

/** A failed call: the driver's `answer`, or a refusal in its place; `no-answer`; a session that is `unusable` and has to be opened anew; or a `fenced` one. */
export interface SortedFailure {
  readonly kind: "answer" | "no-answer" | "unusable" | "fenced";
  readonly error: Error;
}

/**
 * Sorts one failure.
 *
 * @throws The failure itself if it is a defect of this program: nothing but errors of the driver and the wire is expected.
 */
export function sortFailure(failure: unknown): SortedFailure {
  if (failure instanceof DriverError) {
    switch (failure.code) {
      case "SESSION_FENCED":
        return { kind: "fenced", error: failure };
      case "SHUTTING_DOWN":
      case "SESSION_NOT_INITIALIZED":
        return { kind: "unusable", error: new NoAnswerError(failure.message, { cause: failure }) };
      default:
        return { kind: "answer", error: failure };
    }
  }
  if (failure instanceof WireError && failure.kind === "message-too-long" && failure.blame === "caller") {
    return { kind: "answer", error: tooLarge(failure) };
  }
  if (failure instanceof WireError && failure.kind !== "invalid-call") {
    return { kind: "no-answer", error: new NoAnswerError(failure.message, { cause: failure }) };
  }
  throw failure;
}

/** A request that was kept from being sent is refused as the driver would have refused it; asking what became of it would lead nowhere. */
function tooLarge({ message }: WireError): DriverError {
  return DriverError.fromWire({ code: 0, message, data: { code: "MESSAGE_TOO_LARGE", effect: "none" } });
}
