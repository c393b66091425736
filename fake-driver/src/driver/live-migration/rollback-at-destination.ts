/**
 * How a destination gets rid of all that was prepared for a guest that has not come.
 *
 * @see Requirements `rollbackLiveMigrationAtDestination/removes-what-was-prepared`, `rollbackLiveMigrationAtDestination/keeps-shared-disks`,
 *   `rollbackLiveMigrationAtDestination/refuses-a-guest-that-arrived`
 */

import type { Call, RollbackLiveMigrationAtDestinationParams } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { invalidState } from "../../hypervisor/invalid-state.ts";
import { incomingOf, removePlace } from "../../hypervisor/migration/arrival.ts";
import { stepOf } from "../begin.ts";
import { assertAllReleased } from "../devices/assert-all-released.ts";
import { forgetSecrets } from "../devices/guest-secrets.ts";
import { takeDevices } from "../devices/take-devices.ts";
import type { DriverContext } from "../driver-context.ts";
import { nodeOf } from "../not-found.ts";
import { keepNothing } from "./keep-devices.ts";

/**
 * Removes what was prepared on a node. What cannot be removed keeps nothing else from it; the same call made again removes what is left.
 *
 * Only disks that were made for this migration are ever deleted, so those of a source that shares its store are safe whatever the caller says.
 *
 * @throws `INVALID_STATE` if the guest has arrived, `NODE_NOT_FOUND`, `BACKEND_FAILED` with effect `partial` if something is left.
 */
export async function rollbackAtDestination(
  context: DriverContext,
  { instanceUuid, node, devices, destroyDisks }: RollbackLiveMigrationAtDestinationParams,
  call: Call,
): Promise<Record<string, never>> {
  const { hypervisor } = context;
  const attempt = `remove what was prepared for instance "${instanceUuid}" on node "${node}"`;
  const step = stepOf({ operation: "rollbackLiveMigrationAtDestination", attempt, instanceUuid }, call);
  const host = hypervisor.look(attempt);
  const record = host.instance(instanceUuid);
  if (record !== undefined && record.powerState !== "pending") throw invalidState(attempt, record);
  nodeOf(host, node, attempt);
  removePlace(hypervisor, instanceUuid);
  const failures = await takeDevices(context, step, instanceUuid, { devices });
  const remove = async (work: Promise<unknown>): Promise<void> => {
    await work.catch((thrown: unknown) => failures.push(thrown));
  };
  await remove(forgetSecrets(context, step, instanceUuid));
  if (destroyDisks) await removeDisks(context, step, instanceUuid, remove);
  if (failures.length === 0) await remove(keepNothing(context, step, instanceUuid));
  assertAllReleased(step, failures, "disconnectVolume");
  return {};
}

async function removeDisks(
  { hypervisor }: DriverContext,
  step: StepContext,
  instanceUuid: string,
  remove: (work: Promise<unknown>) => Promise<void>,
): Promise<void> {
  const { host } = hypervisor;
  const incoming = incomingOf(host, instanceUuid);
  if (incoming === undefined) return;
  const pool = host.pool(incoming.node);
  for (const disk of pool.disks(instanceUuid).filter(({ name }) => incoming.madeDisks.includes(name))) {
    await remove(hypervisor.deleteDisk(step, pool, disk));
  }
}
