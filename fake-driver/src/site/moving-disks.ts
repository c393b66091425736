/**
 * The disks of an instance on the move. Beside its own disks, which its guest has, a store may hold some that were set aside so that the
 * move can be taken back, and some that have not arrived in whole. Their names tell which is which.
 */

import type { DiskRecord } from "./disk-record.ts";
import type { Pool } from "./pool.ts";

const SET_ASIDE = ".aside";
const ARRIVING = ".arriving";

/** The name of a disk while it is set aside, made from its own name. */
export const nameAside = (name: string): string => `${name}${SET_ASIDE}`;

/** The name of a disk while it arrives, made from its own name. */
export const nameOnArrival = (name: string): string => `${name}${ARRIVING}`;

/** The name that a disk has while it is neither set aside nor arriving. */
export const ownName = ({ name }: Pick<DiskRecord, "name">): string => name.replace(/\.(aside|arriving)$/, "");

/** Whether a disk has not arrived in whole. */
export const isArriving = ({ name }: Pick<DiskRecord, "name">): boolean => name.endsWith(ARRIVING);

/** The disks of a uuid that its guest has or would have, leaving out what is set aside or arriving. */
export function ownDisks(pool: Pool, uuid: string): DiskRecord[] {
  return pool.disks(uuid).filter((disk) => ownName(disk) === disk.name);
}

/** The disks of a uuid that are set aside. */
export function disksAside(pool: Pool, uuid: string): DiskRecord[] {
  return pool.disks(uuid).filter(({ name }) => name.endsWith(SET_ASIDE));
}

/** Gives a disk another name, in place of one that has it. One that is not there is no error. */
export function renameDisk(pool: Pool, uuid: string, from: string, to: string): void {
  const disk = pool.disk(uuid, from);
  if (disk === undefined) return;
  pool.removeDisk(disk);
  pool.addDisk({ ...disk, name: to });
}
