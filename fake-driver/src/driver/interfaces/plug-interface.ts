/**
 * The two sides of a network interface: the port that is plugged on the host, and the device that the guest has.
 *
 * The simulated host has every bridge, switch and network that a binding names; what can be in the way is another port under the same name,
 * a host device that is gone or taken, and a step that fails.
 */

import { isDeepStrictEqual } from "node:util";
import type { NetworkInterface } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { findPlug, hostNameOf, type PortOwner, putPlug, removePlug } from "../../site/plugs.ts";
import { assertDeviceBehind } from "../devices/assert-device.ts";
import { detachFromGuest } from "../devices/detach-from-guest.ts";
import type { DriverContext } from "../driver-context.ts";
import type { UndoList } from "../undo-list.ts";
import { bindPort } from "./bind-port.ts";
import { freeInterfaceAddress } from "./interface-address.ts";
import { asPlugFailure, assertNothingInTheWay } from "./plug-failure.ts";

/** How an interface is taken from a guest. */
export interface TakeInterfaceOptions {
  /** How long a guest that runs may take to let go of it, in milliseconds of virtual time; the driver decides if left out. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Puts the host's side of an interface in place, and binds its port if it came unbound.
 *
 * One that is plugged as described is left as it is; one that is described otherwise now is brought up to date, without unplugging it. Of
 * a `user` interface the host has no side.
 *
 * @param owner - Whose it is.
 * @param undo - Is told how to take back what was done.
 * @throws `INTERFACE_PLUG_FAILED`, `DEVICE_UNAVAILABLE`, and what any step throws. If the port could not be bound, it is
 *   plugged all the same until `undo` runs.
 * @see Requirements `plugVifs/plugs-every-interface`, `devices/unbound-ports-are-bound`
 */
export async function plugInterface(
  context: DriverContext,
  step: StepContext,
  owner: PortOwner,
  networkInterface: NetworkInterface,
  undo: UndoList,
): Promise<void> {
  const { hypervisor } = context;
  const { host } = hypervisor;
  if (networkInterface.binding.vifType === "user") return;
  const before = findPlug(host, owner, networkInterface.portId);
  if (before === undefined || !isDeepStrictEqual(before.networkInterface, networkInterface)) {
    const isOfBuild = host.instance(owner.instanceUuid)?.powerState === "pending";
    const plug = { ...owner, isOfBuild, boundHost: null, ...before, networkInterface };
    await hypervisor
      .change("plugInterface", step, () => {
        assertDeviceBehind(step, host, owner, networkInterface);
        assertNothingInTheWay(step, host, owner, networkInterface);
        putPlug(host, plug);
      })
      .catch((thrown: unknown) => {
        throw asPlugFailure(step, networkInterface, thrown);
      });
    undo.push(() =>
      before === undefined
        ? hypervisor.undo("unplugInterface", step, () => removePlug(host, owner, networkInterface.portId))
        : hypervisor.undo("plugInterface", step, () => putPlug(host, before)),
    );
  }
  if (networkInterface.binding.vifType === "unbound") await bindPort(context, step, owner, networkInterface);
}

/**
 * Removes the host's side of an interface, with the binding that the driver made. One that is not plugged is no error and takes no step.
 *
 * @param owner - Whose it is.
 * @param networkInterface - Which; its `portId` decides.
 * @throws What the step throws; the port is then still plugged.
 * @see Requirements `unplugVifs/what-is-not-plugged-succeeds`, `unplugVifs/leaves-others-alone`
 */
export async function unplugInterface(
  { hypervisor }: DriverContext,
  step: StepContext,
  owner: PortOwner,
  { portId }: Pick<NetworkInterface, "portId">,
): Promise<void> {
  if (findPlug(hypervisor.host, owner, portId) === undefined) return;
  await hypervisor.change("unplugInterface", step, () => removePlug(hypervisor.host, owner, portId));
}

/**
 * Plugs an interface and gives it to an instance, behind those that it has: to a guest that is there at once, to another at its next start.
 *
 * @param networkInterface - Which. The instance does not have it.
 * @param undo - Is told how to take back what was done.
 * @throws `TOO_MANY_DEVICES`, and as {@link plugInterface} does.
 */
export async function giveInterface(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  networkInterface: NetworkInterface,
  undo: UndoList,
): Promise<void> {
  const { hypervisor } = context;
  const address = freeInterfaceAddress(step.attempt, record);
  await plugInterface(context, step, ownerOf(record), networkInterface, undo);
  const give = (): void => {
    record.interfaces.push({ networkInterface, address, isInGuest: true });
    hypervisor.host.changed(record);
  };
  // What a guest that is being built has is part of its definition, which is a step of its own.
  if (record.powerState === "pending") give();
  else await hypervisor.change("attachDevice", step, give);
  undo.push(() => hypervisor.undo("detachDevice", step, () => removeInterface(context, record, networkInterface)));
}

/**
 * Takes an interface from an instance and then off the host. What of it is not there is no error.
 *
 * @param networkInterface - Which; its `portId` decides.
 * @throws `DEVICE_DETACH_FAILED` if a guest that runs did not let go of it: it is then in the guest and plugged as
 *   before. What a step throws; the same call then goes on from there.
 * @see Requirements `detachInterface/stubborn-guest-keeps-its-interface`, `detachInterface/missing-host-side-succeeds`
 */
export async function takeInterface(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  networkInterface: Pick<NetworkInterface, "portId">,
  { timeoutMs }: TakeInterfaceOptions = {},
): Promise<void> {
  const has = record.interfaces.find((known) => known.networkInterface.portId === networkInterface.portId);
  if (has !== undefined) {
    const remove = (): void => removeInterface(context, record, networkInterface);
    await detachFromGuest(context, step, record, { device: hostNameOf(has.networkInterface), remove, timeoutMs });
  }
  await unplugInterface(context, step, ownerOf(record), networkInterface);
}

function ownerOf({ uuid, node }: InstanceRecord): PortOwner {
  return { instanceUuid: uuid, node };
}

function removeInterface(
  { hypervisor }: DriverContext,
  record: InstanceRecord,
  { portId }: Pick<NetworkInterface, "portId">,
): void {
  record.interfaces = record.interfaces.filter((known) => known.networkInterface.portId !== portId);
  hypervisor.host.changed(record);
}
