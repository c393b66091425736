import type { Call, ConfirmMigrationParams } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { disksAside } from "../../site/moving-disks.ts";
import { assertState, stepOf } from "../begin.ts";
import { forgetSecrets } from "../devices/guest-secrets.ts";
import { assertAllReleased } from "../devices/assert-all-released.ts";
import { takeDevices } from "../devices/take-devices.ts";
import type { DriverContext } from "../driver-context.ts";
import { withEffect } from "../with-effect.ts";

/**
 * Removes what the source of a move has kept. Tells of nothing: the instance goes on elsewhere.
 *
 * @param context - The driver's surroundings.
 * @param params - Of which instance.
 * @param call - The call.
 * @see Requirements `confirmMigration/removes-the-kept-copy`, `confirmMigration/absent-copy-succeeds`,
 *   `confirmMigration/same-host-leaves-the-guest-alone`, `migration/cold-move-is-no-removal`
 */
export async function confirmMigration(
  context: DriverContext,
  params: ConfirmMigrationParams,
  call: Call,
): Promise<Record<string, never>> {
  const { instanceUuid, sameHost = false } = params;
  const about = {
    operation: "confirmMigration",
    attempt: `remove what is kept of instance "${instanceUuid}"`,
    instanceUuid,
  };
  const { hypervisor } = context;
  const record = hypervisor.look(about.attempt).instance(instanceUuid);
  const step = stepOf(about, call);
  if (record !== undefined) hypervisor.settle(record);
  if (record !== undefined && !sameHost) assertState(step, record, ["shutdown", "crashed"]);
  try {
    await (sameHost ? removeKeptDisks(context, step, instanceUuid) : removeCopy(context, step, params));
  } catch (thrown) {
    throw withEffect(thrown, "partial");
  }
  return {};
}

/**
 * The instance goes last, so that it is seen until all that belongs to it is gone, but for devices that are stuck: a repeat finds those by
 * what the host is connected to.
 */
async function removeCopy(
  context: DriverContext,
  step: StepContext,
  { instanceUuid, data, devices }: ConfirmMigrationParams,
): Promise<void> {
  const { hypervisor } = context;
  const { host } = hypervisor;
  const record = host.instance(instanceUuid);
  const stuck = await takeDevices(context, step, instanceUuid, { devices });
  for (const pool of host.pools) {
    // On a store that both hosts reach, what is not set aside is what the instance goes on using.
    const isShared = pool.isShared || data?.sharedStorage === true;
    const disks = isShared ? disksAside(pool, instanceUuid) : pool.disks(instanceUuid);
    for (const disk of disks) await hypervisor.deleteDisk(step, pool, disk);
  }
  await forgetSecrets(context, step, instanceUuid);
  if (record !== undefined) await hypervisor.undefine(step, record);
  assertAllReleased(step, stuck, "disconnectVolume");
}

/** The guest that goes on has disks of its own on its node; all others of the host are those of before. */
async function removeKeptDisks({ hypervisor }: DriverContext, step: StepContext, instanceUuid: string): Promise<void> {
  const { host } = hypervisor;
  const record = host.instance(instanceUuid);
  for (const pool of host.pools) {
    const isElsewhere = record !== undefined && pool !== host.pool(record.node);
    const disks = isElsewhere ? pool.disks(instanceUuid) : disksAside(pool, instanceUuid);
    for (const disk of disks) await hypervisor.deleteDisk(step, pool, disk);
  }
  if (record === undefined || record.move === null) return;
  record.move = null;
  host.changed(record);
}
