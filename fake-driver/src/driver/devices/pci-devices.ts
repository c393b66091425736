/** The PCI devices that instances hold by claims of their own. */

import type { PciDeviceClaim } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { Host } from "../../site/host.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { Attempt } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { assertPciDevice, type Claimant, unavailable } from "./assert-device.ts";
import { notSupported, twice } from "../refusals.ts";

type Hosts = Pick<Host, "record" | "node" | "instancesOn">;

/** Refuses claims that cannot be met. Throws `NOT_SUPPORTED`, `INVALID_REQUEST` or `DEVICE_UNAVAILABLE`. */
export function refusePciDevices(
  about: Attempt,
  host: Hosts,
  claimant: Claimant,
  claims: readonly PciDeviceClaim[],
): void {
  const addresses = claims.map(({ address }) => address);
  for (const [index, claim] of claims.entries()) {
    const path = `params.devices.pciDevices.${index}`;
    if (claim.deviceType === "other") {
      throw notSupported(about, `${path}.deviceType`, 'the driver knows no PCI device of type "other"');
    }
    if (addresses.indexOf(claim.address) < index) throw twice(about, `${path}.address`);
    assertClaimed(about, host, claimant, claim);
  }
}

/** Makes an instance hold the devices claimed and no other, in the order given. Throws `DEVICE_UNAVAILABLE`, or what a step throws. */
export async function claimPciDevices(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  claims: readonly PciDeviceClaim[],
): Promise<void> {
  const { host } = hypervisor;
  const claimant = { instanceUuid: record.uuid, node: record.node };
  for (const { address } of record.pciDevices.filter(
    (held) => !claims.some((claim) => claim.address === held.address),
  )) {
    await hypervisor.change("releaseDevice", step, () => {
      record.pciDevices = record.pciDevices.filter((held) => held.address !== address);
      host.changed(record);
    });
  }
  for (const claim of claims.filter(({ address }) => !record.pciDevices.some((held) => held.address === address))) {
    await hypervisor.change("claimDevice", step, () => {
      assertClaimed(step, host, claimant, claim);
      record.pciDevices.push({ ...claim, isInGuest: true });
      host.changed(record);
    });
  }
  const addresses = claims.map(({ address }) => address);
  record.pciDevices.sort((left, right) => addresses.indexOf(left.address) - addresses.indexOf(right.address));
  host.changed(record);
}

/** Makes sure that the device at the address is the one that the claim describes, and that the claimant can have it. */
function assertClaimed(
  about: { readonly attempt: string },
  host: Hosts,
  claimant: Claimant,
  claim: PciDeviceClaim,
): void {
  const device = assertPciDevice(about, host, claimant, claim.address);
  for (const member of ["vendorId", "productId", "deviceType"] as const) {
    if (device[member] === claim[member]) continue;
    throw unavailable(about, claim.address, `its ${member} is "${device[member]}" and not "${claim[member]}"`);
  }
}
