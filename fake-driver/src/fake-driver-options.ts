/** What a fake driver can be told about its hypervisor. */

import type { Capability, FaultPlan } from "@virt-driver-kit/spec";
import { assertFaultPlan, loadFaultPlan } from "./faults/fault-plan.ts";
import { loadPersona } from "./personas/load-persona.ts";
import type { StepMade } from "./hypervisor/step-faults.ts";
import type { Persona } from "./personas/persona.ts";
import { SetupError } from "./setup-error.ts";

/** The options of a simulated site. */
export interface FakeSiteOptions extends FakeDriverOptions {
  /** How many hosts it has, each with a driver of its own. @defaultValue 1 */
  readonly hosts?: number;
}

/** The options of a fake driver. */
export interface FakeDriverOptions {
  /** Which driver it is like: a name of `personaNames()`, or the path of a persona's file, which ends in `.yaml`. @defaultValue `full` */
  readonly persona?: string;
  /** How many nodes it serves. @defaultValue as many as the persona */
  readonly nodes?: number;
  /** Virtual CPUs of each node. @defaultValue as the persona */
  readonly vcpus?: number;
  /** Memory of each node, in MiB. @defaultValue as the persona */
  readonly memoryMib?: number;
  /** Local disk of each node, in GiB. @defaultValue as the persona */
  readonly diskGib?: number;
  /** Multiplies how long every step takes in virtual time, which is a millisecond at least. @defaultValue 1 */
  readonly latencyScale?: number;
  /** Decides the identities of the nodes and the spread of the latencies. @defaultValue 1 */
  readonly seed?: number;
  /** Where to keep the state, so that a driver that was killed finds its instances again. @defaultValue nowhere; instances die with the driver */
  readonly stateDirectory?: string;
  /**
   * What is wrong with the driver from its start to its end: fault plans, each as an object, by its name among `faultPlanNames()`, or by the
   * path of its file. @defaultValue nothing
   */
  readonly faults?: readonly (string | FaultPlan)[];
  /**
   * Ends the driver as SIGKILL does, when a fault wants that. @defaultValue nothing ends, and the driver answers and tells nothing any more
   */
  readonly kill?: () => void;
  /** Capabilities that the driver does not declare although it could. @defaultValue none */
  readonly without?: readonly OptionalCapability[];
  /** Told of each step before it takes effect or is taken back, for those who want to know what a driver's work is made of. @defaultValue nobody is told */
  readonly onStep?: (step: StepMade) => void;
}

/** A capability that the fake driver can do without. Not simulation: with nobody to move it, virtual time would stand still for ever. */
export type OptionalCapability = Exclude<Capability, "supportsSimulation">;

/** The options with their defaults filled in. */
export type FakeSiteSettings = Required<Omit<FakeSiteOptions, "stateDirectory" | "persona" | "faults">> &
  Pick<FakeSiteOptions, "stateDirectory"> & { readonly persona: Persona; readonly faults: readonly FaultPlan[] };

const LARGEST: Readonly<Record<"hosts" | "nodes" | "vcpus" | "memoryMib" | "diskGib" | "seed", number>> = {
  hosts: 1000,
  nodes: 1000,
  vcpus: 1_048_576,
  memoryMib: 1_099_511_627_776,
  diskGib: 1_099_511_627_776,
  seed: 2 ** 32 - 1,
};

/**
 * Checks options and fills in the defaults.
 *
 * @throws {@link SetupError} if a number is not what it has to be, there is no such persona or fault plan, or a plan says what could never happen.
 */
export function fakeSiteSettings(options: FakeSiteOptions): FakeSiteSettings {
  const persona = loadPersona(options.persona ?? "full");
  const { vcpus, memoryMib, localGib } = persona.node.capacity;
  const settings = {
    hosts: 1,
    nodes: persona.nodes,
    vcpus,
    memoryMib,
    diskGib: localGib,
    latencyScale: 1,
    seed: 1,
    without: [],
    kill: () => undefined,
    onStep: () => undefined,
    ...options,
    persona,
    faults: (options.faults ?? []).map(toPlan),
  };
  for (const name of ["hosts", "nodes", "vcpus", "memoryMib", "diskGib", "seed"] as const) {
    const smallest = name === "nodes" || name === "hosts" ? 1 : 0;
    const value = settings[name];
    if (Number.isSafeInteger(value) && value >= smallest && value <= LARGEST[name]) continue;
    throw new SetupError(
      `Cannot make a fake driver: "${name}" is ${value} and has to be a whole number from ${smallest} to ${LARGEST[name]}`,
    );
  }
  const { latencyScale } = settings;
  if (Number.isFinite(latencyScale) && latencyScale >= 0 && latencyScale <= 1000) return settings;
  throw new SetupError(
    `Cannot make a fake driver: "latencyScale" is ${latencyScale} and has to be a number from 0 to 1000`,
  );
}

function toPlan(plan: string | FaultPlan): FaultPlan {
  if (typeof plan === "string") return loadFaultPlan(plan);
  assertFaultPlan(plan);
  return plan;
}
