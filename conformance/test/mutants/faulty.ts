// Drivers that are wrong by faults: what they misread, misreport, leave out or do too late.
import { join } from "node:path";

import { fakeDriver, type FakeDriverOptions } from "@virt-driver-kit/fake-driver";
import type { SimulatedFault } from "@virt-driver-kit/spec";

import { attachDefinition } from "../../src/engine/attach-driver.ts";
import type { DriverMutant, WireMutant } from "./mutant.ts";

const HANG_TIMEOUT_MS = 5_000;

type Changes = Extract<SimulatedFault, { kind: "requestFault" }>["changes"];

/** Makes a driver that has these faults from its start to its end. */
export function faulty(...faults: SimulatedFault[]): DriverMutant["driver"] {
  return () => fakeDriver({ faults: [{ name: "mutant", description: "A mutant.", faults }] });
}

/** Makes a driver with a fault plan that the fake driver brings along. */
export function planned(name: string): DriverMutant["driver"] {
  return () => fakeDriver({ faults: [name] });
}

/** The same of a driver that keeps its state, for what only such a one declares. Each fault or plan is there from its start to its end. */
export function keepingState(...faults: readonly (SimulatedFault | string)[]): WireMutant["attach"] {
  const plans: FakeDriverOptions["faults"] = faults.map((fault) =>
    typeof fault === "string" ? fault : { name: "mutant", description: "A mutant.", faults: [fault] },
  );
  return (_base, { directory }) =>
    attachDefinition(() => fakeDriver({ faults: plans, stateDirectory: join(directory, "state") }), HANG_TIMEOUT_MS);
}

/** A driver that reads something else than it was sent, in every request of an operation. */
export function misreading(operation: string, ...changes: Changes): SimulatedFault {
  return { kind: "requestFault", trigger: { operation, times: 0 }, changes };
}

/** A driver that answers something else than the truth, to every request of an operation. */
export function misreporting(operation: string, ...changes: Changes): SimulatedFault {
  return { kind: "answerFault", trigger: { operation, times: 0 }, action: "alter", changes };
}

/** A driver that leaves out a step of an operation, each time. */
export function skipping(operation: string, step: string): SimulatedFault {
  return { kind: "stepFault", trigger: { operation, step, times: 0 }, action: "skip" };
}
