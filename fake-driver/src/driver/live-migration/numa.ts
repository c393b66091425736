/** Where on a node the CPUs and the memory of a guest go that arrives. */

import type { GuestNumaCell, GuestNumaTopology, LiveMigrationNuma } from "@virt-driver-kit/spec";
import type { NodeRecord } from "../../site/node-record.ts";

/** The priority of vCPUs that run in real time. */
const REALTIME_PRIORITY = 1;

/**
 * Tells a source which host CPUs and cells the claim on a node gives to a guest. Where the claim leaves it to the driver, because the node
 * reports no cells, the guest has the CPUs of the same numbers as its own, on a single cell.
 *
 * @see Requirement `checkSourceMigrateDataAtDestination/places-the-guest-as-claimed`
 */
export function numaOf(
  node: NodeRecord,
  { cells, emulatorThreadPolicy, realtimeVcpus }: GuestNumaTopology,
): LiveMigrationNuma {
  const reserved = cells.flatMap(({ reservedHostCpus = [] }) => reservedHostCpus);
  const shared = node.hardware.cells.flatMap(({ sharedCpus }) => sharedCpus);
  const emulatorCpus = emulatorThreadPolicy === "share" ? shared : reserved;
  return {
    cpuPins: cells.flatMap((cell) => cell.vcpus.map((vcpu) => ({ vcpu, hostCpus: hostCpusOf(node, cell, vcpu) }))),
    cellPins: cells.map(({ id, hostCell = 0 }) => ({ guestCell: id, hostCells: [hostCell] })),
    ...(emulatorThreadPolicy !== undefined && emulatorCpus.length > 0 && { emulatorCpus }),
    ...(realtimeVcpus !== undefined && { realtimeVcpus, realtimePriority: REALTIME_PRIORITY }),
  };
}

/** The CPU that is pinned to a vCPU, or those that the guests of its cell share. */
function hostCpusOf({ hardware }: NodeRecord, { hostCell, pinning = [] }: GuestNumaCell, vcpu: number): number[] {
  const pin = pinning.find((pinned) => pinned.vcpu === vcpu);
  if (pin !== undefined) return [pin.hostCpu];
  const shared = hardware.cells.find(({ id }) => id === hostCell)?.sharedCpus ?? [];
  return shared.length > 0 ? [...shared] : [vcpu];
}
