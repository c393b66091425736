/** The operations of group `simulation`. They act on the simulation itself, and so need no hypervisor that answers. */

import { type ComputeDriver, DriverError, type GuestCrashFault, timestampOf } from "@virt-driver-kit/spec";
import type { DriverContext } from "./driver-context.ts";
import { instanceOf } from "./not-found.ts";

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
      switch (fault.kind) {
        case "backendUnreachable":
          hypervisor.cutOff();
          break;
        case "failStep":
          hypervisor.failStep(fault.step);
          break;
        case "guestCrash":
          crash(context, fault);
          break;
      }
      return {};
    },

    async "simulation/clearFaults"() {
      hypervisor.clearFaults();
      clock.hold(false);
      return {};
    },
  };
}

function crash({ hypervisor }: DriverContext, { instanceUuid }: GuestCrashFault): void {
  const attempt = `crash the guest of instance "${instanceUuid}"`;
  const record = instanceOf(hypervisor.inside, instanceUuid, attempt);
  if (hypervisor.crash(record)) return;
  throw new DriverError("INVALID_REQUEST", `Cannot ${attempt}: power state is "${record.powerState}"`, {
    effect: "none",
    details: { path: "params.fault.instanceUuid", problem: "names an instance whose guest is off" },
  });
}
