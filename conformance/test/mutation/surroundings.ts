// Where a wrong driver is tried: each kind of site shows defects that the others do not.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  fakeDriver,
  type FakeDriverOptions,
  type FakeSite,
  fakeSite,
  type FakeSiteOptions,
  type OptionalCapability,
} from "@virt-driver-kit/fake-driver";
import { type DriverDefinition, type FaultPlan, specModel } from "@virt-driver-kit/spec";

import { attachDefinition, attachDriver } from "../../src/engine/attach-driver.ts";
import type { Attachment } from "../../src/harness/attachment.ts";
import type { Check } from "../../src/harness/check.ts";
import { sharedStorePersona } from "../fixtures/shared-store-persona.ts";
import { attachRelayed } from "./relayed.ts";
import type { Mutation } from "./site.ts";

const PROGRAM = fileURLToPath(new URL("../../../fake-driver/src/bin/vdk-fake-driver.ts", import.meta.url));

/** How long a wrong driver may be silent, in real milliseconds. */
export const SILENCE_MS = 10_000;

/** The same of one that is a process and has to start first. */
const STARTING_MS = 30_000;

/** A plan holds at most so many faults. */
const FAULTS_OF_A_PLAN = 64;

/** The drivers to attach. */
export interface Attached {
  readonly attachment: Attachment;
  readonly peer?: Attachment;
}

/** A kind of site. */
export interface Surroundings {
  readonly name: string;
  /** Whether a mutation can be made there. */
  readonly takes: (mutation: Mutation) => boolean;
  /** The checks that are worth their while there: what the others show, they show elsewhere at less cost. */
  readonly isFor: (check: Check) => boolean;
  /**
   * Attaches drivers that are wrong in the same way.
   *
   * @param directory - An empty directory for sockets and state.
   * @param more - Options of the right driver.
   */
  readonly attach: (mutation: Mutation, directory: string, more?: FakeDriverOptions) => Attached;
}

/** The plans that give a driver its faults. */
export function plansOf({ faults = [] }: Mutation): FaultPlan[] {
  const plans = Math.ceil(faults.length / FAULTS_OF_A_PLAN);
  return Array.from({ length: plans }, (_, index) => ({
    name: `mutation-${index}`,
    description: "A driver that is wrong at one site.",
    faults: faults.slice(index * FAULTS_OF_A_PLAN, (index + 1) * FAULTS_OF_A_PLAN),
  }));
}

function withFaults(mutation: Mutation, more: FakeDriverOptions): FakeDriverOptions {
  const { without = [] } = mutation;
  return {
    ...more,
    faults: [...plansOf(mutation), ...(more.faults ?? [])],
    without: [...without, ...(more.without ?? [])],
  };
}

function attach(mutation: Mutation, directory: string, load: () => DriverDefinition, dies = false): Attachment {
  const { driver = (base) => base, wire } = mutation;
  const wrong = (): DriverDefinition => driver(load());
  if (wire === undefined && !dies) return attachDefinition(wrong, SILENCE_MS);
  mkdirSync(directory, { recursive: true });
  return attachRelayed(wrong, { meddler: wire?.() ?? {}, directory, hangTimeoutMs: SILENCE_MS, dies });
}

function twoHosts(mutation: Mutation, directory: string, options: FakeSiteOptions): Attached {
  const site = fakeSite({ ...withFaults(mutation, options), hosts: 2 });
  const [first, second] = site.hosts;
  return {
    attachment: attach(mutation, join(directory, "1"), () => site.driver(first)),
    peer: attach(mutation, join(directory, "2"), () => site.driver(second)),
  };
}

/** The drivers of two hosts that are one process: when the first one is started anew, the second one is another as well. */
function dyingTogether(mutation: Mutation, directory: string, options: FakeSiteOptions): Attached {
  const makeSite = (): FakeSite => fakeSite({ ...withFaults(mutation, options), hosts: 2 });
  let current: FakeSite | undefined;
  const driverOf = (host: number): DriverDefinition => {
    if (host === 0 || current === undefined) current = makeSite();
    return current.driver(current.hosts[host]);
  };
  return {
    attachment: attach(mutation, join(directory, "1"), () => driverOf(0), true),
    peer: attach(mutation, join(directory, "2"), () => driverOf(1), true),
  };
}

/** All but what nobody would move the fake driver's time without. */
const MUCH = Object.keys(specModel.capabilities).filter(
  (name) => name !== "supportsSimulation",
) as OptionalCapability[];

const always = (): boolean => true;

/** Every kind of site, that on which most shows first. */
export const SURROUNDINGS: readonly Surroundings[] = [
  {
    name: "two-hosts",
    takes: always,
    isFor: always,
    attach: (mutation, directory, more = {}) =>
      twoHosts(mutation, directory, { ...more, stateDirectory: join(directory, "state") }),
  },
  {
    name: "killed",
    takes: always,
    isFor: ({ needs }) => needs?.ownProcess === true && needs.transport === undefined,
    attach: (mutation, directory, more = {}) =>
      dyingTogether(mutation, directory, { ...more, stateDirectory: join(directory, "state") }),
  },
  {
    name: "modest",
    takes: always,
    isFor: ({ needs }) => needs?.capabilities === undefined,
    attach: (mutation, directory, more = {}) => {
      const load = (): DriverDefinition => fakeDriver(withFaults(mutation, { ...more, without: MUCH }));
      return { attachment: attach(mutation, directory, load) };
    },
  },
  {
    name: "shared-store",
    takes: always,
    isFor: ({ needs }) => needs?.peer === true,
    attach: (mutation, directory, more = {}) =>
      twoHosts(mutation, directory, { ...more, persona: sharedStorePersona(directory) }),
  },
  {
    name: "process",
    // Only a process has standard error, and what one is told of its defects is data.
    takes: ({ faults = [] }) => faults.some((fault) => fault.kind === "leakFault" && fault.into === "log"),
    isFor: ({ requirement }) => requirement === "errors/never-carry-secrets",
    attach: (mutation, directory) => {
      const plans = plansOf(mutation).flatMap((plan) => {
        const path = join(directory, `${plan.name}.yaml`);
        writeFileSync(path, JSON.stringify(plan));
        return ["--faults", path];
      });
      const args = ["--conditions=@virt-driver-kit/source", PROGRAM, ...plans];
      return { attachment: attachDriver({ kind: "exec", command: process.execPath, args }, STARTING_MS) };
    },
  },
];
