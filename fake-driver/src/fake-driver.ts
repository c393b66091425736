/**
 * The fake driver, ready to be served or to be attached in-process.
 *
 * It reaches its callers as any driver does, through `serveDriver` or `connectDriver`, and imports nothing but the published spec.
 */

import {
  type Capability,
  type ComputeDriver,
  defineDriver,
  type DriverDefinition,
  type DriverHost,
} from "@virt-driver-kit/spec";
import { VirtualClock } from "./clock/virtual-clock.ts";
import { tell } from "./driver/driver-context.ts";
import { fakeComputeDriver } from "./driver/fake-compute-driver.ts";
import { type FakeDriverOptions, type FakeDriverSettings, fakeDriverSettings } from "./fake-driver-options.ts";
import { Hypervisor } from "./hypervisor/hypervisor.ts";
import { seededLatency } from "./hypervisor/latency.ts";
import { makeNodes } from "./hypervisor/node-record.ts";
import { packageVersion } from "./package-version.ts";
import { openSite } from "./state/open-site.ts";
import { StateDirectory } from "./state/state-directory.ts";
import type { Counters } from "./state/stored-state.ts";

/** When virtual time begins, in milliseconds since 1970-01-01T00:00:00Z: 2026-01-01. */
const BEGINNING_MS = 1_767_225_600_000;

/** What the fake driver can do; recovery only if it has somewhere to keep its state. */
const CAPABILITIES: readonly Capability[] = [
  "supportsPause",
  "supportsConsoleOutput",
  "supportsSimulation",
  "supportsRecovery",
];

/**
 * Defines a driver whose hypervisor is simulated in memory, in virtual time.
 *
 * Each run of the driver has a hypervisor of its own, empty unless `stateDirectory` holds the state of an earlier one. Its time passes only
 * as its requests need it, see `VirtualClock`; the host's clock is not used.
 *
 * @param options - The hypervisor's size and behaviour.
 * @returns The driver. Making a run of it throws {@link SetupError} if the state directory cannot be used.
 * @throws {@link SetupError} if an option is out of range.
 *
 * @example
 * ```ts
 * const connection = await connectDriver({ kind: "memory", definition: fakeDriver({ nodes: 1 }) });
 * ```
 */
export function fakeDriver(options: FakeDriverOptions = {}): DriverDefinition {
  const settings = fakeDriverSettings(options);
  const withheld: readonly Capability[] = [
    ...settings.without,
    ...(settings.stateDirectory === undefined ? (["supportsRecovery"] as const) : []),
  ];
  const declared = CAPABILITIES.filter((capability) => !withheld.includes(capability));
  return defineDriver({
    name: "vdk-fake-driver",
    version: packageVersion(),
    capabilities: Object.fromEntries(declared.map((capability) => [capability, true])),
    create: (host) => createDriver(settings, host),
  });
}

function createDriver(settings: FakeDriverSettings, host: DriverHost): ComputeDriver {
  const { nodes: count, vcpus, memoryMib, diskGib, seed, latencyScale, stateDirectory } = settings;
  const nodes = makeNodes(count, { vcpus, memoryMib, localGib: diskGib }, seed);
  const directory =
    stateDirectory === undefined
      ? undefined
      : new StateDirectory(stateDirectory, { seed, nodes: count, vcpus, memoryMib, diskGib });
  const stored = directory?.load();
  const clock = new VirtualClock(stored?.counters.nowMs ?? BEGINNING_MS);
  const site = openSite(nodes, stored, (uuid, holding) => directory?.saveHolding(uuid, holding, counters()));
  const hypervisor = new Hypervisor({
    clock,
    site,
    latency: seededLatency(seed, latencyScale),
    callCount: stored?.counters.callCount ?? 0,
    onGuestStop: (record, stop) => tell({ host, clock }, record, stop),
  });
  const counters = (): Counters => ({
    nowMs: clock.now(),
    callCount: hypervisor.callCount,
    lastSerial: site.lastSerial,
  });
  directory?.saveCounters(counters());
  site.discardUnfinished();
  return fakeComputeDriver({ host, clock, hypervisor }, saverOf(directory, counters));
}

/** Stores the counters after calls that moved the clock. */
function saverOf(directory: StateDirectory | undefined, counters: () => Counters): () => void {
  if (directory === undefined) return () => undefined;
  let savedMs = counters().nowMs;
  return () => {
    const now = counters();
    if (now.nowMs === savedMs) return;
    savedMs = now.nowMs;
    directory.saveCounters(now);
  };
}
