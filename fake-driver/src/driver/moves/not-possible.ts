import { DriverError, type ErrorDetails } from "@virt-driver-kit/spec";

/** Why an instance cannot move. */
export type Reason = ErrorDetails["MIGRATION_NOT_POSSIBLE"]["reason"];

/**
 * Makes the error of an instance that cannot move between two hosts.
 *
 * @param attempt - What was attempted.
 * @param reason - Why not.
 * @param problem - The reason in words, which name what was found.
 */
export function notPossible(attempt: string, reason: Reason, problem: string): DriverError<"MIGRATION_NOT_POSSIBLE"> {
  return new DriverError("MIGRATION_NOT_POSSIBLE", `Cannot ${attempt}: ${problem}`, {
    effect: "none",
    details: { reason, problem },
  });
}
