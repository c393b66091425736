/** Why an interface cannot be plugged. */

import { DriverError, type NetworkInterface } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { Host } from "../../site/host.ts";
import { hostNameOf, type PortOwner } from "../../site/plugs.ts";

/** Says of a step that the hypervisor failed at that an interface was not plugged by it. All else is returned as it is. */
export function asPlugFailure({ attempt }: StepContext, { portId }: NetworkInterface, thrown: unknown): unknown {
  if (!(thrown instanceof DriverError) || thrown.code !== "BACKEND_FAILED") return thrown;
  return plugFailure(attempt, portId, "the hypervisor failed while it was plugged", thrown);
}

/**
 * Makes sure that no other port of the node has what this one needs for itself: its name on the host, its socket, its identity.
 *
 * @throws {@link DriverError} `INTERFACE_PLUG_FAILED` if one has.
 */
export function assertNothingInTheWay(
  { attempt }: StepContext,
  { record: { plugs } }: Host,
  { instanceUuid, node }: PortOwner,
  networkInterface: NetworkInterface,
): void {
  const { portId } = networkInterface;
  const names = namesOnHost(networkInterface);
  for (const other of plugs) {
    if (other.node !== node) continue;
    if (other.networkInterface.portId === portId) {
      if (other.instanceUuid === instanceUuid) continue;
      throw plugFailure(attempt, portId, `it is plugged for instance "${other.instanceUuid}"`);
    }
    const taken = namesOnHost(other.networkInterface).find((name) => names.includes(name));
    if (taken === undefined) continue;
    throw plugFailure(attempt, portId, `port "${other.networkInterface.portId}" has "${taken}" on the node already`);
  }
}

/** The names that an interface takes up on its host. */
function namesOnHost(networkInterface: NetworkInterface): readonly string[] {
  const { binding } = networkInterface;
  return [hostNameOf(networkInterface), ...(binding.vifType === "vhostuser" ? [binding.socketPath] : [])];
}

function plugFailure(attempt: string, portId: string, state: string, cause?: unknown): DriverError {
  return new DriverError("INTERFACE_PLUG_FAILED", `Cannot ${attempt}: port "${portId}" is not plugged, ${state}`, {
    effect: "none",
    details: { portId },
    cause,
  });
}
