/**
 * The accelerators that instances hold.
 *
 * @see Requirement `devices/accelerators-reach-the-guest`
 */

import type { AcceleratorRequest, AttachHandle } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { Host } from "../../site/host.ts";
import { deviceHolders, mediatedDevicesOf } from "../../site/host-devices.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { Attempt } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { assertPciDevice, type Claimant, unavailable } from "./assert-device.ts";
import { twice } from "../refusals.ts";

type Hosts = Pick<Host, "record" | "node" | "instance" | "instancesOn">;

/** Refuses accelerators that cannot be had. Throws `INVALID_REQUEST` or `DEVICE_UNAVAILABLE`. */
export function refuseAccelerators(
  about: Attempt,
  host: Hosts,
  claimant: Claimant,
  requests: readonly AcceleratorRequest[],
): void {
  const uuids = requests.map(({ uuid }) => uuid);
  const held = host.instance(claimant.instanceUuid)?.accelerators ?? [];
  const chosen = new Set<string>();
  for (const [index, { uuid, attachHandle }] of requests.entries()) {
    const path = `params.devices.accelerators.${index}`;
    if (uuids.indexOf(uuid) < index) throw twice(about, `${path}.uuid`);
    const known = held.find(({ request }) => request.uuid === uuid);
    const device = known?.device ?? findDevice(about, host, claimant, attachHandle, chosen);
    if (chosen.has(device)) throw twice(about, `${path}.attachHandle`);
    chosen.add(device);
  }
}

/** Makes an instance hold the accelerators given and no other, in their order. Throws `DEVICE_UNAVAILABLE`, or what a step throws. */
export async function claimAccelerators(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  requests: readonly AcceleratorRequest[],
): Promise<void> {
  const { host } = hypervisor;
  const claimant = { instanceUuid: record.uuid, node: record.node };
  const uuids = requests.map(({ uuid }) => uuid);
  for (const { request } of record.accelerators.filter((held) => !uuids.includes(held.request.uuid))) {
    await hypervisor.change("releaseDevice", step, () => {
      record.accelerators = record.accelerators.filter((held) => held.request.uuid !== request.uuid);
      host.changed(record);
    });
  }
  for (const request of requests.filter(
    ({ uuid }) => !record.accelerators.some((held) => held.request.uuid === uuid),
  )) {
    await hypervisor.change("claimDevice", step, () => {
      const device = findDevice(step, host, claimant, request.attachHandle);
      record.accelerators.push({ request, device, isInGuest: true });
      host.changed(record);
    });
  }
  record.accelerators.sort((left, right) => uuids.indexOf(left.request.uuid) - uuids.indexOf(right.request.uuid));
  host.changed(record);
}

/**
 * Finds the device that a handle stands for: the one that it names, or any mediated device of its parent and type that is free.
 *
 * @param spoken - Devices that are spoken for by the same request.
 * @returns Its PCI address, or its uuid if it is a mediated one.
 */
function findDevice(
  about: { readonly attempt: string },
  host: Hosts,
  claimant: Claimant,
  handle: AttachHandle,
  spoken: ReadonlySet<string> = new Set(),
): string {
  if (handle.kind === "pci") return assertPciDevice(about, host, claimant, handle.address).address;
  const { parent, mdevType, mdevUuid } = handle;
  const holders = deviceHolders(host, claimant.node);
  const node = host.node(claimant.node);
  const suitable = (node === undefined ? [] : mediatedDevicesOf(node)).filter(
    ({ uuid, type, parentAddress }) =>
      parentAddress === parent && type === mdevType && (mdevUuid === undefined || mdevUuid === uuid),
  );
  if (suitable.length === 0) {
    throw unavailable(about, mdevUuid ?? parent, `node "${node?.name ?? claimant.node}" has no such "${mdevType}"`);
  }
  const free = suitable.find(({ uuid }) => !holders.has(uuid) && !spoken.has(uuid));
  if (free === undefined) throw unavailable(about, mdevUuid ?? parent, `every "${mdevType}" that would do is taken`);
  return free.uuid;
}
