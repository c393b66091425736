import type { Call, PostLiveMigrationAtSourceParams } from "@virt-driver-kit/spec";
import { invalidState } from "../../hypervisor/invalid-state.ts";
import { stepOf } from "../begin.ts";
import { assertAllReleased } from "../devices/assert-all-released.ts";
import { forgetSecrets } from "../devices/guest-secrets.ts";
import type { DriverContext } from "../driver-context.ts";
import { unplugInterface } from "../interfaces/plug-interface.ts";
import { releaseVolume } from "../volumes/connect-volume.ts";

/**
 * Releases the volumes and interfaces that a guest had on the host that it has left, just those that the request names, and forgets its
 * secrets. What cannot be released keeps nothing else from it; the same call made again releases what is left.
 *
 * @throws `INVALID_STATE` if the instance is here, `BACKEND_FAILED` with effect `partial` if something is left.
 * @see Requirements `postLiveMigrationAtSource/releases-what-the-guest-used`, `postLiveMigrationAtSource/goes-on-after-a-failure`
 */
export async function postAtSource(
  context: DriverContext,
  { instanceUuid, devices = {} }: PostLiveMigrationAtSourceParams,
  call: Call,
): Promise<Record<string, never>> {
  const { hypervisor } = context;
  const attempt = `release what instance "${instanceUuid}" used here`;
  const step = stepOf({ operation: "postLiveMigrationAtSource", attempt, instanceUuid }, call);
  const record = hypervisor.look(attempt).instance(instanceUuid);
  if (record !== undefined) throw invalidState(attempt, record);
  const failures: unknown[] = [];
  const release = async (work: Promise<unknown>): Promise<void> => {
    await work.catch((thrown: unknown) => failures.push(thrown));
  };
  for (const { volumeId } of devices.blockDevices?.volumes ?? []) {
    await release(releaseVolume(context, step, instanceUuid, volumeId));
  }
  const portIds = (devices.networkInterfaces ?? []).map(({ portId }) => portId);
  for (const { node, networkInterface } of hypervisor.host.record.plugs) {
    if (!portIds.includes(networkInterface.portId)) continue;
    await release(unplugInterface(context, step, { instanceUuid, node }, networkInterface));
  }
  await release(forgetSecrets(context, step, instanceUuid));
  assertAllReleased(step, failures, "disconnectVolume");
  return {};
}
