// Whether a preparation has brought an instance to the power state that the check begins with.
import { DriverError } from "@virt-driver-kit/spec";
import type { DriverClient, PowerState } from "@virt-driver-kit/spec";

import { readStates } from "./read-all.ts";
import { Violation } from "./violation.ts";

/**
 * Makes sure that an instance is in a power state, by at least one of the driver's reads: a read that is wrong by itself is a
 * finding of that read's own checks and stops no other.
 *
 * @param operation - What should have brought it there.
 * @throws Violation if neither read shows the state.
 */
export async function expectReached(
  driver: DriverClient,
  instanceUuid: string,
  expected: PowerState,
  operation: string,
): Promise<void> {
  const getInfo = await stateInGetInfo(driver, instanceUuid);
  if (getInfo === expected) return;
  const row = (await readStates(driver)).find((state) => state.uuid === instanceUuid);
  if (row?.powerState === expected) return;
  throw new Violation(`The instance is ${getInfo} after ${operation}`, {
    expected,
    got: { getInfo, listInstanceStates: row?.powerState ?? "absent" },
    hint: `Return from ${operation} only when the instance is ${expected}.`,
  });
}

async function stateInGetInfo(driver: DriverClient, instanceUuid: string): Promise<PowerState | "absent"> {
  try {
    return (await driver.getInfo({ instanceUuid })).info.powerState;
  } catch (error) {
    if (error instanceof DriverError && error.code === "INSTANCE_NOT_FOUND") return "absent";
    throw error;
  }
}
