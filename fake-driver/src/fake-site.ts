/**
 * A simulated site of one host or several, each with a driver of its own. The hosts share one time, reach each other, and go on whether
 * their drivers are served or not.
 */

import { type Capability, defineDriver, type DriverDefinition } from "@virt-driver-kit/spec";
import { VirtualClock } from "./clock/virtual-clock.ts";
import { ContentStore } from "./contents/content-store.ts";
import { CallsInProgress } from "./driver/calls-in-progress.ts";
import { Configuration } from "./driver/configuration/configuration.ts";
import { fakeComputeDriver } from "./driver/fake-compute-driver.ts";
import { inheritForeignGuests } from "./driver/faults/foreign-guest.ts";
import { usePlan } from "./driver/faults/use-plan.ts";
import { ImagesInUse } from "./driver/images/images-in-use.ts";
import { type FakeSiteOptions, type FakeSiteSettings, fakeSiteSettings } from "./fake-driver-options.ts";
import { Hypervisor } from "./hypervisor/hypervisor.ts";
import { abandonTransfers } from "./hypervisor/migration/break-off.ts";
import { seededLatency } from "./hypervisor/latency.ts";
import { packageVersion } from "./package-version.ts";
import { acceptedWith } from "./personas/accepted.ts";
import { declaredCapabilities } from "./personas/declared.ts";
import { SetupError } from "./setup-error.ts";
import type { CpuTimeRecord } from "./site/cpu-time.ts";
import type { DiskRecord } from "./site/disk-record.ts";
import { Host, type HostOptions } from "./site/host.ts";
import type { HostRecord } from "./site/host-record.ts";
import type { InstanceRecord } from "./site/instance-record.ts";
import { makeNodes, type NodeRecord } from "./site/node-record.ts";
import { Pool } from "./site/pool.ts";
import { Site } from "./site/site.ts";
import type { NetworkVolume } from "./site/volume-record.ts";
import { StateDirectory } from "./state/state-directory.ts";

/** When virtual time begins, in milliseconds since 1970-01-01T00:00:00Z: 2026-01-01. */
const BEGINNING_MS = 1_767_225_600_000;

const BYTES_PER_GIB = 2 ** 30;

/** A simulated site. */
export interface FakeSite {
  /** The names of its hosts. */
  readonly hosts: readonly string[];
  /**
   * The driver of a host.
   *
   * @param host - The name of the host; the first one if left out.
   */
  driver(host?: string): DriverDefinition;
}

/**
 * Makes a simulated site.
 *
 * Its instances outlive the runs of its drivers, as on a real hypervisor. Its time passes only as the requests to its drivers need it, see
 * `VirtualClock`; the clock that serves the drivers is not used.
 *
 * @param options - Its size and behaviour.
 * @throws {@link SetupError} if an option is out of range, or the state directory cannot be used.
 */
export function fakeSite(options: FakeSiteOptions = {}): FakeSite {
  const settings = fakeSiteSettings(options);
  const site = openSite(settings);
  return {
    hosts: site.hypervisors.map(({ host }) => host.name),
    driver: (name = site.hypervisors[0]?.host.name) => {
      const hypervisor = site.hypervisors.find(({ host }) => host.name === name);
      if (hypervisor === undefined)
        throw new SetupError(`Cannot make the driver of host "${name}": the site has no such host`);
      return definitionOf(settings, () => hypervisor);
    },
  };
}

/** Defines a driver whose site is made anew, or read from the state directory, by each of its runs. */
export function driverOfFreshSite(settings: FakeSiteSettings): DriverDefinition {
  return definitionOf(settings, () => {
    const [hypervisor] = openSite(settings).hypervisors;
    if (hypervisor === undefined) throw new RangeError("A site has at least one host");
    return hypervisor;
  });
}

function definitionOf(
  { persona, without, stateDirectory, kill }: FakeSiteSettings,
  hypervisorOf: () => Hypervisor,
): DriverDefinition {
  const withheld: readonly Capability[] = [
    ...without,
    ...(stateDirectory === undefined ? (["supportsRecovery"] as const) : []),
  ];
  const capabilities = declaredCapabilities(persona.capabilities, withheld);
  return defineDriver({
    name: "vdk-fake-driver",
    version: packageVersion(),
    capabilities,
    create: (host) => {
      const hypervisor = hypervisorOf();
      const { site } = hypervisor;
      return fakeComputeDriver({
        host,
        hypervisor,
        persona: { ...persona, accepts: acceptedWith(persona.accepts, capabilities) },
        capabilities,
        life: { isOver: false },
        site,
        clock: site.clock,
        configuration: new Configuration(capabilities),
        callsInProgress: new CallsInProgress(),
        imagesInUse: new ImagesInUse(),
        kill,
      });
    },
  });
}

