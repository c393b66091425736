import type { Pool } from "../site/pool.ts";
import type { Hypervisor } from "./hypervisor.ts";

/**
 * Tells whether the disks of a uuid in a store are those of an instance on another host. Where several hosts reach a store, whoever has the
 * instance has its disks locked.
 */
export function isHeldElsewhere({ site, host }: Pick<Hypervisor, "site" | "host">, pool: Pool, uuid: string): boolean {
  if (!pool.isShared) return false;
  return site.hypervisors.some(({ host: other }) => {
    const record = other === host ? undefined : other.instance(uuid);
    return record !== undefined && !record.isArriving && other.pool(record.node) === pool;
  });
}
