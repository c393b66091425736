// How guest time passes: at once on a simulated hypervisor, with the world everywhere else.
import type { Clock } from "@virt-driver-kit/spec";

import type { Simulation } from "./simulation.ts";
import type { Passage } from "./wait-for.ts";

/** Long enough for a guest of the fake driver to boot by the second look, and short beside every time that a check waits. */
const VIRTUAL_STEP_MS = 500;
const REAL_STEP_MS = 50;

/** What time there is. */
export interface TimeSource {
  /** The simulation whose clock is to be moved, if there is one. */
  readonly simulation: Simulation | undefined;
  /** Real time. */
  readonly clock: Clock;
  /** Ends a wait in real time early. */
  readonly signal: AbortSignal;
}

/** Makes a passage of time. */
export function passageOf({ simulation, clock, signal }: TimeSource): Passage {
  if (simulation === undefined) {
    return { stepMs: REAL_STEP_MS, elapsedMs: () => clock.now(), pass: (ms) => clock.sleep(ms, signal) };
  }
  let elapsed = 0;
  return {
    stepMs: VIRTUAL_STEP_MS,
    elapsedMs: () => elapsed,
    pass: async (ms) => {
      await simulation.advance(ms);
      elapsed += ms;
    },
  };
}
