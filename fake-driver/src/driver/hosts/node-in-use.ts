import { DriverError } from "@virt-driver-kit/spec";
import type { DriverContext } from "../driver-context.ts";

/** What is attempted on a node. */
export interface NodeAttempt {
  readonly operation: string;
  /** For errors, such as `reboot node "7c…"`. */
  readonly attempt: string;
  /** The uuid of the node. */
  readonly node: string;
}

/**
 * Makes sure that nobody would be cut off on a node.
 *
 * @throws {@link DriverError} `NODE_IN_USE` if a guest runs or is paused there, be it an instance or foreign, or an instance of the node is
 *   being changed.
 * @see Requirements `hostMaintenanceMode/refuses-while-guests-run`, `hostPowerAction/refuses-while-guests-run`
 */
export function nodeInUse({ hypervisor, callsInProgress }: DriverContext, { attempt, node }: NodeAttempt): void {
  const { host } = hypervisor;
  const busy = new Set<string>();
  for (const record of host.instancesOn(node)) {
    hypervisor.settle(record);
    if (record.run !== null) busy.add(record.uuid);
  }
  for (const { instanceUuid, node: named } of callsInProgress.changes) {
    if (named === node || host.instance(instanceUuid)?.node === node) busy.add(instanceUuid);
  }
  const foreignGuests = host.record.foreignGuests.filter((guest) => guest.node === node && !guest.isOff).length;
  if (busy.size === 0 && foreignGuests === 0) return;
  const state = `${busy.size} of its instances run or are being changed, and ${foreignGuests} foreign guests run`;
  throw new DriverError("NODE_IN_USE", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { node, runningInstances: busy.size, foreignGuests },
  });
}
