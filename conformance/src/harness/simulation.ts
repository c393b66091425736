// The controls of a simulated hypervisor, for checks that need `simulation`.
// Whatever a check sets here is undone when it ends.
import type { DriverClient, SimulatedFault } from "@virt-driver-kit/spec";

import { Blocked } from "./blocked.ts";

/** A simulated hypervisor's clock and faults. */
export interface Simulation {
  /** Whether the check holds the clock now. */
  readonly held: boolean;
  /** Moves the clock forward, in milliseconds. */
  advance(durationMs: number): Promise<void>;
  /** Stops the clock from moving by itself, so that an operation stays half way. */
  hold(): Promise<void>;
  /** Lets the clock move by itself again. */
  release(): Promise<void>;
  /** Makes something go wrong. */
  injectFault(fault: SimulatedFault): Promise<void>;
  /** Ends all injected faults, and the hold. */
  clearFaults(): Promise<void>;
}

/** A {@link Simulation} that can be undone. */
export interface SimulationControls extends Simulation {
  /** Ends what the check set and did not end itself. */
  undo(): Promise<void>;
}

/**
 * Makes the controls for one check.
 *
 * @param driver - Gives the driver of the session that is open now.
 * @returns Controls whose failures block the check, naming the operation.
 */
export function simulationControls(driver: () => DriverClient): SimulationControls {
  let held = false;
  let dirty = false;
  const call = async (operation: string, send: (driver: DriverClient) => Promise<unknown>): Promise<void> => {
    try {
      await send(driver());
    } catch (error) {
      throw new Blocked(operation, error);
    }
  };
  const setHeld = async (value: boolean): Promise<void> => {
    dirty = true;
    await call("simulation/hold", (d) => d["simulation/hold"]({ held: value }));
    held = value;
  };
  const clearFaults = async (): Promise<void> => {
    await call("simulation/clearFaults", (d) => d["simulation/clearFaults"]({}));
    held = false;
    dirty = false;
  };
  return {
    get held() {
      return held;
    },
    advance: (durationMs) => call("simulation/advance", (d) => d["simulation/advance"]({ durationMs })),
    hold: () => setHeld(true),
    release: () => setHeld(false),
    injectFault: (fault) => {
      dirty = true;
      return call("simulation/injectFault", (d) => d["simulation/injectFault"]({ fault }));
    },
    clearFaults,
    undo: async () => {
      if (dirty) await clearFaults();
    },
  };
}
