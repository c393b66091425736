/**
 * Removing an instance, or whatever is left of it.
 *
 * @see Requirements `destroy/can-be-repeated-after-failure`, `destroy/goes-on-past-a-stuck-volume`
 */

import type { Call, DestroyParams } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { isHeldElsewhere } from "../../hypervisor/held-elsewhere.ts";
import type { DiskUse } from "../../site/disk-record.ts";
import { stepOf } from "../begin.ts";
import { assertAllReleased } from "../devices/assert-all-released.ts";
import { forgetSecrets } from "../devices/guest-secrets.ts";
import { takeDevices } from "../devices/take-devices.ts";
import { type DriverContext, tell } from "../driver-context.ts";
import { keepNothing } from "../live-migration/keep-devices.ts";
import { withEffect } from "../with-effect.ts";

/** Disks that are no part of what a later spawn starts from. */
const PASSING: readonly DiskUse[] = ["rescue", "memory"];

/**
 * Removes an instance with all that belongs to it. One that is not there is no error.
 *
 * @param context - The driver's surroundings.
 * @param params - What to remove, and what to leave.
 * @param call - The call.
 */
export async function destroy(
  context: DriverContext,
  params: DestroyParams,
  call: Call,
): Promise<Record<string, never>> {
  const { instanceUuid } = params;
  const attempt = `destroy instance "${instanceUuid}"`;
  context.hypervisor.look(attempt);
  try {
    await remove(context, params, call, stepOf({ attempt, operation: "destroy", instanceUuid }, call));
  } catch (thrown) {
    throw withEffect(thrown, "partial");
  }
  return {};
}

/**
 * The guest goes first, and nothing is taken from one that could not be stopped. The instance goes last, so that it is seen until all that
 * belongs to it is gone, but for devices that are stuck: a repeat finds those by what the host is connected to.
 */
async function remove(context: DriverContext, params: DestroyParams, call: Call, step: StepContext): Promise<void> {
  const { instanceUuid, destroyDisks, devices, destroyVifs = true, destroySecrets = true } = params;
  const { hypervisor } = context;
  const { host } = hypervisor;
  const record = host.instance(instanceUuid);
  if (record !== undefined && record.run !== null) await hypervisor.stop(step, record);
  const stuck = await takeDevices(context, step, instanceUuid, { devices, keepsPlugs: !destroyVifs });
  for (const pool of host.pools) {
    // Behind an evacuation the disks, whatever their use, are those of the guest that goes on elsewhere.
    if (!destroyDisks && isHeldElsewhere(hypervisor, pool, instanceUuid)) continue;
    const doomed = pool.disks(instanceUuid).filter(({ use }) => destroyDisks || PASSING.includes(use));
    for (const disk of doomed) await hypervisor.deleteDisk(step, pool, disk);
  }
  if (destroyDisks || destroySecrets) await forgetSecrets(context, step, instanceUuid);
  await keepNothing(context, step, instanceUuid);
  if (record !== undefined) {
    await hypervisor.undefine(step, record);
    tell(context, record, "destroyed", call);
  }
  assertAllReleased(step, stuck, "disconnectVolume");
}
