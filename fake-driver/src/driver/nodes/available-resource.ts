/**
 * Tells what a node has, and how much of it is held. Everything follows from the records of instances, disks and foreign guests.
 *
 * @see Requirements `getAvailableResource/usage-counts-instances`, `getAvailableResource/totals-do-not-follow-use`,
 *   `resources/foreign-guests-take-room`
 */

import type { AvailableResource } from "@virt-driver-kit/spec";
import type { Host } from "../../site/host.ts";
import { mediatedDeviceReports, pciDeviceReports } from "../../site/host-devices.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { cpuInfo } from "./cpu-info.ts";
import { nodeStats } from "./node-stats.ts";
import { numaReport } from "./numa-report.ts";

const BYTES_PER_GIB = 2 ** 30;

/** Reads the resources of a node. */
export function availableResource(context: DriverContext, node: NodeRecord): AvailableResource {
  const { hypervisor, persona, capabilities } = context;
  const { host } = hypervisor;
  const { uuid, capacity, supportedInstances, hardware } = node;
  const used = host.used(uuid);
  return {
    node: uuid,
    hypervisorType: persona.hypervisor.type,
    hypervisorVersion: persona.hypervisor.version,
    vcpus: capacity.vcpus,
    vcpusUsed: used.vcpus,
    memoryMib: capacity.memoryMib,
    memoryMibUsed: used.memoryMib,
    localGib: capacity.localGib,
    localGibUsed: used.localGib,
    diskAvailableLeastGib: diskAvailableLeastGib(host, uuid),
    cpuInfo: cpuInfo(node),
    supportedInstances: [...supportedInstances],
    ...(capabilities.supportsNuma === true && hardware.cells.length > 0
      ? { numaTopology: numaReport(host, node) }
      : {}),
    ...(capabilities.supportsPciPassthrough === true ? { pciDevices: pciDeviceReports(host, node) } : {}),
    ...(capabilities.supportsMediatedDevices === true ? { mediatedDevices: mediatedDeviceReports(host, node) } : {}),
    stats: nodeStats(context, node),
  };
}

/** What is left in the node's store, in whole GiB, if every disk grows to its full size. A foreign guest's disks are as large as its claim. */
function diskAvailableLeastGib(host: Host, node: string): number {
  const pool = host.pool(node);
  let promisedBytes = pool.images.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  for (const { contents } of pool.allDisks()) promisedBytes += contents.sizeBytes;
  for (const guest of host.record.foreignGuests) {
    if (host.pool(guest.node) === pool) promisedBytes += guest.claim.localGib * BYTES_PER_GIB;
  }
  return Math.floor((pool.capacityBytes - promisedBytes) / BYTES_PER_GIB);
}
