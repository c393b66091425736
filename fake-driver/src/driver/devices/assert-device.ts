/**
 * Makes sure that devices of a host can be had.
 *
 * @see Requirements `placement/taken-devices-are-refused`, `devices/accelerators-reach-the-guest`
 */

import { DriverError, type NetworkInterface } from "@virt-driver-kit/spec";
import type { HostPciDevice } from "../../site/device-record.ts";
import type { Host } from "../../site/host.ts";
import { deviceBehind, deviceHolders, relativesOf } from "../../site/host-devices.ts";

/** For whom a device is to be had, and on which node. */
export interface Claimant {
  readonly instanceUuid: string;
  readonly node: string;
}

type Hosts = Pick<Host, "record" | "node" | "instancesOn">;

/**
 * Finds a PCI device of a node that nobody else holds.
 *
 * @param about - What is attempted, for the error.
 * @param address - The device.
 * @returns The device. The claimant may hold it already.
 * @throws {@link DriverError} `DEVICE_UNAVAILABLE` if it is not there, another instance has it, or another has its physical function or one
 *   of its virtual functions.
 */
export function assertPciDevice(
  about: { readonly attempt: string },
  host: Hosts,
  { instanceUuid, node }: Claimant,
  address: string,
): HostPciDevice {
  const nodeRecord = host.node(node);
  const device = nodeRecord?.hardware.pciDevices.find((candidate) => candidate.address === address);
  if (nodeRecord === undefined || device === undefined) {
    throw unavailable(about, address, `node "${nodeRecord?.name ?? node}" has no such device`);
  }
  const holders = deviceHolders(host, node);
  for (const held of [address, ...relativesOf(nodeRecord, device)]) {
    const holder = holders.get(held);
    if (holder === undefined || holder === instanceUuid) continue;
    const state = held === address ? "it" : `its relative "${held}"`;
    throw unavailable(about, address, `instance "${holder}" has ${state}`);
  }
  return device;
}

/** Makes sure that the claimant can have the device that an interface is, if it is one. Throws `DEVICE_UNAVAILABLE` if it cannot. */
export function assertDeviceBehind(
  about: { readonly attempt: string },
  host: Hosts,
  claimant: Claimant,
  networkInterface: NetworkInterface,
): void {
  const address = deviceBehind(networkInterface);
  if (address !== undefined) assertPciDevice(about, host, claimant, address);
}

/** Makes the error of a device that cannot be had. `device` is its address or uuid. */
export function unavailable({ attempt }: { readonly attempt: string }, device: string, state: string): DriverError {
  return new DriverError("DEVICE_UNAVAILABLE", `Cannot ${attempt}: device "${device}" cannot be had, ${state}`, {
    effect: "none",
    details: { device },
  });
}
