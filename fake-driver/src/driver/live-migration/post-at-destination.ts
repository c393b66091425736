/**
 * How a guest that has arrived becomes one of the host's own.
 *
 * @see Requirement `postLiveMigrationAtDestination/makes-the-guest-permanent`
 */

import type {
  Call,
  PostLiveMigrationAtDestinationParams,
  PostLiveMigrationAtDestinationResult,
} from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { incomingOf } from "../../hypervisor/migration/arrival.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { assertState, begin } from "../begin.ts";
import { devicesOf } from "../devices/devices-of.ts";
import { giveVolumes } from "../devices/give-volumes.ts";
import { giveShares } from "../devices/guest-shares.ts";
import type { DriverContext } from "../driver-context.ts";
import { described } from "../lifecycle/described.ts";
import { driverStateOf } from "../lifecycle/driver-state.ts";
import { nodeOf } from "../not-found.ts";
import { UndoList } from "../undo-list.ts";
import { withEffect } from "../with-effect.ts";
import { giveBackInterfaces } from "./give-back-interfaces.ts";
import { removeIncoming } from "./keep-devices.ts";

/**
 * Makes a guest that has arrived permanent: its next boot is made from what it has here, and what was kept for it is its own. The guest goes
 * on meanwhile, also if the call fails.
 *
 * @throws `INSTANCE_NOT_FOUND`, `INVALID_STATE` while it is `pending`, `NODE_NOT_FOUND`; with effect `partial` `INTERFACE_PLUG_FAILED`,
 *   `VOLUME_CONNECTION_FAILED`, `SHARE_MOUNT_FAILED`, and what a step throws. The same call then goes on from there.
 */
export async function postAtDestination(
  context: DriverContext,
  params: PostLiveMigrationAtDestinationParams,
  call: Call,
): Promise<PostLiveMigrationAtDestinationResult> {
  const { hypervisor } = context;
  const { instance, devices } = params;
  const { uuid } = instance;
  const about = {
    operation: "postLiveMigrationAtDestination",
    attempt: `make instance "${uuid}" one of node "${params.node}"`,
    instanceUuid: uuid,
  };
  const { step, record } = begin(context, about, call);
  nodeOf(hypervisor.look(about.attempt), params.node, about.attempt);
  assertState(step, record, ["running", "paused", "shutdown", "crashed", "suspended"]);
  try {
    await define(context, step, record, params);
    await giveBackInterfaces(context, step, record);
    await giveVolumes(context, step, record, devices?.blockDevices?.volumes, { undo: new UndoList() });
    if (devices?.shares !== undefined) await giveShares(context, step, record, devices.shares);
  } catch (thrown) {
    throw withEffect(thrown, "partial");
  }
  return { driverState: driverStateOf(record), ...devicesOf(record) };
}

/** From here on the instance is started from what it has here, and no longer from what it had at its source. */
async function define(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  { instance, devices, data }: PostLiveMigrationAtDestinationParams,
): Promise<void> {
  const { host } = hypervisor;
  const prepared = incomingOf(host, record.uuid)?.prepared;
  const interfaces =
    devices?.networkInterfaces ??
    data.networkInterfaces?.map(({ destination }) => destination) ??
    prepared?.interfaces.map(({ networkInterface }) => networkInterface) ??
    [];
  await hypervisor.change("defineInstance", step, () => {
    record.description = described(instance);
    record.volumes = record.volumes.map((volume) => {
      const here = prepared?.volumes.find(({ volumeId }) => volumeId === volume.volumeId);
      return here === undefined ? volume : { ...volume, attachment: here.attachment, attached: here.attached };
    });
    record.interfaces = record.interfaces.map((has) => {
      const here = interfaces.find(({ portId }) => portId === has.networkInterface.portId);
      return here === undefined ? has : { ...has, networkInterface: here };
    });
    hypervisor.changed(record);
    removeIncoming(hypervisor, record.uuid);
  });
}
