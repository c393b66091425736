// What the operator is told of a state directory that the driver cannot work in, or must not.
import { DriverError } from "@virt-driver-kit/spec";

/**
 * Makes the error that refuses a state directory.
 *
 * @param directory - The path, as the operator gave it or without symbolic links.
 * @param problem - What was found.
 * @param nextStep - What the operator can do.
 * @param cause - What the system said, if it did.
 */
export function unusableDirectory(directory: string, problem: string, nextStep: string, cause?: unknown): DriverError {
  return new DriverError("BACKEND_UNREACHABLE", `Cannot use state directory "${directory}": ${problem}; ${nextStep}`, {
    effect: "none",
    cause,
  });
}

/** Says why the system refused, as in `EACCES: permission denied`, without the call and the path. */
export function reasonOf(error: unknown): string {
  const { message } = error as Error;
  return /^E[A-Z0-9]+: [^,]+/u.exec(message)?.[0] ?? message;
}
