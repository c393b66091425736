/**
 * Gives instances the devices of their host, and takes them back: PCI devices, mediated devices, accelerators and shares.
 *
 * A device is held from its claim until its release, in every power state. Devices behind network interfaces come and go with those.
 */

import type { GuestDevices } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { deviceBehind } from "../../site/host-devices.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { Attempt } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import type { UndoList } from "../undo-list.ts";
import { claimAccelerators, refuseAccelerators } from "./accelerators.ts";
import { giveShares, refuseShares } from "./guest-shares.ts";
import { claimMediatedDevices, refuseAllocations } from "./mediated-devices.ts";
import { claimPciDevices, refusePciDevices } from "./pci-devices.ts";

/** What of a record {@link claimHostDevices} changes. */
const HELD = ["pciDevices", "mediatedDevices", "accelerators", "shares"] as const;

/**
 * Refuses host devices and shares that a guest cannot be given, before anything is done.
 *
 * @param about - What is attempted, and for which instance.
 * @param node - The node of the guest.
 * @param record - The instance; null for a new one.
 * @param devices - What the request says.
 * @throws With effect `none`: `DEVICE_UNAVAILABLE`, `INSUFFICIENT_RESOURCES`, `SHARE_MOUNT_FAILED`, `NOT_SUPPORTED`, `INVALID_REQUEST` for
 *   what is named twice.
 * @see Requirement `placement/taken-devices-are-refused`
 */
export function refuseHostDevices(
  context: DriverContext,
  about: Attempt,
  node: string,
  record: InstanceRecord | null,
  devices: GuestDevices,
): void {
  const host = context.hypervisor.look(about.attempt);
  const claimant = { instanceUuid: about.instanceUuid, node };
  refusePciDevices(about, host, claimant, devices.pciDevices ?? []);
  refuseAccelerators(about, host, claimant, devices.accelerators ?? []);
  if (devices.allocations !== undefined) refuseAllocations(about, host, claimant, devices.allocations);
  refuseShares(about, host, claimant, devices.shares ?? record?.shares ?? []);
}

/**
 * Makes an instance hold just the host devices that it is given, and lets its guest have those that it holds. Of a member of `devices` that
 * is left out the instance keeps what it holds, by the same address or uuid.
 *
 * @param record - The instance. Its guest is off, has not been built, or is about to be resumed.
 * @param undo - Is told how to bring back what the instance held before.
 * @throws `DEVICE_UNAVAILABLE`, `INSUFFICIENT_RESOURCES`, `SHARE_MOUNT_FAILED`, and what a step throws.
 * @see Requirements `placement/claimed-devices-and-no-others`, `placement/mediated-devices-follow-allocations`,
 *   `placement/mediated-devices-are-kept`, `devices/accelerators-reach-the-guest`, `devices/shares-reach-the-guest`
 */
export async function claimHostDevices(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  devices: GuestDevices | undefined,
  undo: UndoList,
): Promise<void> {
  const { pciDevices, accelerators, allocations, shares = record.shares } = devices ?? {};
  undo.push(restoreHeld(context, step, record));
  if (pciDevices !== undefined) await claimPciDevices(context, step, record, pciDevices);
  if (accelerators !== undefined) await claimAccelerators(context, step, record, accelerators);
  if (allocations !== undefined) await claimMediatedDevices(context, step, record, allocations);
  await giveShares(context, step, record, shares);
  for (const device of heldDevices(record).filter(({ isInGuest }) => !isInGuest)) {
    await context.hypervisor.change("attachDevice", step, () => {
      device.isInGuest = true;
      context.hypervisor.host.changed(record);
    });
  }
}

/**
 * Releases all host devices that an instance holds. Its guest is off or gone.
 *
 * @throws What a step throws; what has been released until then stays so.
 */
export async function releaseHostDevices(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
): Promise<void> {
  for (const held of [record.pciDevices, record.mediatedDevices, record.accelerators]) {
    while (held.length > 0) {
      await hypervisor.change("releaseDevice", step, () => {
        held.pop();
        hypervisor.host.changed(record);
      });
    }
  }
}

/**
 * Takes the devices of its host from a guest that is about to be suspended: their state cannot be saved. The instance goes on holding them,
 * and {@link claimHostDevices} gives them back.
 *
 * @param undo - Is told how to give them back.
 * @throws What a step throws.
 */
export async function parkHostDevices(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  undo: UndoList,
): Promise<void> {
  for (const device of heldDevices(record)) {
    const set = (isInGuest: boolean) => (): void => {
      device.isInGuest = isInGuest;
      hypervisor.host.changed(record);
    };
    await hypervisor.change("detachDevice", step, set(false));
    undo.push(() => hypervisor.undo("attachDevice", step, set(true)));
  }
}

/** The devices of the host that an instance holds, those behind its interfaces among them. */
function heldDevices(record: InstanceRecord): readonly { isInGuest: boolean }[] {
  const { pciDevices, mediatedDevices, accelerators, interfaces } = record;
  const behind = interfaces.filter(({ networkInterface }) => deviceBehind(networkInterface) !== undefined);
  return [...behind, ...pciDevices, ...mediatedDevices, ...accelerators];
}

function restoreHeld({ hypervisor }: DriverContext, step: StepContext, record: InstanceRecord): () => boolean {
  const before = Object.fromEntries(HELD.map((member) => [member, record[member].map((held) => ({ ...held }))]));
  return () =>
    hypervisor.undo("releaseDevice", step, () => {
      Object.assign(record, before);
      hypervisor.host.changed(record);
    });
}
