/**
 * What the source of a move releases of an instance, and remembers so that the instance can have it back.
 *
 * @see Requirement `migrateDiskAndPowerOff/releases-what-the-guest-used`
 */

import type { Allocation, GuestDevices, PciDeviceClaim } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { PciDeviceRecord } from "../../site/device-record.ts";
import { MEDIATED_DEVICE_CLASS } from "../../site/host-devices.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { MovedParts } from "../../site/migration-record.ts";
import { assertAllReleased } from "../devices/assert-all-released.ts";
import { takeDevices } from "../devices/take-devices.ts";
import type { DriverContext } from "../driver-context.ts";

/** Copies the parts of an instance that a move changes. */
export function movedPartsOf(record: InstanceRecord): MovedParts {
  const { localDisks, volumes, interfaces, pciDevices, mediatedDevices, accelerators, configDrive, kernel } = record;
  return structuredClone({
    localDisks,
    volumes,
    interfaces,
    pciDevices,
    mediatedDevices,
    accelerators,
    configDrive,
    kernel,
  });
}

/**
 * Releases all devices that an instance has, and what a request names beside them. Its guest is off.
 *
 * @throws `BACKEND_FAILED` if something could not be released. Everything else has been all the same.
 */
export async function releaseDevices(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  devices: GuestDevices | undefined,
): Promise<void> {
  assertAllReleased(step, await takeDevices(context, step, record.uuid, { devices }), "disconnectVolume");
}

/**
 * Has an instance know again of all that it had but devices of its host, which somebody else may have by now. Nothing is connected or
 * plugged thereby: whoever starts the guest does that.
 */
export function rememberParts(record: InstanceRecord, before: MovedParts): void {
  const { pciDevices: _, mediatedDevices: __, accelerators: ___, ...rest } = structuredClone(before);
  Object.assign(record, rest);
}

/**
 * What to give an instance whose devices were released: what the request says, and for what it leaves out the devices of its host that it
 * had before.
 */
export function devicesOfBefore(before: MovedParts, devices: GuestDevices | undefined): GuestDevices {
  const pciDevices = before.pciDevices.map(claimOn);
  const accelerators = before.accelerators.map(({ request }) => request);
  const allocations = allocationsOf(before);
  return {
    ...(pciDevices.length > 0 && { pciDevices }),
    ...(accelerators.length > 0 && { accelerators }),
    ...(allocations.length > 0 && { allocations }),
    ...devices,
  };
}

function claimOn(device: PciDeviceRecord): PciDeviceClaim {
  const { isInGuest: _, ...claim } = device;
  return claim;
}

function allocationsOf({ mediatedDevices }: MovedParts): Allocation[] {
  return mediatedDevices.map(({ resourceProvider }) => ({
    providerUuid: resourceProvider,
    resources: [{ resourceClass: MEDIATED_DEVICE_CLASS, amount: 1 }],
  }));
}
