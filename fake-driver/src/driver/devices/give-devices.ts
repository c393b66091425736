/**
 * Gives a guest its devices, and takes them from it: one place for all operations that build, start, move or remove a guest.
 *
 * @see Requirements `powerOn/volumes-given-replace-the-old`, `powerOn/volumes-left-out-stay`, `powerOn/interfaces-left-out-stay`,
 *   `powerOn/failure-connects-nothing`, `devices/guest-has-the-interfaces-given`
 */

import type { GuestDevices } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { Attempt } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { refuseInterfaces } from "../interfaces/refuse-interfaces.ts";
import type { UndoList } from "../undo-list.ts";
import { refuseVolumes } from "../volumes/refuse-volumes.ts";
import { type AnsweredDevices, devicesOf } from "./devices-of.ts";
import { giveInterfaces } from "./give-interfaces.ts";
import { giveVolumes } from "./give-volumes.ts";
import { claimHostDevices, refuseHostDevices } from "./host-devices.ts";

/** How devices are given. */
export interface GiveOptions {
  /** Takes what was done to the instance's devices back, so that it has, connected and plugged, just what it had before. */
  readonly undo: UndoList;
  /** Whether what is connected and plugged is not to be relied on, and is made anew. */
  readonly afresh?: boolean;
  /** Whether the guest does without a volume that cannot be reached and is not its root disk. Without, that fails. */
  readonly mayDropVolumes?: boolean;
}

/** What came of giving devices. */
export interface GivenDevices extends AnsweredDevices {
  /** The volumes that the instance now does without; empty unless they may be dropped. */
  readonly droppedVolumeIds: string[];
}

/**
 * Refuses devices that cannot be given, before anything is done.
 *
 * @param about - The operation and what it attempts, for the error.
 * @param node - The node of the guest.
 * @param record - The instance that is to have them; null for a new one.
 * @param devices - What the request says; nothing if left out.
 * @throws With effect `none`: `VOLUME_IN_USE`, `DEVICE_UNAVAILABLE`, `SHARE_MOUNT_FAILED`, `TOO_MANY_DEVICES`, `NOT_SUPPORTED`,
 *   `INVALID_REQUEST`.
 */
export function refuseDevices(
  context: DriverContext,
  about: Attempt,
  node: string,
  record: InstanceRecord | null,
  devices: GuestDevices = {},
): void {
  refuseVolumes(context, about, record, devices);
  refuseInterfaces(context, about, node, devices);
  refuseHostDevices(context, about, node, record, devices);
}

/**
 * Connects, plugs and claims all that an instance is given, and whatever it has and is not connected or plugged at present. A member of
 * `devices` that is given is the whole truth; of one that is left out the instance keeps what it has.
 *
 * @param step - What for.
 * @param record - The instance. Its guest is off, or has not been started.
 * @param devices - What the request says; undefined for nothing.
 * @returns All volumes and tagged devices that the instance has now, for the answer.
 * @throws The error of the step that failed. What was done until then is for `options.undo` to take back.
 */
export async function giveDevices(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  devices: GuestDevices | undefined,
  options: GiveOptions,
): Promise<GivenDevices> {
  const droppedVolumeIds = await giveVolumes(context, step, record, devices?.blockDevices?.volumes, options);
  await giveInterfaces(context, step, record, devices?.networkInterfaces, options);
  await claimHostDevices(context, step, record, devices, options.undo);
  return { ...devicesOf(record), droppedVolumeIds };
}
