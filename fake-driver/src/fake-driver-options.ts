/** What a fake driver can be told about its hypervisor. */

import type { Capability } from "@virt-driver-kit/spec";
import { SetupError } from "./setup-error.ts";

/** The options of a fake driver. */
export interface FakeDriverOptions {
  /** How many nodes it serves. @defaultValue 2 */
  readonly nodes?: number;
  /** Virtual CPUs of each node. @defaultValue 64 */
  readonly vcpus?: number;
  /** Memory of each node, in MiB. @defaultValue 262144 */
  readonly memoryMib?: number;
  /** Local disk of each node, in GiB. @defaultValue 4096 */
  readonly diskGib?: number;
  /** Multiplies how long every step takes in virtual time, which is a millisecond at least. @defaultValue 1 */
  readonly latencyScale?: number;
  /** Decides the identities of the nodes and the spread of the latencies. @defaultValue 1 */
  readonly seed?: number;
  /** Where to keep the state, so that a driver that was killed finds its instances again. @defaultValue nowhere; instances die with the driver */
  readonly stateDirectory?: string;
  /** Capabilities that the driver does not declare although it could. @defaultValue none */
  readonly without?: readonly OptionalCapability[];
}

/** A capability that the fake driver can do without. Not simulation: with nobody to move it, virtual time would stand still for ever. */
export type OptionalCapability = Exclude<Capability, "supportsSimulation">;

/** The options with their defaults filled in. */
export type FakeDriverSettings = Required<Omit<FakeDriverOptions, "stateDirectory">> &
  Pick<FakeDriverOptions, "stateDirectory">;

const LARGEST: Readonly<Record<"nodes" | "vcpus" | "memoryMib" | "diskGib" | "seed", number>> = {
  nodes: 1000,
  vcpus: 1_048_576,
  memoryMib: 1_099_511_627_776,
  diskGib: 1_099_511_627_776,
  seed: 2 ** 32 - 1,
};

/**
 * Checks options and fills in the defaults.
 *
 * @throws {@link SetupError} if a number is not what it has to be.
 */
export function fakeDriverSettings(options: FakeDriverOptions): FakeDriverSettings {
  const settings = {
    nodes: 2,
    vcpus: 64,
    memoryMib: 262_144,
    diskGib: 4096,
    latencyScale: 1,
    seed: 1,
    without: [],
    ...options,
  };
  for (const name of ["nodes", "vcpus", "memoryMib", "diskGib", "seed"] as const) {
    const smallest = name === "nodes" ? 1 : 0;
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
