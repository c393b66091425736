/** The errors of requests that can never be met as they are, whatever is there. */

import { DriverError } from "@virt-driver-kit/spec";
import type { Attempted } from "./attempted.ts";

/** Makes the error of a member that asks for what the driver cannot do. `path` is where the request has it, such as `params.share.protocol`. */
export function notSupported({ operation, attempt }: Attempted, path: string, state: string): DriverError {
  return new DriverError("NOT_SUPPORTED", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { operation, path },
  });
}

/** Makes the error of a member that contradicts itself, another one, or what is there. `problem` follows its `path` in a sentence. */
export function invalidRequest({ attempt }: Pick<Attempted, "attempt">, path: string, problem: string): DriverError {
  return new DriverError("INVALID_REQUEST", `Cannot ${attempt}: "${path}" ${problem}`, {
    effect: "none",
    details: { path, problem },
  });
}

/** Makes the error of a list that names one thing twice. `path` is the second place. */
export function twice(about: Pick<Attempted, "attempt">, path: string): DriverError {
  return invalidRequest(about, path, "names what an earlier entry names");
}
