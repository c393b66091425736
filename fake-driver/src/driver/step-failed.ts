import { DriverError } from "@virt-driver-kit/spec";
import type { Attempted } from "./attempted.ts";

/** A step that the hypervisor or a storage back end refused. */
export function stepFailed({ attempt }: Pick<Attempted, "attempt">, step: string, state: string): DriverError {
  return new DriverError("BACKEND_FAILED", `Cannot ${attempt}: step "${step}" failed, ${state}`, {
    effect: "none",
    details: { step },
  });
}
