import type { Hypervisor } from "../../hypervisor/hypervisor.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { releaseGuest } from "../images/hold-guest.ts";
import { rescueDisksOf } from "../rescue/rescue-disks.ts";
import { removeUser } from "../volumes/connect-volume.ts";
import { goBackToClaim } from "./go-back-to-claim.ts";
import { ROOT } from "./root-disk.ts";

/**
 * Takes back what the last run of a driver had begun to build when it ended: nobody is left to finish it. Called when a driver starts.
 *
 * Of an instance that was to be new nothing stays, but for disks that an earlier destroy had kept. One that was being rebuilt stays, without
 * a root disk that could be booted, and holds no more room than it has. Of a rescue that was not begun in earnest no disk stays. A guest that
 * was held while its disk was copied goes on.
 *
 * @see Requirements `cleanup/death-leaves-one-or-none`, `rebuild/failure-leaves-the-instance`
 */
export function discardUnfinished(hypervisor: Hypervisor): void {
  for (const record of Array.from(hypervisor.host.instances)) {
    // A guest that is on its way here is none of this host's yet, and its disks may be its source's.
    if (record.isArriving) continue;
    if (record.powerState === "pending") discard(hypervisor, record);
    else takeBack(hypervisor, record);
  }
  hypervisor.site.commit();
}

/** An instance that is there stays there, and what had been begun with it is given up. */
function takeBack(hypervisor: Hypervisor, record: InstanceRecord): void {
  const { host } = hypervisor;
  const pool = host.pool(record.node);
  if (record.isHalfBuilt) pool.removeDisk({ instanceUuid: record.uuid, name: ROOT });
  if (record.rescue === null) for (const disk of rescueDisksOf(pool.disks(record.uuid))) pool.removeDisk(disk);
  goBackToClaim(host, record);
  releaseGuest(hypervisor, record);
  if (!record.isRestarting) return;
  record.isRestarting = false;
  host.changed(record);
}

function discard(hypervisor: Hypervisor, record: InstanceRecord): void {
  const { host } = hypervisor;
  const { uuid, node } = record;
  const pool = host.pool(node);
  removeUser(host, () => true, uuid);
  host.record.plugs = host.record.plugs.filter(({ instanceUuid, isOfBuild }) => instanceUuid !== uuid || !isOfBuild);
  for (const disk of pool.disks(uuid)) if (!disk.isKept) pool.removeDisk(disk);
  if (pool.disks(uuid).length === 0) {
    host.record.secrets = host.record.secrets.filter(({ instanceUuid }) => instanceUuid !== uuid);
  }
  host.recordChanged();
  hypervisor.forget(record);
}
