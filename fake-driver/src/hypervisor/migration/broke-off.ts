import { DriverError } from "@virt-driver-kit/spec";
import type { HypervisorStep } from "../steps.ts";

/**
 * Makes the error of a migration that could not go on.
 *
 * @param attempt - What was attempted.
 * @param step - At which step.
 * @param state - What was in the way.
 */
export function brokeOff(attempt: string, step: HypervisorStep, state: string): DriverError<"BACKEND_FAILED"> {
  return new DriverError("BACKEND_FAILED", `Cannot ${attempt}: ${state}`, { effect: "none", details: { step } });
}
