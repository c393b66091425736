/** The errors of what a guest cannot have. */

import { DriverError } from "@virt-driver-kit/spec";
import type { Attempt } from "../begin.ts";

/** What a guest is placed for. */
export type PlacementAttempt = Pick<Attempt, "operation" | "attempt">;

/** Makes the error of a demand that the driver cannot obey. `path` is where the request has it. */
export function notSupported({ operation, attempt }: PlacementAttempt, path: string, state: string): DriverError {
  return new DriverError("NOT_SUPPORTED", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { operation, path },
  });
}

/** Makes the error of demands that contradict each other. `path` is where one of them is. */
export function contradiction({ attempt }: PlacementAttempt, path: string, problem: string): DriverError {
  return new DriverError("INVALID_REQUEST", `Cannot ${attempt}: "${path}" ${problem}`, {
    effect: "none",
    details: { path, problem },
  });
}
