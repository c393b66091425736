import { DriverError } from "@virt-driver-kit/spec";
import type { FaultFlaw } from "../../faults/fault-flaw.ts";

/**
 * Makes the error that refuses a fault.
 *
 * @param attempt - What the fault would do.
 * @param state - Why it cannot.
 */
export function refuseFault(attempt: string, state: string, { member, problem }: FaultFlaw): DriverError {
  return new DriverError("INVALID_REQUEST", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { path: `params.fault.${member}`, problem },
  });
}
