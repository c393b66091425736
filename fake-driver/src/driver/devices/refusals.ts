/** Errors of requests for devices that can never be met. */

import { DriverError } from "@virt-driver-kit/spec";
import type { Attempt } from "../begin.ts";

/** Makes the error of a member that asks for what the driver cannot do. `path` is where it is, such as `params.share.protocol`. */
export function notSupported(
  { attempt, operation }: Pick<Attempt, "attempt" | "operation">,
  path: string,
  state: string,
): DriverError {
  return new DriverError("NOT_SUPPORTED", `Cannot ${attempt}: ${state}`, { details: { operation, path } });
}

/** Makes the error of a list that names one thing twice. `path` is the second place. */
export function twice({ attempt }: Pick<Attempt, "attempt">, path: string): DriverError {
  return new DriverError("INVALID_REQUEST", `Cannot ${attempt}: ${path} names what an earlier entry names`, {
    effect: "none",
    details: { path, problem: "is named by an earlier entry too" },
  });
}
