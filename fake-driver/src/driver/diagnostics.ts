/** The operations of group `diagnostics` about guests. */

import type {
  ComputeDriver,
  CpuDiagnostics,
  DiskDiagnostics,
  InstanceDiagnostics,
  InterfaceDiagnostics,
} from "@virt-driver-kit/spec";
import { bootTraffic, type DiskTraffic, NO_TRAFFIC } from "../guest/boot-traffic.ts";
import { executedBy, type GuestRun } from "../guest/guest-run.ts";
import { bootVolumeOf } from "../hypervisor/device-contents.ts";
import { invalidState } from "../hypervisor/invalid-state.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import type { DriverContext } from "./driver-context.ts";
import { ROOT } from "./lifecycle/root-disk.ts";
import { instanceOf } from "./not-found.ts";
import { RESCUE } from "./rescue/rescue-disks.ts";

/** How much of the time the probe keeps its first processor busy; it halts between two ticks. */
const BUSY_PERCENT = 1;

const NANOSECONDS_PER_MS = 1_000_000;
const MS_PER_SECOND = 1000;

/**
 * Makes the operations of group `diagnostics` about guests.
 *
 * @see Requirements `getInstanceDiagnostics/memory-is-in-mib`, `getInstanceDiagnostics/lists-each-device-once`,
 *   `getInstanceDiagnostics/counters-only-grow`
 */
export function diagnosticsOperations(context: DriverContext): Required<Pick<ComputeDriver, "getInstanceDiagnostics">> {
  return {
    async getInstanceDiagnostics({ instanceUuid }) {
      const attempt = `read the counters of instance "${instanceUuid}"`;
      const record = instanceOf(context.hypervisor.look(attempt), instanceUuid, attempt);
      context.hypervisor.settle(record);
      if (record.run === null) throw invalidState(attempt, record);
      return { diagnostics: diagnosticsOf(context, record, record.run) };
    },
  };
}

function diagnosticsOf(context: DriverContext, record: InstanceRecord, run: GuestRun): InstanceDiagnostics {
  const nowMs = context.clock.now();
  const { vcpus, memoryMib } = record.claim;
  return {
    powerState: record.powerState,
    hypervisor: context.persona.hypervisor.type,
    uptimeSeconds: Math.floor((nowMs - run.startedAtMs) / MS_PER_SECOND),
    memory: { maximumMib: memoryMib, usedMib: memoryMib },
    cpus: Array.from({ length: vcpus }, (_, id) => cpuOf(id, executedBy(run, nowMs))),
    interfaces: record.interfaces.filter(({ isInGuest }) => isInGuest).map(interfaceOf),
    disks: disksOf(context, record, run),
    counters: [{ key: "nmi.delivered", value: String(run.interrupts) }],
  };
}

/** The guest uses its first processor only. */
function cpuOf(id: number, executedMs: number): CpuDiagnostics {
  const busyMs = id === 0 ? (executedMs * BUSY_PERCENT) / 100 : 0;
  return { id, timeNanoseconds: String(Math.floor(busyMs * NANOSECONDS_PER_MS)) };
}

/** The guests that are simulated send nothing, and nobody sends them anything. */
function interfaceOf({
  networkInterface: { macAddress, portId },
}: InstanceRecord["interfaces"][number]): InterfaceDiagnostics {
  return { macAddress, portId, rxBytes: "0", rxPackets: "0", txBytes: "0", txPackets: "0" };
}

/** The block devices of a guest: its local disks, its config drives, and its volumes. Only that which it boots from is used. */
function disksOf({ hypervisor, clock }: DriverContext, record: InstanceRecord, run: GuestRun): DiskDiagnostics[] {
  const { localDisks, configDrive, rescue, volumes } = record;
  const bootDisk = rescue === null ? ROOT : RESCUE;
  const bootVolume = bootVolumeOf(hypervisor.host, record);
  const isReadOnly = hypervisor.bootDisk(record)?.isReadOnly ?? true;
  const used = bootTraffic(run, clock.now(), isReadOnly);
  const trafficOf = (isBootDevice: boolean): DiskTraffic => (isBootDevice ? used : NO_TRAFFIC);
  const configDrives = [configDrive, rescue?.configDrive ?? null].filter((drive) => drive !== null);
  return [
    ...localDisks.map(({ name, deviceName }) => diskOf({ deviceName }, trafficOf(name === bootDisk))),
    ...configDrives.map((_, index) => diskOf({ deviceName: `/dev/sr${index}` }, NO_TRAFFIC)),
    ...volumes.map((volume) => {
      const { volumeId, attached } = volume;
      const { deviceName } = attached;
      return diskOf(
        deviceName === undefined ? { volumeId } : { deviceName, volumeId },
        trafficOf(volume === bootVolume),
      );
    }),
  ];
}

function diskOf(identity: Pick<DiskDiagnostics, "deviceName" | "volumeId">, traffic: DiskTraffic): DiskDiagnostics {
  return {
    ...identity,
    readRequests: String(traffic.readRequests),
    readBytes: String(traffic.readBytes),
    writeRequests: String(traffic.writeRequests),
    writeBytes: String(traffic.writeBytes),
  };
}
