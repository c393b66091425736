/**
 * Refuses NUMA topologies that fit nowhere, because they contradict the flavor or themselves.
 *
 * @see Requirement `placement/numa-that-does-not-fit-is-refused`
 */

import type { Flavor, GuestNumaCell, GuestNumaTopology } from "@virt-driver-kit/spec";
import type { NodeRecord } from "../../site/node-record.ts";
import type { NumaCell } from "../../site/numa-cell.ts";
import { invalidRequest } from "../refusals.ts";
import type { Attempted } from "../attempted.ts";

const TOPOLOGY_AT = "params.instance.numaTopology";
const KIB_PER_MIB = 1024;

/** What says that something is wrong: where, below the topology, and what. Undefined if nothing is. */
type Problem = readonly [path: string, problem: string] | undefined;

/** Refuses with `INVALID_REQUEST` a topology that is not one of the flavor's CPUs and memory, or contradicts itself. */
export function refuseTopology(about: Attempted, node: NodeRecord, flavor: Flavor, topology: GuestNumaTopology): void {
  const found =
    wrongSums(flavor, topology) ??
    topology.cells
      .map((cell, index) => wrongCell(node, cell, `.cells[${index}]`))
      .find((problem) => problem !== undefined) ??
    wrongHostCpus(topology) ??
    wrongPolicies(node, topology);
  if (found === undefined) return;
  const [path, problem] = found;
  throw invalidRequest(about, `${TOPOLOGY_AT}${path}`, problem);
}

function wrongSums({ vcpus, memoryMib }: Flavor, { cells }: GuestNumaTopology): Problem {
  const held = cells.flatMap((cell) => cell.vcpus);
  if (new Set(held).size !== held.length) return [".cells", "have a vCPU twice"];
  const stray = held.find((vcpu) => vcpu >= vcpus);
  if (stray !== undefined) return [".cells", `have vCPU ${stray}, and the flavor has ${vcpus} vcpus`];
  if (held.length !== vcpus) return [".cells", `have ${held.length} vCPUs, and the flavor has ${vcpus}`];
  const memory = cells.reduce((sum, cell) => sum + cell.memoryMib, 0);
  if (memory !== memoryMib) return [".cells", `have ${memory} MiB of memory, and the flavor has ${memoryMib}`];
  const ids = new Set(cells.map(({ id }) => id));
  return ids.size === cells.length ? undefined : [".cells", "have an id twice"];
}

function wrongCell(node: NodeRecord, cell: GuestNumaCell, at: string): Problem {
  return wrongMemory(cell, at) ?? wrongPinning(cell, at) ?? wrongHostCell(node, cell, at);
}

function wrongMemory({ memoryMib, pageSizeKib = 1 }: GuestNumaCell, at: string): Problem {
  if ((memoryMib * KIB_PER_MIB) % pageSizeKib === 0) return undefined;
  return [`${at}.pageSizeKib`, `is ${pageSizeKib}, and ${memoryMib} MiB are no whole number of such pages`];
}

function wrongPinning({ vcpus, dedicatedVcpus = [], pinning }: GuestNumaCell, at: string): Problem {
  const stray = dedicatedVcpus.find((vcpu) => !vcpus.includes(vcpu));
  if (stray !== undefined) return [`${at}.dedicatedVcpus`, `has vCPU ${stray}, which is not in the cell`];
  const pinned = pinning?.map(({ vcpu }) => vcpu) ?? dedicatedVcpus;
  const isEachOnce = new Set(pinned).size === pinned.length && pinned.length === dedicatedVcpus.length;
  const isEachPinned = dedicatedVcpus.every((vcpu) => pinned.includes(vcpu));
  return isEachOnce && isEachPinned
    ? undefined
    : [`${at}.pinning`, "does not name each dedicated vCPU of the cell once"];
}

/** The driver chooses nothing on a node that reports its cells: the caller has claimed what it names. */
function wrongHostCell({ hardware: { cells } }: NodeRecord, cell: GuestNumaCell, at: string): Problem {
  const { hostCell, dedicatedVcpus = [], pinning } = cell;
  if (cells.length === 0) return undefined;
  if (hostCell === undefined) return [at, "has no hostCell, and the node reports its NUMA topology"];
  if (pinning === undefined && dedicatedVcpus.length > 0)
    return [at, "has dedicatedVcpus and no pinning, and the node reports its NUMA topology"];
  const elsewhere = cells.filter(({ id }) => id !== hostCell).flatMap(cpusOf);
  const far = hostCpusOf([cell]).find((cpu) => elsewhere.includes(cpu));
  return far === undefined ? undefined : [at, `has host CPU ${far}, which is not in host cell ${hostCell}`];
}

const cpusOf = ({ sharedCpus, dedicatedCpus }: NumaCell): number[] => [...sharedCpus, ...dedicatedCpus];

function wrongHostCpus({ cells }: GuestNumaTopology): Problem {
  const hostCpus = hostCpusOf(cells);
  return new Set(hostCpus).size === hostCpus.length ? undefined : [".cells", "have a host CPU twice"];
}

function wrongPolicies(node: NodeRecord, topology: GuestNumaTopology): Problem {
  const { cells, emulatorThreadPolicy, realtimeVcpus = [] } = topology;
  const dedicated = cells.flatMap(({ dedicatedVcpus = [] }) => dedicatedVcpus);
  const shared = realtimeVcpus.find((vcpu) => !dedicated.includes(vcpu));
  if (shared !== undefined) return [".realtimeVcpus", `has vCPU ${shared}, which is not a dedicated one`];
  if (emulatorThreadPolicy === "isolate" && cells.every(({ reservedHostCpus = [] }) => reservedHostCpus.length === 0))
    return [".emulatorThreadPolicy", `is "isolate", and no cell has reservedHostCpus`];
  return wrongThreads(node, topology);
}

function wrongThreads({ hardware }: NodeRecord, { cells, threadPolicy }: GuestNumaTopology): Problem {
  const pinned = new Set(cells.flatMap(({ pinning = [] }) => pinning.map(({ hostCpu }) => hostCpu)));
  const cores = hardware.cells.flatMap(({ siblings }) => siblings);
  const hasPartner = (cpu: number): boolean =>
    cores.some((core) => core.includes(cpu) && core.some((sibling) => sibling !== cpu && pinned.has(sibling)));
  const crowded = threadPolicy === "isolate" ? [...pinned].find(hasPartner) : undefined;
  if (crowded !== undefined)
    return [".threadPolicy", `is "isolate", and host CPU ${crowded} shares its core with another of the guest's`];
  // One vCPU of an odd number has no partner.
  const lonely = threadPolicy === "require" ? [...pinned].filter((cpu) => !hasPartner(cpu)) : [];
  if (lonely.length <= pinned.size % 2) return undefined;
  return [".threadPolicy", `is "require", and the host CPUs [${lonely.join(", ")}] are not sibling threads`];
}

/** The host CPUs that a guest with these cells has for itself: those of its pinning, and those it reserves. */
export function hostCpusOf(cells: readonly GuestNumaCell[]): number[] {
  return cells.flatMap(({ pinning = [], reservedHostCpus = [] }) => [
    ...pinning.map(({ hostCpu }) => hostCpu),
    ...reservedHostCpus,
  ]);
}
