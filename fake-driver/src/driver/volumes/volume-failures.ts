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
