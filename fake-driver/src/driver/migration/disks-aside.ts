/**
 * Sets the disks of an instance aside while it moves, under other names in the same store, and puts them back.
 *
 * What is set aside is as the source stopped it, whatever the guest does elsewhere: on a store that both hosts reach, the guest goes on from
 * copies.
 */

import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { Hypervisor } from "../../hypervisor/hypervisor.ts";
import type { DiskRecord } from "../../site/disk-record.ts";
import type { Host } from "../../site/host.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { disksAside, nameAside, ownDisks, ownName, renameDisk } from "../../site/moving-disks.ts";
import type { Pool } from "../../site/pool.ts";
import type { DriverContext } from "../driver-context.ts";

/** Finds the store in which disks of a uuid are set aside; undefined if there are none. */
export function storeWithDisksAside(host: Host, uuid: string): Pool | undefined {
  return [...host.pools].find((pool) => disksAside(pool, uuid).length > 0);
}

/**
 * Sets the disks aside that are not, each in a step. An earlier copy of the same name is replaced.
 *
 * @param record - The instance, whose guest is off and which has a record of its move.
 */
export async function setDisksAside(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
): Promise<void> {
  const pool = hypervisor.host.pool(record.node);
  for (const { name } of ownDisks(pool, record.uuid)) {
    await hypervisor.change("keepDisk", step, () => {
      renameDisk(pool, record.uuid, name, nameAside(name));
      for (const disk of disksAside(pool, record.uuid)) label(disk, record);
      pool.disksChanged(record.uuid);
      record.move?.keptDisks.push(name);
      hypervisor.host.changed(record);
    });
  }
}

/**
 * Puts one disk back in its place, and takes away the one that is there.
 *
 * @param name - Its own name.
 */
export function putBack({ host }: Hypervisor, pool: Pool, uuid: string, name: string): void {
  renameDisk(pool, uuid, nameAside(name), name);
  const record = host.instance(uuid);
  if (record?.move == null) return;
  record.move.keptDisks = record.move.keptDisks.filter((kept) => kept !== name);
  host.changed(record);
}

/**
 * Puts disks back that are set aside, each in a step. What the guest wrote elsewhere goes with the disks that they replace.
 *
 * @param pool - The store that they are in.
 * @param names - Their own names; all that are set aside if left out.
 */
export async function restoreDisks(
  { hypervisor }: DriverContext,
  step: StepContext,
  uuid: string,
  pool: Pool,
  names: readonly string[] = disksAside(pool, uuid).map(ownName),
): Promise<void> {
  for (const name of names) {
    await hypervisor.change("restoreDisk", step, () => putBack(hypervisor, pool, uuid, name));
  }
}

/**
 * Puts disks back of an instance that is about to be built anew, where a move has set them aside and nothing came of it. Where it has others,
 * those are what it goes on from.
 *
 * @param node - The node that it is built on.
 * @see Requirement `migration/evacuated-guest-keeps-its-disks`
 */
export async function takeUpDisks(
  context: DriverContext,
  step: StepContext,
  uuid: string,
  node: string,
): Promise<void> {
  const pool = context.hypervisor.host.pool(node);
  if (ownDisks(pool, uuid).length === 0) await restoreDisks(context, { ...step, node }, uuid, pool);
}

/** Deletes disks that a move before this one has left, each in a step: what it set aside, and what lies in other stores of the host. */
export async function deleteStaleDisks(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
): Promise<void> {
  const { host } = hypervisor;
  const own = host.pool(record.node);
  const kept = record.move?.keptDisks.map(nameAside) ?? [];
  for (const pool of host.pools) {
    const stale =
      pool === own ? disksAside(pool, record.uuid).filter(({ name }) => !kept.includes(name)) : pool.disks(record.uuid);
    for (const disk of stale) await hypervisor.deleteDisk(step, pool, disk);
  }
}

/** A disk that is set aside outlives a build that fails, also one on another host that reaches the store, and can do without its record. */
function label(disk: DiskRecord, { configDrive }: InstanceRecord): void {
  disk.isKept = true;
  if (disk.use === "configDrive" && configDrive !== null) disk.configDrive = configDrive;
}
