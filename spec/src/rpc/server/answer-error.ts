// Turns what a driver threw into what its call answers.
import { DriverError } from "../../driver/driver-error.ts";
import { specModel } from "../../generated/spec-model.ts";
import type { Effect } from "../../generated/types.ts";
import { errorProblem } from "../error-problem.ts";
import type { CallScope } from "./call-scope.ts";
import { isFromCore } from "./core-calls.ts";

const INTERRUPTIONS: readonly string[] = ["OPERATION_CANCELLED", "DEADLINE_EXCEEDED"];

/**
 * Finds the error that a failed call answers.
 *
 * @param operation - What was called.
 * @param thrown - What the driver's method rejected with.
 * @param scope - The call.
 * @param effect - What it may have left behind, where `thrown` does not say it.
 * @returns The driver's own error, passed through; the reason of the interruption, if that is what stopped the driver;
 *   otherwise an INTERNAL_ERROR with the message of what was thrown. An error of the driver's that is not as the spec
 *   has it becomes one too, and so does a common error of the core's: what the core refused to the driver, such as
 *   a request in a session that is over, the driver does not refuse to the core.
 */
export function answerError(operation: string, thrown: unknown, scope: CallScope, effect: Effect): DriverError {
  const reason = scope.interruption;
  if (reason !== undefined && isAbort(thrown, reason)) {
    return new DriverError(reason.code, reason.message, { effect, cause: thrown });
  }
  if (thrown instanceof DriverError) {
    // A driver need not tell a deadline from a cancellation: it rejects with either, and the caller is told which one
    // it was.
    const renamed = reason !== undefined && reason.code !== thrown.code && INTERRUPTIONS.includes(thrown.code);
    return renamed
      ? new DriverError(reason.code, reason.message, { effect: thrown.effect, cause: thrown })
      : checked(thrown, operation, effect);
  }
  return DriverError.from(thrown, effect);
}

function checked(error: DriverError, operation: string, effect: Effect): DriverError {
  const problem = problemOf(error);
  if (problem === undefined) return error;
  const message = `Cannot answer ${operation} with ${error.code}: ${problem}; it said ${JSON.stringify(error.message)}`;
  // What the core says was left behind is what the request to it left, not what the driver's call did.
  return new DriverError("INTERNAL_ERROR", message, {
    effect: isFromCore(error) ? effect : error.effect,
    cause: error,
  });
}

function problemOf(error: DriverError): string | undefined {
  const isAboutTheRequest = isFromCore(error) && specModel.errors[error.code]?.common === true;
  return isAboutTheRequest ? "it is the core's, about what the driver asked" : errorProblem(error);
}

function isAbort(thrown: unknown, reason: DriverError): boolean {
  return thrown === reason || (thrown instanceof Error && thrown.name === "AbortError");
}
