/** The local disks of an instance, as the two hosts of a migration tell each other of them. */

import type { LocalDisk } from "@virt-driver-kit/spec";
import type { DiskRecord } from "../../site/disk-record.ts";
import { ownDisks, ownName } from "../../site/moving-disks.ts";
import type { Pool } from "../../site/pool.ts";

/** Describes every local disk of an instance, each once. @see Requirement `checkCanLiveMigrateSource/describes-the-disks` */
export function localDisksOf(pool: Pool, instanceUuid: string): LocalDisk[] {
  return ownDisks(pool, instanceUuid).map((disk) => describeDisk(pool, disk));
}

/** Describes a local disk, under its own name. */
export function describeDisk(pool: Pool, disk: DiskRecord): LocalDisk {
  return {
    name: ownName(disk),
    use: useOf(disk),
    diskFormat: disk.format,
    virtualSizeBytes: disk.contents.sizeBytes,
    allocatedSizeBytes: disk.allocatedBytes,
    ...(disk.imageId !== null && { backingImageId: disk.imageId }),
    path: `/${pool.id}/${disk.instanceUuid}/${disk.name}`,
  };
}

function useOf({ use }: DiskRecord): LocalDisk["use"] {
  return use === "rescue" || use === "memory" ? "other" : use;
}
