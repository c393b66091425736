/** What the driver wants to be given back about an instance. */

import type { DriverState } from "@virt-driver-kit/spec";
import type { InstanceRecord } from "../../site/instance-record.ts";

const FORMAT = "vdk-fake-driver";
const VERSION = 1;

/** Makes the driver state of an instance. It stays the same for as long as the instance lives. */
export function driverStateOf(record: InstanceRecord): DriverState {
  return { format: FORMAT, version: VERSION, data: Buffer.from(`guest ${record.serial}`).toString("base64") };
}

/**
 * Reads a driver state.
 *
 * @returns What is wrong with it, in words that follow "the driver state"; undefined if it is that of the instance.
 */
export function problemOfDriverState(
  record: InstanceRecord,
  { format, version, data }: DriverState,
): string | undefined {
  if (format !== FORMAT) return `is of format "${format}", and this driver reads "${FORMAT}"`;
  if (version !== VERSION) return `is of version ${version}, and this driver reads version ${VERSION}`;
  if (data !== driverStateOf(record).data) return "is that of another guest, or damaged";
  return undefined;
}
