import { DriverError, type FaultPlan, type SimulatedFault } from "@virt-driver-kit/spec";
import type { Hypervisor } from "../../hypervisor/hypervisor.ts";
import { isTriggered } from "../../faults/armed-fault.ts";
import { SetupError } from "../../setup-error.ts";
import type { Site } from "../../site/site.ts";
import { setFault } from "./set-fault.ts";

/**
 * Makes the drivers of a site wrong as a plan says, for as long as the site is there.
 *
 * A fault happens where the instance or node is that it names, and one that names none on every host.
 *
 * @throws {@link SetupError} if a fault happens to an instance or node that is not there.
 */
export function usePlan(site: Site, { name, faults }: FaultPlan): void {
  for (const [index, fault] of faults.entries()) {
    try {
      for (const hypervisor of placesOf(site, fault)) setFault({ site, hypervisor }, fault);
    } catch (error) {
      if (!(error instanceof DriverError)) throw error;
      throw new SetupError(`Cannot use fault plan "${name}": faults[${index}]: ${error.message}`, { cause: error });
    }
  }
}

function placesOf(site: Site, fault: SimulatedFault): readonly Hypervisor[] {
  const { hypervisors } = site;
  if (isTriggered(fault)) return hypervisors;
  const found = hypervisors.find(({ host }) => {
    if ("instanceUuid" in fault) return host.instance(fault.instanceUuid) !== undefined;
    return "node" in fault && host.node(fault.node) !== undefined;
  });
  if (found !== undefined) return [found];
  return "instanceUuid" in fault || "node" in fault || isOfTheSite(fault) ? hypervisors.slice(0, 1) : hypervisors;
}

/** What concerns all hosts, and happens once. */
function isOfTheSite({ kind }: SimulatedFault): boolean {
  return kind === "volumeLost" || kind === "shareLost" || kind === "imageTransfer";
}
