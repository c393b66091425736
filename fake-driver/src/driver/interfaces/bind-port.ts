import type { NetworkInterface } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { findPlug, type PortOwner } from "../../site/plugs.ts";
import type { DriverContext } from "../driver-context.ts";
import { asPlugFailure } from "./plug-failure.ts";

/**
 * Binds a port that came unbound to the host that it is plugged on. One that is bound there already takes no step.
 *
 * The network service is not simulated: what is kept is the name of the host that the driver gave it. The port keeps its MAC address.
 *
 * @throws `INTERFACE_PLUG_FAILED` if the step failed; the port is then plugged and not bound.
 * @see Requirement `devices/unbound-ports-are-bound`
 */
export async function bindPort(
  { hypervisor }: DriverContext,
  step: StepContext,
  owner: PortOwner,
  networkInterface: NetworkInterface,
): Promise<void> {
  const { host } = hypervisor;
  const plug = findPlug(host, owner, networkInterface.portId);
  if (plug === undefined || plug.boundHost !== null) return;
  await hypervisor
    .change("bindPort", step, () => {
      plug.boundHost = host.name;
      host.recordChanged();
    })
    .catch((thrown: unknown) => {
      throw asPlugFailure(step, networkInterface, thrown);
    });
}
