import { DriverError } from "@virt-driver-kit/spec";
import type { InstanceRecord } from "../site/instance-record.ts";

/**
 * Makes the error of an operation that the instance's power state does not allow.
 *
 * @param attempt - What was attempted, such as `pause instance "4f9c…"`.
 * @param record - The instance, unchanged.
 */
export function invalidState(attempt: string, { uuid, powerState }: InstanceRecord): DriverError {
  return new DriverError("INVALID_STATE", `Cannot ${attempt}: power state is "${powerState}"`, {
    effect: "none",
    details: { instanceUuid: uuid, powerState },
  });
}