function openSite(settings: FakeSiteSettings): Site {
  const { persona, seed, stateDirectory, latencyScale, faults, onStep } = settings;
  const directory =
    stateDirectory === undefined ? undefined : new StateDirectory(stateDirectory, storedSettings(settings));
  const stored = directory?.load() ?? new Map<string, unknown>();
  const clock = clockOf(stored);
  const listener = (key: string, value: object | undefined): void => directory?.changed(key, value);
  const hostNodes = Array.from({ length: settings.hosts }, (_, index) => nodesOf(settings, index + 1));
  const pools = poolsOf(hostNodes.flat(), listener, stored);
  const noted = new Map<string, string>();
  const commit = (): void => {
    if (directory === undefined) return;
    directory.changed("time", { nowMs: clock.now() });
    for (const { host, callCount } of site.hypervisors) {
      const { lastSerial } = host;
      if (noted.get(host.name) === `${callCount}/${lastSerial}`) continue;
      noted.set(host.name, `${callCount}/${lastSerial}`);
      directory.changed(`count/${host.name}`, { callCount, lastSerial });
    }
    directory.commit();
  };
  const site = new Site({
    clock,
    seed,
    contents: directory?.contentStore() ?? new ContentStore(),
    pools: [...pools.values()],
    volumes: valuesUnder<NetworkVolume>(stored, "volume/"),
    listener,
    commit,
  });
  for (const [index, nodes] of hostNodes.entries()) {
    const name = `fake-host-${index + 1}`;
    const { callCount } = countOf(name, stored);
    const now = (): number => clock.now();
    const host = new Host({ name, nodes, now, listener, ...storedHost(name, nodes, pools, stored) });
    // The identities of the nodes and the spread of the latencies are those of the seed; each host has its own.
    const latency = seededLatency(seed + index, latencyScale, persona.latency);
    const { fullStoreGuest, consoleKeepsKib } = persona.behaviour;
    const holdsWriters = fullStoreGuest === "paused";
    const consoleBytes = consoleKeepsKib === undefined ? null : consoleKeepsKib * 1024;
    site.hypervisors.push(new Hypervisor({ site, host, latency, consoleBytes, holdsWriters, callCount, onStep }));
  }
  for (const hypervisor of site.hypervisors) inheritForeignGuests(hypervisor);
  for (const plan of faults) usePlan(site, plan);
  for (const hypervisor of site.hypervisors) abandonTransfers(hypervisor);
  commit();
  return site;
}

/** How many steps a host's hypervisor has begun, and the serial of its newest instance. */
interface StoredCount {
  readonly callCount: number;
  readonly lastSerial: number;
}

/** What an earlier run left of a host, with the stores of its nodes. */
function storedHost(
  name: string,
  nodes: readonly NodeRecord[],
  pools: ReadonlyMap<string, Pool>,
  stored: ReadonlyMap<string, unknown>,
): Pick<HostOptions, "pools" | "instances" | "record" | "cpuTime" | "lastSerial"> {
  const instances = valuesUnder<InstanceRecord>(stored, `instance/${name}/`);
  return {
    pools: new Map(nodes.map(({ uuid, poolId }) => [uuid, poolOf(pools, poolId)])),
    instances: instances.toSorted((left, right) => left.serial - right.serial),
    record: stored.get(`host/${name}`) as HostRecord | undefined,
    cpuTime: stored.get(`cpu/${name}`) as Readonly<Record<string, CpuTimeRecord>> | undefined,
    lastSerial: countOf(name, stored).lastSerial,
  };
}

/** Time stands where an earlier run left it. */
function clockOf(stored: ReadonlyMap<string, unknown>): VirtualClock {
  return new VirtualClock((stored.get("time") as { nowMs: number } | undefined)?.nowMs ?? BEGINNING_MS);
}

function countOf(name: string, stored: ReadonlyMap<string, unknown>): StoredCount {
  return (stored.get(`count/${name}`) as StoredCount | undefined) ?? { callCount: 0, lastSerial: 0 };
}

/** What of the settings must be the same in the next run over the same state. */
function storedSettings({
  persona,
  seed,
  hosts,
  nodes,
  vcpus,
  memoryMib,
  diskGib,
}: FakeSiteSettings): Record<string, string | number> {
  return { persona: persona.name, seed, hosts, nodes, vcpus, memoryMib, diskGib };
}

function nodesOf(
  { persona: { node, hasSharedStorage }, nodes: count, vcpus, memoryMib, diskGib, seed }: FakeSiteSettings,
  host: number,
): readonly NodeRecord[] {
  const model = { ...node, capacity: { vcpus, memoryMib, localGib: diskGib } };
  return makeNodes({ host, count, model, seed, sharedPoolId: hasSharedStorage ? "shared-store" : undefined });
}

function poolsOf(
  nodes: readonly NodeRecord[],
  listener: (key: string, value: object | undefined) => void,
  stored: ReadonlyMap<string, unknown>,
): Map<string, Pool> {
  const pools = new Map<string, Pool>();
  for (const { poolId: id, capacity } of nodes) {
    if (pools.has(id)) continue;
    const users = nodes.filter(({ poolId }) => poolId === id).length;
    const pool = new Pool({ id, capacityBytes: capacity.localGib * BYTES_PER_GIB, isShared: users > 1 }, listener);
    pool.fill(
      valuesUnder<readonly DiskRecord[]>(stored, `disks/${id}/`).flat(),
      stored.get(`pool/${id}`) as Pick<Pool, "images" | "probes"> | undefined,
    );
    pools.set(id, pool);
  }
  return pools;
}

function poolOf(pools: ReadonlyMap<string, Pool>, id: string): Pool {
  const pool = pools.get(id);
  if (pool === undefined) throw new RangeError(`There is no store "${id}"`);
  return pool;
}

function valuesUnder<T>(stored: ReadonlyMap<string, unknown>, prefix: string): T[] {
  return [...stored].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value as T);
}
