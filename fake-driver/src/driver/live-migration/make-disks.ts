import type { Call, Instance, LiveMigrateData, LocalDisk } from "@virt-driver-kit/spec";
import { blankContents } from "../../contents/contents.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { DiskRecord, DiskUse } from "../../site/disk-record.ts";
import type { IncomingRecord } from "../../site/live-migration-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { fetchImage } from "../images/fetch-image.ts";
import type { UndoList } from "../undo-list.ts";

/** For whom disks are made. */
export interface DisksWanted {
  readonly incoming: IncomingRecord;
  readonly instance: Instance;
  readonly data: LiveMigrateData;
  readonly undo: UndoList;
}

/**
 * Makes the counterparts of disks that the source is going to copy: as large as those, and blank. The image that one is an overlay of is
 * fetched. Disks that have been made already stay.
 *
 * @throws `IMAGE_UNACCEPTABLE`, `IMAGE_TRANSFER_FAILED`, `CREDENTIALS_EXPIRED`, and what a step throws.
 */
export async function makeDisks(
  context: DriverContext,
  step: StepContext,
  call: Call,
  { incoming, instance, data: { disks = [] }, undo }: DisksWanted,
): Promise<void> {
  const { hypervisor } = context;
  const { host } = hypervisor;
  const pool = host.pool(incoming.node);
  const isMade = ({ name }: LocalDisk): boolean =>
    incoming.madeDisks.includes(name) && pool.disk(instance.uuid, name) !== undefined;
  for (const disk of disks.filter((wanted) => !isMade(wanted))) {
    const imageId = disk.backingImageId === instance.image.id ? instance.image.id : null;
    if (imageId !== null) await fetchImage(context, step, call, incoming.node, instance.image);
    const made = counterpartOf(disk, instance.uuid, imageId);
    await hypervisor.change("createDisk", step, () => {
      pool.addDisk(made);
      incoming.madeDisks = [...incoming.madeDisks.filter((name) => name !== disk.name), disk.name];
      host.recordChanged();
    });
    undo.push(() =>
      hypervisor.undo("deleteDisk", step, () => {
        pool.removeDisk(made);
        incoming.madeDisks = incoming.madeDisks.filter((name) => name !== disk.name);
        host.recordChanged();
      }),
    );
  }
}

function counterpartOf(
  { name, use, diskFormat, virtualSizeBytes }: LocalDisk,
  instanceUuid: string,
  imageId: string | null,
): DiskRecord {
  return {
    instanceUuid,
    name,
    use: use === "other" ? ("rescue" satisfies DiskUse) : use,
    format: diskFormat,
    contents: blankContents(virtualSizeBytes),
    allocatedBytes: 0,
    imageId,
    isKept: false,
    keyDigest: null,
  };
}
