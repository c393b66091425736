/** How much room a node has, from the driver's reading and from what this core has promised. */
import type { AvailableResource } from "@virt-driver-kit/spec";
import type { Instance } from "./instance.ts";

/** What an instance needs, or a node has left. */
export interface Room {
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly localGib: number;
}

/**
 * Works out the room left on a node.
 *
 * The driver does not yet count an instance that is only promised to the node, and the core does not know of foreign guests; so of the two
 * counts the higher one holds.
 *
 * @param reading - The driver's reading of the node.
 * @param instances - The core's records, of which those on the node count, deleted ones excepted.
 * @returns The room, which may be negative on a node that is overfull.
 * @see Nova nova/compute/resource_tracker.py _update_usage_from_instances
 */
export function roomOn(reading: AvailableResource, instances: readonly Instance[]): Room {
  const promised = instances
    .filter(({ node, vmState }) => node === reading.node && vmState !== "deleted")
    .map((instance) => roomFor(instance))
    .reduce(sum, { vcpus: 0, memoryMib: 0, localGib: 0 });
  return {
    vcpus: reading.vcpus - Math.max(reading.vcpusUsed, promised.vcpus),
    memoryMib: reading.memoryMib - Math.max(reading.memoryMibUsed, promised.memoryMib),
    localGib: reading.localGib - Math.max(reading.localGibUsed, promised.localGib),
  };
}

/** The room that an instance needs. */
export function roomFor({ flavor }: Pick<Instance, "flavor">): Room {
  return { vcpus: flavor.vcpus, memoryMib: flavor.memoryMib, localGib: flavor.rootGib };
}

/** Whether there is room for something. */
export function fits(needed: Room, left: Room): boolean {
  return needed.vcpus <= left.vcpus && needed.memoryMib <= left.memoryMib && needed.localGib <= left.localGib;
}

function sum(a: Room, b: Room): Room {
  return { vcpus: a.vcpus + b.vcpus, memoryMib: a.memoryMib + b.memoryMib, localGib: a.localGib + b.localGib };
}
