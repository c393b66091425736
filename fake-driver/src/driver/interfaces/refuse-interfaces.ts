import type { GuestDevices, NetworkInterface } from "@virt-driver-kit/spec";
import type { Attempt } from "../begin.ts";
import { assertDeviceBehind } from "../devices/assert-device.ts";
import { notSupported, twice } from "../refusals.ts";
import type { DriverContext } from "../driver-context.ts";
import { INTERFACE_LIMIT, tooManyInterfaces } from "./interface-address.ts";

/**
 * Refuses what `devices.networkInterfaces` names and a guest cannot be given, before anything is done.
 *
 * @param about - What is attempted.
 * @param node - The node of the guest.
 * @param devices - What the request says.
 * @throws With effect `none`: as {@link refuseKind} does, `INVALID_REQUEST` for a port that is named twice,
 *   `TOO_MANY_DEVICES`, `DEVICE_UNAVAILABLE`.
 */
export function refuseInterfaces(
  context: DriverContext,
  about: Attempt,
  node: string,
  { networkInterfaces = [] }: GuestDevices,
): void {
  const path = "params.devices.networkInterfaces";
  const portIds = networkInterfaces.map(({ portId }) => portId);
  for (const [index, networkInterface] of networkInterfaces.entries()) {
    refuseKind(context, about, networkInterface, `${path}.${index}`);
    if (portIds.indexOf(networkInterface.portId) < index) throw twice(about, `${path}.${index}.portId`);
    assertDeviceBehind(about, context.hypervisor.look(about.attempt), { ...about, node }, networkInterface);
  }
  if (networkInterfaces.length > INTERFACE_LIMIT) throw tooManyInterfaces(about.attempt, networkInterfaces.length);
}

/**
 * Refuses an interface of a kind that the nodes do not take.
 *
 * @param path - Where the request has it.
 * @throws `NOT_SUPPORTED`, naming the member that asks for it.
 * @see Requirement `listNodes/refuses-what-it-does-not-accept`
 */
export function refuseKind(
  { persona: { accepts } }: Pick<DriverContext, "persona">,
  about: Pick<Attempt, "attempt" | "operation">,
  { binding, vnicType }: NetworkInterface,
  path: string,
): void {
  const { vifType } = binding;
  if (accepts.vifTypes !== undefined && !accepts.vifTypes.includes(vifType)) {
    throw notSupported(about, `${path}.binding.vifType`, `the node plugs no interface of type "${vifType}"`);
  }
  if (vifType === "vendor") {
    throw notSupported(about, `${path}.binding.name`, `the driver knows no wiring by the name "${binding.name}"`);
  }
  if (vnicType === "other") {
    throw notSupported(about, `${path}.vnicType`, 'the driver does not know what a port of type "other" asks for');
  }
}
