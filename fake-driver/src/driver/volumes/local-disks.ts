/**
 * The local disks of an instance beside its root disk: ephemeral disks and swap.
 *
 * @see Requirements `block-devices/local-disks-begin-blank`, `block-devices/local-disks-are-encrypted`
 */

import type { BlockDevices, EphemeralDisk, SwapDisk, VolumeEncryption } from "@virt-driver-kit/spec";
import { blankContents } from "../../contents/contents.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { DiskPresentation, DiskRecord } from "../../site/disk-record.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { assertRoom } from "../assert-room.ts";
import type { DriverContext } from "../driver-context.ts";
import type { UndoList } from "../undo-list.ts";
import { ephemeralName, nameBlockDevices } from "./name-block-devices.ts";
import { digestOf } from "./same-attachment.ts";
import { stepFailed } from "../step-failed.ts";

const BYTES_PER_MIB = 2 ** 20;
const BYTES_PER_GIB = 2 ** 30;

/** What a disk takes that nobody has written to, in bytes: its own tables. */
const BLANK_DISK_BYTES = 196_608;

/**
 * Makes the ephemeral disks and the swap disk that a request describes, blank. What it leaves out stays as it is. A disk of the same name
 * and size that is there already, since a `destroy` or a rebuild kept it, is used as it is; one of another size is replaced.
 *
 * @param step - What for.
 * @param record - The instance; afterwards it says how its disks are presented.
 * @param blockDevices - What the request says; undefined for nothing.
 * @param undo - Is told how to take each disk back.
 * @throws `BACKEND_FAILED` if the store of the node has no room, or a disk that was kept does not open with the passphrase; or the error of
 *   the step.
 */
export async function createLocalDisks(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  blockDevices: BlockDevices | undefined,
  undo: UndoList,
): Promise<void> {
  if (blockDevices?.ephemerals === undefined && blockDevices?.swap === undefined) return;
  const { host } = hypervisor;
  const pool = host.pool(record.node);
  const wanted = disksOf(record.uuid, blockDevices);
  for (const disk of wanted) {
    const there = pool.disk(record.uuid, disk.name);
    if (there !== undefined && there.contents.sizeBytes === disk.contents.sizeBytes) {
      if (there.keyDigest === disk.keyDigest) continue;
      throw stepFailed(step, "createDisk", `disk "${disk.name}", which was kept, does not open with the passphrase`);
    }
    await hypervisor.change("createDisk", step, () => {
      assertRoom(step, pool, disk);
      pool.addDisk(disk);
    });
    undo.push(() =>
      hypervisor.undo("deleteDisk", step, () => {
        pool.removeDisk(disk);
        if (there !== undefined) pool.addDisk(there);
      }),
    );
  }
  present(record, step, blockDevices);
  host.changed(record);
}

function disksOf(instanceUuid: string, { ephemerals = [], swap }: BlockDevices): DiskRecord[] {
  const blank = (
    name: string,
    sizeBytes: number,
    encryption: VolumeEncryption | undefined,
  ): Omit<DiskRecord, "use"> => ({
    instanceUuid,
    name,
    format: "raw",
    contents: blankContents(sizeBytes),
    allocatedBytes: BLANK_DISK_BYTES,
    imageId: null,
    isKept: false,
    keyDigest: encryption === undefined ? null : digestOf(encryption.passphrase),
  });
  const disks: DiskRecord[] = ephemerals.map(({ sizeGib, encryption }, index) => ({
    use: "ephemeral",
    ...blank(ephemeralName(index), sizeGib * BYTES_PER_GIB, encryption),
  }));
  if (swap === undefined) return disks;
  return [...disks, { use: "swap", ...blank("swap", swap.sizeMib * BYTES_PER_MIB, swap.encryption) }];
}

/** Writes down how the disks are presented, in the order root, ephemerals, swap. */
function present(record: InstanceRecord, step: StepContext, blockDevices: BlockDevices): void {
  const { ephemerals, swap } = blockDevices;
  const names = nameBlockDevices(step, record, blockDevices);
  const presentation = (name: string, disk: EphemeralDisk | SwapDisk): DiskPresentation[] => {
    const device = names.get(name);
    if (device === undefined) return [];
    return [{ name, deviceName: device.deviceName, bus: device.bus, tag: ("tag" in disk && disk.tag) || null }];
  };
  const ofUse = (isOfUse: (name: string) => boolean): DiskPresentation[] =>
    record.localDisks.filter(({ name }) => isOfUse(name));
  record.localDisks = [
    ...ofUse((name) => name === "root"),
    ...(ephemerals?.flatMap((disk, index) => presentation(ephemeralName(index), disk)) ??
      ofUse((name) => name.startsWith("ephemeral-"))),
    ...(swap === undefined ? ofUse((name) => name === "swap") : presentation("swap", swap)),
  ];
}
