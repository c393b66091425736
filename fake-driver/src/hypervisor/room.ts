/** Stores that have no room left. */

import type { Host } from "../site/host.ts";
import type { Site } from "../site/site.ts";
import type { HypervisorStep } from "./steps.ts";

/** The steps that make a disk, copy one, or let one grow. */
const NEEDING_ROOM: ReadonlySet<HypervisorStep> = new Set([
  "fetchImage",
  "cacheImage",
  "createDisk",
  "createConfigDrive",
  "resizeDisk",
  "copyDisk",
  "receiveDisk",
  "snapshotDisk",
  "createLayer",
  "saveMemory",
]);

/** Tells whether the store of a node has room for what a step does there. */
export function hasRoom(site: Site, host: Host, step: HypervisorStep, node: string | undefined): boolean {
  if (site.fullStores.size === 0 || !NEEDING_ROOM.has(step)) return true;
  if (node === undefined || host.node(node) === undefined) return true;
  return !site.fullStores.has(host.pool(node).id);
}
