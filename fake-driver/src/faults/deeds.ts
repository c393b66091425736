/** Things done to an instance that nobody asked for. No event tells of them. */

import type { FaultDeed } from "@virt-driver-kit/spec";
import { startRun } from "../guest/guest-run.ts";
import type { Hypervisor } from "../hypervisor/hypervisor.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import { FORGOTTEN } from "../site/volume-record.ts";

/** Who a deed is done to: the instance as it is when the step begins, since the step may remove it. */
export interface DeedVictim {
  readonly uuid: string | undefined;
  readonly record: InstanceRecord | undefined;
  /** The volumes that it has then. */
  readonly volumeIds: ReadonlySet<string>;
}

/** Does deeds. */
export interface Deed {
  /** Notes whom the next deed is done to. */
  about(instanceUuid: string | undefined): DeedVictim;
  /** Does one, if there is anything to do it to. */
  do(deed: FaultDeed, victim: DeedVictim): void;
}

/** Makes what does deeds on a hypervisor. */
export function deedsOn(hypervisor: Hypervisor): Deed {
  return {
    about(uuid) {
      const record = uuid === undefined ? undefined : hypervisor.host.instance(uuid);
      return { uuid, record, volumeIds: volumeIdsOf(record) };
    },
    do(deed, { uuid, record, volumeIds }) {
      if (uuid !== undefined && deed === "deleteDisks") deleteDisks(hypervisor, uuid);
      if (record !== undefined && deed !== "deleteDisks") WORKS[deed](hypervisor, record, volumeIds);
    },
  };
}

function volumeIdsOf(record: InstanceRecord | undefined): ReadonlySet<string> {
  return new Set(record?.volumes.map(({ volumeId }) => volumeId));
}

/** `volumeIds` are the volumes that it had when the step began. */
type Work = (hypervisor: Hypervisor, record: InstanceRecord, volumeIds: ReadonlySet<string>) => void;

const WORKS: Readonly<Record<Exclude<FaultDeed, "deleteDisks">, Work>> = {
  stopGuest,
  startGuest,
  rebootGuest(hypervisor, record) {
    if (record.run === null) return;
    stopGuest(hypervisor, record);
    startGuest(hypervisor, record);
  },
  disconnectVolumes({ host }, record, volumeIds) {
    const ids = new Set([...volumeIds, ...volumeIdsOf(record)]);
    host.record.connections = host.record.connections.filter(({ volumeId }) => !ids.has(volumeId));
    host.recordChanged();
  },
  unplugInterfaces({ host }, { uuid }) {
    host.record.plugs = host.record.plugs.filter(({ instanceUuid }) => instanceUuid !== uuid);
    host.recordChanged();
  },
  forgetInstance(hypervisor, record) {
    const { host } = hypervisor;
    if (host.instance(record.uuid) !== record) return;
    hypervisor.forget(record);
    // What it was connected for stays connected, and from now on only who names the volume can tell.
    for (const connection of host.record.connections) {
      connection.users = connection.users.map((user) => (user === record.uuid ? FORGOTTEN : user));
    }
    host.recordChanged();
  },
  leakClaim({ host }, { node, claim }) {
    host.leak(node, claim);
  },
  eraseTpm({ host }, { uuid, node }) {
    const pool = host.pool(node);
    for (const disk of pool.disks(uuid)) if (disk.use === "tpm") pool.removeDisk(disk);
  },
};

function deleteDisks({ host }: Hypervisor, uuid: string): void {
  for (const pool of host.pools) for (const disk of pool.disks(uuid)) pool.removeDisk(disk);
}

function stopGuest(hypervisor: Hypervisor, record: InstanceRecord): void {
  hypervisor.settle(record);
  if (record.run === null) return;
  record.run = null;
  record.powerState = "shutdown";
  hypervisor.changed(record);
}

function startGuest(hypervisor: Hypervisor, record: InstanceRecord): void {
  if (record.run !== null || hypervisor.bootDisk(record) === undefined) return;
  record.run = startRun(hypervisor.site.clock.now());
  record.powerState = "running";
  hypervisor.changed(record);
}
