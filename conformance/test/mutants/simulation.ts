// Drivers whose simulation does not do what it is told.
import { systemClock } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver, SimulatedFault } from "@virt-driver-kit/spec";

import { backendFailed, replacing, type Mutant } from "./mutant.ts";

type Driver = Required<ComputeDriver>;

/** Forgets to inject faults of one kind. */
function deafTo(kind: SimulatedFault["kind"]): ReturnType<typeof replacing> {
  return replacing((driver) => ({
    "simulation/injectFault": async (params, call) =>
      params.fault.kind === kind ? {} : driver["simulation/injectFault"](params, call),
  }));
}

/** Clears the faults, and does something else after it. */
function clearing(
  afterwards: (driver: Driver, injected: Set<string>, call: Call) => Promise<unknown>,
): ReturnType<typeof replacing> {
  return replacing((driver) => {
    const injected = new Set<string>();
    return {
      "simulation/injectFault": (params, call) => {
        injected.add(params.fault.kind);
        return driver["simulation/injectFault"](params, call);
      },
      "simulation/hold": (params, call) => {
        if (params.held) injected.add("hold");
        return driver["simulation/hold"](params, call);
      },
      "simulation/clearFaults": async (params, call) => {
        const result = await driver["simulation/clearFaults"](params, call);
        await afterwards(driver, injected, call);
        return result;
      },
    };
  });
}

const HOUR_MS = 3_600_000;
const REAL_MS = 1_100;

/** The mutants of the simulation. */
export const simulationMutants: readonly Mutant[] = [
  {
    id: "simulation/advance-takes-no-real-time: slow",
    requirement: "simulation/advance-takes-no-real-time",
    title: "Advancing an hour takes more than a second",
    message: "ms of real time",
    driver: replacing((driver) => ({
      "simulation/advance": async (params, call) => {
        if (params.durationMs >= HOUR_MS) await systemClock.sleep(REAL_MS);
        return driver["simulation/advance"](params, call);
      },
    })),
    only: ["simulation/advance-takes-no-real-time"],
  },
  {
    id: "simulation/advance-takes-no-real-time: a minute at most",
    requirement: "simulation/advance-takes-no-real-time",
    title: "Advancing moves the clock by a minute at most",
    message: "times in an hour of simulated time",
    driver: replacing((driver) => ({
      "simulation/advance": ({ durationMs }, call) =>
        driver["simulation/advance"]({ durationMs: Math.min(durationMs, 60_000) }, call),
    })),
  },
  {
    id: "simulation/hold-stops-operations-half-way: ignored",
    requirement: "simulation/hold-stops-operations-half-way",
    title: "The clock cannot be held",
    message: "powerOn was answered although the clock was held",
    driver: replacing((driver) => ({
      "simulation/hold": (_params, call) => driver["simulation/hold"]({ held: false }, call),
    })),
  },
  {
    id: "simulation/hold-stops-operations-half-way: breaks off",
    requirement: "simulation/hold-stops-operations-half-way",
    title: "What waits on a clock that is held fails when it is moved",
    message: "Unexpected code of a powerOn after its clock had been held for a while",
    only: ["simulation/hold-stops-operations-half-way"],
    driver: replacing((driver) => {
      let isHeld = false;
      return {
        "simulation/hold": (params, call) => {
          isHeld = params.held;
          return driver["simulation/hold"](params, call);
        },
        powerOn: async (params, call) => {
          const wasHeld = isHeld;
          const result = await driver.powerOn(params, call);
          if (wasHeld) throw backendFailed("wait");
          return result;
        },
      };
    }),
  },
  {
    id: "simulation/faults-happen: no failing step",
    requirement: "simulation/faults-happen",
    title: "No step fails",
    message: "succeeded instead of being refused with BACKEND_FAILED",
    driver: deafTo("failStep"),
  },
  {
    id: "simulation/faults-happen: failing for ever",
    requirement: "simulation/faults-happen",
    title: "A step that failed once fails for ever",
    message: "Unexpected code of a powerOff after the one step that was to fail had failed",
    driver: replacing((driver) => {
      let fails = false;
      return {
        "simulation/injectFault": async (params, call) => {
          fails ||= params.fault.kind === "failStep";
          return driver["simulation/injectFault"](params, call);
        },
        "simulation/clearFaults": async (params, call) => {
          fails = false;
          return driver["simulation/clearFaults"](params, call);
        },
        powerOff: async (params, call) => {
          if (fails) throw backendFailed("power off");
          return driver.powerOff(params, call);
        },
      };
    }),
  },
  {
    id: "simulation/faults-happen: always reachable",
    requirement: "simulation/faults-happen",
    title: "The hypervisor can be reached although it must not",
    message: "getInfo was answered although the hypervisor was made unreachable",
    driver: deafTo("backendUnreachable"),
  },
  {
    id: "simulation/faults-happen: no crash",
    requirement: "simulation/faults-happen",
    title: "A guest that is to crash goes on",
    message: "The guest is still running after guestCrash",
    driver: deafTo("guestCrash"),
    only: ["simulation/faults-happen"],
  },
  {
    id: "simulation/faults-can-be-cleared: unreachable",
    requirement: "simulation/faults-can-be-cleared",
    title: "The hypervisor stays unreachable",
    message: '"powerOff" answered BACKEND_UNREACHABLE',
    driver: clearing(async (driver, injected, call) => {
      if (injected.has("backendUnreachable")) {
        await driver["simulation/injectFault"]({ fault: { kind: "backendUnreachable" } }, call);
      }
    }),
    only: ["simulation/faults-can-be-cleared"],
  },
  {
    id: "simulation/faults-can-be-cleared: failing step",
    requirement: "simulation/faults-can-be-cleared",
    title: "The step that is to fail still fails",
    message: '"powerOff" answered BACKEND_FAILED',
    driver: clearing(async (driver, injected, call) => {
      if (injected.delete("failStep")) {
        await driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 1 } }, call);
      }
    }),
    only: ["simulation/faults-can-be-cleared"],
  },
  {
    id: "simulation/faults-can-be-cleared: held",
    requirement: "simulation/faults-can-be-cleared",
    title: "The clock stays held",
    message: "powerOff was not answered after clearFaults",
    driver: clearing(async (driver, injected, call) => {
      if (injected.delete("hold")) await driver["simulation/hold"]({ held: true }, call);
    }),
    only: ["simulation/faults-can-be-cleared"],
    patience: 0.1,
  },
];
