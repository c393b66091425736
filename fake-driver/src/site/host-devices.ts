/** What host devices a node has, and who holds them. Nothing of it is stored: it follows from the node and from the instances. */

import type { MediatedDevice, NetworkInterface, PciDevice } from "@virt-driver-kit/spec";
import type { HostMediatedDevice, HostPciDevice } from "./device-record.ts";
import type { Host } from "./host.ts";
import type { InstanceRecord } from "./instance-record.ts";
import type { IncomingRecord } from "./live-migration-record.ts";
import { type NodeRecord, uuidOf } from "./node-record.ts";

/** A resource provider of a node's that offers mediated devices. */
export interface DeviceProvider {
  readonly uuid: string;
  readonly name: string;
}

/** The kind of resource that allocations of mediated devices are made of. */
export const MEDIATED_DEVICE_CLASS = "VGPU";

/** The resource provider that stands for a device which has been divided into mediated ones. It is the same at every reading. */
export function deviceProvider({ uuid, name }: NodeRecord, parentAddress: string): DeviceProvider {
  const suffix = `pci_${parentAddress.replaceAll(/[:.]/g, "_")}`;
  return { uuid: uuidOf(`provider/${uuid}/${suffix}`), name: `${name}_${suffix}` };
}

/** The mediated devices of a node. All that a parent can be divided into are there from the beginning, as an operator sets a host up. */
export function mediatedDevicesOf(node: NodeRecord): readonly HostMediatedDevice[] {
  const known = mediatedByNode.get(node);
  if (known !== undefined) return known;
  const devices = node.hardware.mediatedDeviceTypes.flatMap(({ parentAddress, type, total }) => {
    const { uuid: resourceProvider } = deviceProvider(node, parentAddress);
    return Array.from({ length: total }, (_, index) => ({
      uuid: uuidOf(`mdev/${node.uuid}/${parentAddress}/${type}/${index}`),
      type,
      parentAddress,
      resourceProvider,
    }));
  });
  mediatedByNode.set(node, devices);
  return devices;
}

/** A node never changes, and every reading of its resources tells of its devices. */
const mediatedByNode = new WeakMap<NodeRecord, readonly HostMediatedDevice[]>();

/** The PCI address of the device that an interface is; undefined if it is none of the host's devices. */
export function deviceBehind({ binding }: NetworkInterface): string | undefined {
  return binding.vifType === "hostdev" || binding.vifType === "vdpa" ? binding.pciAddress : undefined;
}

/** A device that an instance holds: its PCI address, or its uuid if it is a mediated one; and whether the guest has it. */
interface Held {
  readonly device: string;
  readonly isInGuest: boolean;
}

/** The devices that an instance holds. One behind a port that is plugged and not its own is not among them. */
function devicesHeldBy({ pciDevices, mediatedDevices, accelerators, interfaces }: InstanceRecord): readonly Held[] {
  return [
    ...pciDevices.map(({ address, isInGuest }) => ({ device: address, isInGuest })),
    ...mediatedDevices.map(({ uuid, isInGuest }) => ({ device: uuid, isInGuest })),
    ...accelerators,
    ...interfaces.flatMap(({ networkInterface, isInGuest }) => {
      const device = deviceBehind(networkInterface);
      return device === undefined ? [] : [{ device, isInGuest }];
    }),
  ];
}

/**
 * Who holds which device of a node: uuid of the instance by PCI address or by uuid of the mediated device. Ports that are plugged count, and
 * what is kept for guests that are about to arrive.
 */
export function deviceHolders(host: Pick<Host, "record" | "instancesOn">, node: string): ReadonlyMap<string, string> {
  const holders = new Map<string, string>();
  for (const plug of host.record.plugs) {
    const device = plug.node === node ? deviceBehind(plug.networkInterface) : undefined;
    if (device !== undefined) holders.set(device, plug.instanceUuid);
  }
  for (const incoming of host.record.incoming.filter((each) => each.node === node)) {
    for (const device of devicesKeptFor(incoming)) holders.set(device, incoming.instanceUuid);
  }
  for (const record of host.instancesOn(node)) {
    for (const { device } of devicesHeldBy(record)) holders.set(device, record.uuid);
  }
  return holders;
}

/**
 * Tells of the PCI devices of a node, each once, with who holds it.
 *
 * @see Requirement `placement/devices-are-reported-once`
 */
export function pciDeviceReports(host: Pick<Host, "record" | "instancesOn">, node: NodeRecord): PciDevice[] {
  const holders = reportedHolders(host, node.uuid);
  return node.hardware.pciDevices.map((device) => ({ ...device, ...holderOf(holders, device.address) }));
}

/** Tells of the mediated devices of a node, each once, with who holds it. */
export function mediatedDeviceReports(host: Pick<Host, "record" | "instancesOn">, node: NodeRecord): MediatedDevice[] {
  const holders = reportedHolders(host, node.uuid);
  return mediatedDevicesOf(node).map((device) => ({ ...device, ...holderOf(holders, device.uuid) }));
}

/**
 * Finds the devices that cannot be given away together with one: the functions of a physical function, or the physical function of a
 * virtual one.
 */
export function relativesOf(node: NodeRecord, { address, parentAddress }: HostPciDevice): readonly string[] {
  const children = node.hardware.pciDevices.filter((device) => device.parentAddress === address);
  return [...children.map((child) => child.address), ...(parentAddress === undefined ? [] : [parentAddress])];
}

/** The holders as they are told: of a device that a guest runs without, although its instance holds it, none is. */
function reportedHolders(host: Pick<Host, "record" | "instancesOn">, node: string): ReadonlyMap<string, string> {
  const holders = new Map(deviceHolders(host, node));
  for (const record of host.instancesOn(node)) {
    if (record.run === null) continue;
    for (const { device, isInGuest } of devicesHeldBy(record)) if (!isInGuest) holders.delete(device);
  }
  return holders;
}

function devicesKeptFor({ pciDevices, mediatedDevices, prepared }: IncomingRecord): readonly string[] {
  return [
    ...pciDevices.map(({ destination }) => destination),
    ...mediatedDevices.map(({ device }) => device.uuid),
    ...(prepared === null ? [] : devicesHeldBy(prepared).map(({ device }) => device)),
  ];
}

function holderOf(holders: ReadonlyMap<string, string>, device: string): { instanceUuid?: string } {
  const instanceUuid = holders.get(device);
  return instanceUuid === undefined ? {} : { instanceUuid };
}
