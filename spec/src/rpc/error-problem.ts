// Whether an error may be answered as it is.
import type { DriverError } from "../driver/driver-error.ts";
import { errorValidators } from "../validation/validators.ts";

/**
 * Judges an error that is about to be answered. Whoever gets it acts on its details, so one without them must not pass for one that has them.
 *
 * @param error - The error, of whoever serves the request; it may come from another copy of this package.
 * @returns What is wrong with it; undefined if nothing is.
 */
export function errorProblem(error: DriverError): string | undefined {
  if (!Object.hasOwn(errorValidators, error.code)) return "the spec has no such code";
  return errorValidators[error.code].closed(error.toWire().data)?.[0]?.message;
}
