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
 * The driver counts what it holds, foreign guests among it, and not yet what is only promised to the node; so the two are added.
 *
 * @param reading - The driver's reading of the node.
 * @param held - The instances, by uuid, that are counted in the reading.
 * @param instances - The core's records, of which those on the node count, except deleted ones and those that the driver holds.
 * @returns The room, which may be negative on a node that is overfull.
 * @see Requirement `resources/caller-counts-what-it-promised`
 * @see Nova nova/compute/resource_tracker.py instance_claim, _update_usage_from_instances
 */
export function roomOn(reading: AvailableResource, held: ReadonlySet<string>, instances: readonly Instance[]): Room {
  const promised = instances
    .filter(({ uuid, node, vmState }) => node === reading.node && vmState !== "deleted" && !held.has(uuid))
    .map((instance) => roomFor(instance))
    .reduce(sum, { vcpus: 0, memoryMib: 0, localGib: 0 });
  return {
    vcpus: reading.vcpus - reading.vcpusUsed - promised.vcpus,
    memoryMib: reading.memoryMib - reading.memoryMibUsed - promised.memoryMib,
    localGib: reading.localGib - reading.localGibUsed - promised.localGib,
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
