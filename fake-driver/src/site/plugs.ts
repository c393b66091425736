/** The book-keeping of the ports that are plugged on a host. */

import type { NetworkInterface } from "@virt-driver-kit/spec";
import type { Host } from "./host.ts";
import type { PlugRecord } from "./interface-record.ts";

/** Whose port is meant, and on which node. The instance need not exist. */
export interface PortOwner {
  readonly instanceUuid: string;
  readonly node: string;
}

/** Finds what is plugged of a port for its owner. */
export function findPlug({ record }: Pick<Host, "record">, owner: PortOwner, portId: string): PlugRecord | undefined {
  return record.plugs.find((plug) => isPlugOf(plug, owner, portId));
}

/** Plugs a port: in place of what is plugged of it, or behind all others. */
export function putPlug(host: Host, plug: PlugRecord): void {
  const { plugs } = host.record;
  const index = plugs.findIndex((other) => isPlugOf(other, plug, plug.networkInterface.portId));
  plugs.splice(index === -1 ? plugs.length : index, 1, plug);
  host.recordChanged();
}

/** Unplugs a port. One that is not plugged is no error. */
export function removePlug(host: Host, owner: PortOwner, portId: string): void {
  host.record.plugs = host.record.plugs.filter((plug) => !isPlugOf(plug, owner, portId));
  host.recordChanged();
}

/** What an interface is called on its host. */
export function hostNameOf({ deviceName, portId }: NetworkInterface): string {
  return deviceName ?? `tap${portId.slice(0, 11)}`;
}

function isPlugOf(plug: PlugRecord, { instanceUuid, node }: PortOwner, portId: string): boolean {
  return plug.instanceUuid === instanceUuid && plug.node === node && plug.networkInterface.portId === portId;
}
