import type { GuestDevices, Instance } from "@virt-driver-kit/spec";
import { blankContents } from "../../contents/contents.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { DiskRecord } from "../../site/disk-record.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { ephemeralName } from "../volumes/name-block-devices.ts";
import { ROOT } from "./root-disk.ts";
import { hasRootVolume } from "./root-volume.ts";

/** What an instance is to be after it was torn down. */
export interface Successor {
  readonly instance: Instance;
  readonly devices: GuestDevices | undefined;
  readonly preserveEphemeral: boolean;
}

/**
 * Gives up what an instance has on its local disks, and everything that was made from it. Its guest is off. The root disk is the first
 * to go. Of ephemeral disks and swap
 * those stay, blank, that the request does not say otherwise of, and with their contents if they are to be preserved.
 *
 * @see Requirements `rebuild/ephemeral-disks-begin-blank`, `rebuild/preserves-ephemeral-disks`
 */
export async function tearDown(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  successor: Successor,
): Promise<void> {
  const { hypervisor } = context;
  const { host } = hypervisor;
  const pool = host.pool(record.node);
  await hypervisor.change("undefineInstance", step, () => giveUp(context, record));
  for (const disk of pool.disks(record.uuid)) {
    const fate = fateOf(disk, successor);
    if (fate === "goes") await hypervisor.deleteDisk(step, pool, disk);
    if (fate === "isBlanked") {
      await hypervisor.change("createDisk", step, () => {
        disk.contents = blankContents(disk.contents.sizeBytes);
        pool.disksChanged(record.uuid);
      });
    }
  }
  const left = new Set(pool.disks(record.uuid).map(({ name }) => name));
  if (!hasRootVolume(successor.devices, record)) left.add(ROOT);
  record.localDisks = record.localDisks.filter(({ name }) => left.has(name));
  host.changed(record);
}

/** Leaves an instance without a root disk that could be booted, until a rebuild of it comes to its end. Takes no time. */
export function giveUp({ hypervisor }: DriverContext, record: InstanceRecord): void {
  hypervisor.host.pool(record.node).removeDisk({ instanceUuid: record.uuid, name: ROOT });
  Object.assign(record, { isHalfBuilt: true, isPutAside: false, rescue: null, kernel: null, configDrive: null });
  hypervisor.changed(record);
}

type Fate = "goes" | "stays" | "isBlanked";

function fateOf({ use, name }: DiskRecord, { instance, devices, preserveEphemeral }: Successor): Fate {
  const { ephemerals, swap } = devices?.blockDevices ?? {};
  if (use === "swap") return swap !== undefined || (instance.flavor.swapMib ?? 0) === 0 ? "goes" : "isBlanked";
  if (use !== "ephemeral") return "goes";
  const isNamed = ephemerals === undefined || ephemerals.some((_, index) => ephemeralName(index) === name);
  if (preserveEphemeral) return isNamed ? "stays" : "goes";
  return ephemerals === undefined ? "isBlanked" : "goes";
}
