// What a guest has, by its driver's counters, and which instance has a device of the host, by the node's figures.
import type { NetworkInterface, PciDevice, PciDeviceClaim } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { givenResource } from "./usage.ts";

/** An instance, named as calls name it. */
export interface Named {
  readonly target: { readonly instanceUuid: string };
}

/** The network interfaces that a guest has, by their addresses in a fixed order. The guest runs or is paused. */
export async function interfacesInGuest(t: CheckContext, { target }: Named): Promise<string[]> {
  const { diagnostics } = await t.given("getInstanceDiagnostics", () => t.driver.getInstanceDiagnostics(target));
  return diagnostics.interfaces.map(({ macAddress }) => macAddress).toSorted();
}

/**
 * Checks that a guest has just these network interfaces, each once. It runs or is paused.
 *
 * @param when - The end of the sentence, such as `after spawn`.
 */
export async function expectInterfaces(
  t: CheckContext,
  instance: Named,
  expected: readonly NetworkInterface[],
  when: string,
  hint?: string,
): Promise<void> {
  const addresses = expected.map(({ macAddress }) => macAddress).toSorted();
  t.expectEqual(await interfacesInGuest(t, instance), addresses, `network interfaces of the guest ${when}`, hint);
}

/** The PCI devices of the node that can be handed to guests. Blocks the check if the driver does not tell them. */
export async function givenPciDevices(t: CheckContext): Promise<readonly PciDevice[]> {
  return (await givenResource(t)).pciDevices ?? [];
}

/**
 * PCI devices that nobody has and that can be handed out beside each other.
 *
 * @param count - How many.
 * @throws NotApplicable if there are fewer.
 */
export async function givenFreePciDevices(t: CheckContext, count: number): Promise<readonly PciDevice[]> {
  const devices = await givenPciDevices(t);
  const isHeld = (address: string | undefined): boolean =>
    devices.some((device) => device.address === address && device.instanceUuid !== undefined);
  const isParent = ({ address }: PciDevice): boolean => devices.some(({ parentAddress }) => parentAddress === address);
  const free = devices.filter(
    (device) =>
      device.instanceUuid === undefined &&
      device.deviceType !== "other" &&
      !isParent(device) &&
      !isHeld(device.parentAddress),
  );
  if (free.length < count)
    t.notApplicable(`The node has ${free.length} free PCI devices, and the check needs ${count}`);
  return free.slice(0, count);
}

/** A claim on a device, as a caller makes it of what the driver reports. */
export function claimOn({ address, vendorId, productId, deviceType }: PciDevice): PciDeviceClaim {
  return { address, vendorId, productId, deviceType };
}

/** The addresses of the PCI devices that an instance has, in a fixed order. */
export async function pciDevicesOf(t: CheckContext, instanceUuid: string): Promise<string[]> {
  const held = (await givenPciDevices(t)).filter((device) => device.instanceUuid === instanceUuid);
  return held.map(({ address }) => address).toSorted();
}

/**
 * Network interfaces that are functions of a host's network adapter, which the node's figures show as held.
 *
 * @param count - How many.
 * @throws NotApplicable if the node takes none, or has fewer free ones.
 */
export async function givenHostdevInterfaces(t: CheckContext, count: number): Promise<NetworkInterface[]> {
  if (t.node.accepts?.vifTypes?.includes("hostdev") === false)
    t.notApplicable(`Node "${t.node.name}" takes no interfaces that are devices of the host`);
  const functions = (await givenPciDevices(t)).filter(
    ({ deviceType, instanceUuid }) => deviceType === "virtual-function" && instanceUuid === undefined,
  );
  if (functions.length < count)
    t.notApplicable(`The node has ${functions.length} free virtual functions, and the check needs ${count}`);
  return functions
    .slice(0, count)
    .map(({ address }) =>
      t.networkInterface({ binding: { vifType: "hostdev", pciAddress: address }, vnicType: "direct" }),
    );
}
