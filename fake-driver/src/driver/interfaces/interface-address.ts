import { DriverError } from "@virt-driver-kit/spec";
import type { InstanceRecord } from "../../site/instance-record.ts";

/** The slots of the guest's first PCI bus that interfaces may have; those before are the chipset's. */
const FIRST_SLOT = 0x03;
const LAST_SLOT = 0x1f;

/** How many interfaces a guest can have. */
export const INTERFACE_LIMIT: number = LAST_SLOT - FIRST_SLOT + 1;

/**
 * Finds a place for one more interface in a guest: the lowest that is free, so that the others keep theirs.
 *
 * @param attempt - What is attempted, for the error.
 * @returns The PCI address that the guest will find it at.
 * @throws {@link DriverError} `TOO_MANY_DEVICES` if there is none.
 */
export function freeInterfaceAddress(attempt: string, { interfaces }: InstanceRecord): string {
  const taken = new Set(interfaces.map(({ address }) => address));
  for (let slot = FIRST_SLOT; slot <= LAST_SLOT; slot += 1) {
    const address = `0000:00:${slot.toString(16).padStart(2, "0")}.0`;
    if (!taken.has(address)) return address;
  }
  throw tooManyInterfaces(attempt, INTERFACE_LIMIT + 1);
}

/** Makes the error of a guest that is to have more interfaces than it has room for. */
export function tooManyInterfaces(attempt: string, wanted: number): DriverError {
  const state = `it would have ${wanted} network interfaces and has room for ${INTERFACE_LIMIT}`;
  return new DriverError("TOO_MANY_DEVICES", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { limit: INTERFACE_LIMIT },
  });
}
