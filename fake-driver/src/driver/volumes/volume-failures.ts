/** The errors of operations on volumes. All say what the host has afterwards. */

import { DriverError } from "@virt-driver-kit/spec";
import type { Attempted } from "../attempted.ts";

/** A volume cannot be reached, or does not open. Nothing is left of the connection. */
export function connectionFailed(
  { attempt }: Pick<Attempted, "attempt">,
  volumeId: string,
  state: string,
): DriverError {
  return new DriverError("VOLUME_CONNECTION_FAILED", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { volumeId },
  });
}

/** A volume is attached already, elsewhere or otherwise. */
export function volumeInUse({ attempt }: Pick<Attempted, "attempt">, volumeId: string, state: string): DriverError {
  return new DriverError("VOLUME_IN_USE", `Cannot ${attempt}: ${state}`, { effect: "none", details: { volumeId } });
}

/** An instance does not have a volume. */
export function notAttached({ attempt }: Pick<Attempted, "attempt">, volumeId: string): DriverError {
  return new DriverError("VOLUME_NOT_ATTACHED", `Cannot ${attempt}: the instance does not have volume "${volumeId}"`, {
    effect: "none",
    details: { volumeId },
  });
}

/** A request asks for something of a volume that the driver cannot provide. */
export function notProvided({ attempt, operation }: Attempted, path: string, state: string): DriverError {
  return new DriverError("NOT_SUPPORTED", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { operation, path },
  });
}

/** A request contradicts itself or what is there. */
export function contradiction({ attempt }: Pick<Attempted, "attempt">, path: string, problem: string): DriverError {
  return new DriverError("INVALID_REQUEST", `Cannot ${attempt}: ${problem}`, {
    effect: "none",
    details: { path, problem },
  });
}

/** A step that the hypervisor or a storage back end refused. */
export function stepFailed({ attempt }: Pick<Attempted, "attempt">, step: string, state: string): DriverError {
  return new DriverError("BACKEND_FAILED", `Cannot ${attempt}: step "${step}" failed, ${state}`, {
    effect: "none",
    details: { step },
  });
}
