import { DriverError } from "@virt-driver-kit/spec";
import type { HostView } from "../hypervisor/hypervisor.ts";

/**
 * Makes sure that a host can take an instance under its uuid.
 *
 * @throws {@link DriverError} `INSTANCE_EXISTS` if it has one, on any of its nodes and in any power state, or a guest of somebody else's.
 */
export function assertAbsent(host: HostView, instanceUuid: string, attempt: string): void {
  const record = host.instance(instanceUuid);
  const isForeign = host.record.foreignGuests.some(({ uuid }) => uuid === instanceUuid);
  if (record === undefined && !isForeign) return;
  const state =
    record === undefined ? "a guest that is not this driver's has that uuid" : `it is here and "${record.powerState}"`;
  throw new DriverError("INSTANCE_EXISTS", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { instanceUuid },
  });
}
