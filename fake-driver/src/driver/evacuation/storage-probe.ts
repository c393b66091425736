/**
 * Probes by which two drivers find out whether their hosts reach the same store.
 *
 * @see Requirements `checkInstanceSharedStorageLocal/says-what-it-knows`, `checkInstanceSharedStorageRemote/believes-the-token-only`,
 *   `checkInstanceSharedStorageCleanup/removes-the-probe-only`
 */

import type { SharedStorageProbe } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { uuidOf } from "../../site/node-record.ts";
import type { Pool } from "../../site/pool.ts";
import type { DriverContext } from "../driver-context.ts";

/** Where every host has its store mounted, so that hosts that share nothing have the same paths. */
const MOUNTED_AT = "/var/lib/vdk-fake-driver";

/**
 * Leaves a probe beside the disks of an instance, in the place of one that an earlier check has left there.
 *
 * @param pool - The store with the disks.
 * @returns What another host's driver looks for. The token is new at every call, and so is unknown to whoever did not get it.
 */
export async function leaveProbe(
  { hypervisor, site }: DriverContext,
  step: StepContext,
  instanceUuid: string,
  pool: Pool,
): Promise<SharedStorageProbe> {
  const location = `${MOUNTED_AT}/${instanceUuid}/probe`;
  const newProbe = (): SharedStorageProbe => {
    return { location, token: uuidOf(`${site.seed}/${hypervisor.host.name}/probe/${hypervisor.callCount}`) };
  };
  const leave = (): SharedStorageProbe => {
    const probe = newProbe();
    pool.probes[location] = probe.token;
    pool.changed();
    return probe;
  };
  return hypervisor.change("leaveProbe", step, leave, newProbe);
}

/** Tells whether a store holds a probe: its token, at its location. */
export function seesProbe({ probes }: Pool, { location, token }: SharedStorageProbe): boolean {
  return Object.hasOwn(probes, location) && probes[location] === token;
}

/** Removes a probe. What is at its location and is not the probe is left alone; a probe that is gone takes no step. */
export async function removeProbe(
  { hypervisor }: DriverContext,
  step: StepContext,
  pool: Pool,
  probe: SharedStorageProbe,
): Promise<void> {
  if (!seesProbe(pool, probe)) return;
  await hypervisor.change("removeProbe", step, () => {
    delete pool.probes[probe.location];
    pool.changed();
  });
}
