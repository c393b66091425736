/** What finds no room in a store: steps while a fault fills it, and guests whose thin disks have grown until it was full. */

import type { DiskRecord } from "../site/disk-record.ts";
import type { Host } from "../site/host.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import type { Pool } from "../site/pool.ts";
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

/** The local disk that an instance runs on; undefined where it boots from a volume, or from nothing. */
function ownBootDisk(pool: Pool, { uuid, rescue }: InstanceRecord): DiskRecord | undefined {
  return pool.disk(uuid, rescue === null ? "root" : "rescue");
}

/**
 * Lets the thin disk that a guest runs on grow by what it has written, as far as its store has room. A disk that is allocated whole is
 * written over.
 *
 * @param bytes - How much was written.
 */
export function growBootDisk(host: Host, record: InstanceRecord, bytes: number): void {
  const pool = host.pool(record.node);
  const disk = ownBootDisk(pool, record);
  if (disk === undefined) return;
  const missing = disk.contents.sizeBytes - disk.allocatedBytes;
  const grown = Math.min(bytes, missing, pool.freeBytes);
  if (grown <= 0) return;
  disk.allocatedBytes += grown;
  pool.disksChanged(record.uuid);
}

/** Tells whether what a guest writes finds no room: its store has none left, and its disk is not allocated whole. */
export function writesIntoFullStore(site: Site, host: Host, record: InstanceRecord): boolean {
  const pool = host.pool(record.node);
  if (site.fullStores.has(pool.id)) return true;
  const disk = ownBootDisk(pool, record);
  return disk !== undefined && pool.freeBytes === 0 && disk.allocatedBytes < disk.contents.sizeBytes;
}
