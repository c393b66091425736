/** Chooses the node for a build. */
import type { AvailableResource } from "@virt-driver-kit/spec";
import type { Instance } from "./instance.ts";
import { fits, roomFor, roomOn } from "./resource-tracker.ts";

/**
 * Chooses the node with the most memory left among those with room, the first in the driver's order where several have as much.
 *
 * @param wanted - The instance to place.
 * @param nodes - The driver's readings of its nodes.
 * @param instances - The core's records, which say what has been promised.
 * @param tried - Nodes that have refused this instance.
 * @returns The node's uuid; undefined if no node has room.
 * @see Nova nova/scheduler/filters/, nova/scheduler/weights/ram.py
 */
export function chooseNode(
  wanted: Pick<Instance, "uuid" | "flavor">,
  nodes: readonly AvailableResource[],
  instances: readonly Instance[],
  tried: ReadonlySet<string>,
): string | undefined {
  const others = instances.filter(({ uuid }) => uuid !== wanted.uuid);
  const candidates = nodes
    .filter(({ node }) => !tried.has(node))
    .map((reading) => ({ node: reading.node, room: roomOn(reading, others) }))
    .filter(({ room }) => fits(roomFor(wanted), room));
  const [first, ...rest] = candidates;
  return rest.reduce((best, next) => (next.room.memoryMib > (best?.room.memoryMib ?? 0) ? next : best), first)?.node;
}
