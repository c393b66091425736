/** Guests that are not the driver's, put on a host by faults. They outlive the driver, as guests do. */

import type { ForeignGuestFault } from "@virt-driver-kit/spec";
import type { Hypervisor } from "../../hypervisor/hypervisor.ts";
import type { Host } from "../../site/host.ts";
import type { ForeignGuest } from "../../site/host-record.ts";
import { nodeOf } from "../not-found.ts";
import type { EndOfFault, FaultContext } from "./set-fault.ts";

/** Puts a foreign guest on a node, unless the very same is there. */
export function addForeignGuest({ hypervisor }: FaultContext, fault: ForeignGuestFault): EndOfFault {
  const { node, name, uuid = null, vcpus, memoryMib, localGib } = fault;
  const { host } = hypervisor;
  nodeOf(hypervisor.inside, node, `put guest "${name}" on node "${node}"`);
  const { foreignGuests } = host.record;
  if (foreignGuests.some((other) => other.node === node && other.name === name && other.uuid === uuid)) {
    return () => undefined;
  }
  const serial = host.nextSerial();
  const claim = { vcpus, memoryMib, localGib };
  const guest: ForeignGuest = { serial, node, name, uuid, internalId: `foreign-${serial}`, claim, isOff: false };
  host.record.foreignGuests = [...foreignGuests, guest];
  host.recordChanged();
  return () => remove(host, guest);
}

/** Has the foreign guests that an earlier run left go when the faults are cleared. */
export function inheritForeignGuests({ host, faults }: Hypervisor): void {
  for (const guest of host.record.foreignGuests) faults.endWhenCleared(() => remove(host, guest));
}

function remove(host: Host, { serial }: ForeignGuest): void {
  host.record.foreignGuests = host.record.foreignGuests.filter((other) => other.serial !== serial);
  host.recordChanged();
}
