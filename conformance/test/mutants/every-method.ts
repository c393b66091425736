// Drivers that are wrong in the same way in many operations.
import { DriverError, specModel } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver, DriverHost, ErrorCode } from "@virt-driver-kit/spec";

import { backendFailed } from "./mutant.ts";

/** Any operation of a driver. */
export type Method = (params: object, call: Call) => Promise<object>;

/** What makes a driver wrong. */
export type Replace = (driver: Required<ComputeDriver>, host: DriverHost) => Partial<ComputeDriver>;

/**
 * Replaces every operation of a driver.
 *
 * @param wrap - Gives the replacement of one; called once for each run of the driver and each operation.
 */
export function everyMethod(wrap: (name: string, method: Method) => Method): Replace {
  return (driver) =>
    Object.fromEntries(
      Object.entries(driver)
        .filter(([name]) => name in specModel.operations && !name.startsWith("simulation/"))
        .map(([name, method]) => [name, wrap(name, (params, call) => (method as Method).call(driver, params, call))]),
    );
}

/** Whether an operation is behind a capability. */
function isGated(name: string): boolean {
  return specModel.operations[name]?.capability !== undefined;
}

/**
 * Has operations fail as the hypervisor fails, where they have another reason to refuse.
 *
 * @param codes - The refusals to hide.
 * @param concerns - The operations; all that are behind a capability if left out.
 */
export function failingInstead(
  codes: readonly ErrorCode[],
  concerns: (operation: string) => boolean = isGated,
): Replace {
  return everyMethod(
    (name, method) => (params, call) =>
      method(params, call).catch((error: unknown) => {
        if (!concerns(name) || !(error instanceof DriverError) || !codes.includes(error.code)) throw error;
        throw backendFailed(name);
      }),
  );
}
