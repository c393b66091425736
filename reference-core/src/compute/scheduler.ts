/** Chooses the node for a build. */
import type { NodeInfo } from "@virt-driver-kit/spec";
import type { Image } from "../catalogue/image.ts";
import type { Instance } from "./instance.ts";
import type { NodesReading } from "./read-nodes.ts";
import { fits, roomFor, roomOn } from "./resource-tracker.ts";

/**
 * Chooses the node with the most memory left among those that take the image and have room, the first in the driver's order where several have as much.
 *
 * @param wanted - The instance to place.
 * @param reading - The driver's reading of its nodes.
 * @param instances - The core's records, which say what has been promised.
 * @param tried - Nodes that have refused this instance.
 * @returns The node's uuid; undefined if there is none.
 * @see Requirements `compatibility/caller-asks-before-it-sends`, `resources/caller-counts-what-it-promised`
 * @see Nova nova/scheduler/filters/, nova/scheduler/weights/ram.py
 */
export function chooseNode(
  wanted: Pick<Instance, "uuid" | "flavor" | "image">,
  { nodes, held }: NodesReading,
  instances: readonly Instance[],
  tried: ReadonlySet<string>,
): string | undefined {
  const others = instances.filter(({ uuid }) => uuid !== wanted.uuid);
  const candidates = nodes
    .filter(({ info }) => !tried.has(info.uuid) && takes(info, wanted.image))
    .map(({ info, resource }) => ({ node: info.uuid, room: roomOn(resource, held, others) }))
    .filter(({ room }) => fits(roomFor(wanted), room));
  const [first, ...rest] = candidates;
  return rest.reduce((best, next) => (next.room.memoryMib > (best?.room.memoryMib ?? 0) ? next : best), first)?.node;
}

/** Whether a node takes instances now, and can read this image. Without a list it reads files, and any format. */
function takes({ status, accepts }: NodeInfo, { diskFormat }: Image): boolean {
  const { imageSources = ["file"], diskFormats = [diskFormat] } = accepts ?? {};
  return status?.acceptsInstances !== false && imageSources.includes("file") && diskFormats.includes(diskFormat);
}
