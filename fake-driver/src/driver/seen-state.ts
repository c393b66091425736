import type { PowerState } from "@virt-driver-kit/spec";
import type { Persona } from "../personas/persona.ts";
import type { InstanceRecord } from "../site/instance-record.ts";

/**
 * Tells what power state reads show of an instance. It is the true one, but for what the persona's hypervisor shows otherwise: an instance
 * that is being built, a guest between the two runs of a soft reboot, and one that crashed.
 *
 * @returns The state; undefined where reads do not show the instance yet.
 * @see Requirement `spawn/shows-only-what-is-real`
 */
export function seenState({ behaviour }: Pick<Persona, "behaviour">, record: InstanceRecord): PowerState | undefined {
  const { powerState, console, isRestarting } = record;
  switch (powerState) {
    case "pending":
      if (behaviour.spawningInstanceIs === "pending") return "pending";
      return console === null ? undefined : behaviour.spawningInstanceIs;
    case "shutdown":
      return isRestarting ? behaviour.softRebootShows : "shutdown";
    case "crashed":
      return behaviour.crashedGuestIs;
    default:
      return powerState;
  }
}
