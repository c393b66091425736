/** The operations of group `simulation`. They act on the simulation itself, and so need no hypervisor that answers. */

import { type ComputeDriver, timestampOf } from "@virt-driver-kit/spec";
import { faultFlaw } from "../faults/fault-flaw.ts";
import type { DriverContext } from "./driver-context.ts";
import { refuseFault } from "./faults/refuse-fault.ts";
import { setFault } from "./faults/set-fault.ts";

/** The names of the operations of group `simulation`. */
type SimulationOperation =
  "simulation/advance" | "simulation/hold" | "simulation/injectFault" | "simulation/clearFaults";

/** Makes the operations of group `simulation`. */
export function simulationOperations(context: DriverContext): Required<Pick<ComputeDriver, SimulationOperation>> {
  const { clock, hypervisor } = context;
  return {
    async "simulation/advance"({ durationMs }, call) {
      await clock.advance(durationMs, call.signal);
      return { now: timestampOf(clock.now()) };
    },

    async "simulation/hold"({ held }) {
      clock.hold(held);
      return { now: timestampOf(clock.now()) };
    },

    async "simulation/injectFault"({ fault }) {
      const flaw = faultFlaw(fault);
      if (flaw !== undefined) {
        throw refuseFault(`inject a fault of kind "${fault.kind}"`, `${flaw.member} ${flaw.problem}`, flaw);
      }
      hypervisor.faults.endWhenCleared(setFault(context, fault));
      return {};
    },

    async "simulation/clearFaults"() {
      hypervisor.faults.clear();
      hypervisor.catchUp();
      clock.hold(false);
      return {};
    },
  };
}
