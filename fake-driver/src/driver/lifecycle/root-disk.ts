/**
 * The local root disk of an instance.
 *
 * @see Requirements `spawn/starts-the-guest`, `destroy/keeps-disks-when-asked`, `block-devices/boots-from-the-root-volume`
 */

import type { Call, Flavor, GuestDevices, Instance } from "@virt-driver-kit/spec";
import { contentsFromImage } from "../../contents/contents.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { DiskRecord } from "../../site/disk-record.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { DriverContext } from "../driver-context.ts";
import type { FetchedImage } from "../images/fetch-image.ts";
import type { UndoList } from "../undo-list.ts";
import { nameBlockDevices } from "../volumes/name-block-devices.ts";
import { digestOf } from "../volumes/same-attachment.ts";
import { putDisk } from "../put-disk.ts";
import { stepFailed } from "../step-failed.ts";

/** The name of the disk. */
export const ROOT = "root";

const BYTES_PER_GIB = 2 ** 30;

/** What a root disk is made of. */
export interface RootPlan {
  readonly instance: Instance;
  readonly devices: GuestDevices | undefined;
  readonly image: FetchedImage;
  readonly undo: UndoList;
}

/**
 * Makes the root disk from its image, of the flavor's size or, where that is 0, of the image's.
 *
 * @param step - What for.
 * @param record - The instance, which has no such disk.
 */
export async function createRootDisk(
  { hypervisor }: DriverContext,
  step: StepContext,
  call: Call,
  record: InstanceRecord,
  { instance, devices, image, undo }: RootPlan,
): Promise<void> {
  call.reportProgress({ step: "making the disk", percent: 40 });
  const pool = hypervisor.host.pool(record.node);
  const disk: DiskRecord = {
    instanceUuid: record.uuid,
    name: ROOT,
    use: "root",
    format: "raw",
    contents: contentsFromImage(image.sha256, rootBytes(instance.flavor, image)),
    allocatedBytes: image.sizeBytes,
    imageId: instance.image.id,
    isKept: false,
    keyDigest: keyDigestOf(devices),
  };
  await putDisk(hypervisor, step, pool, disk);
  undo.push(() => hypervisor.undo("deleteDisk", step, () => pool.removeDisk(disk)));
}

/**
 * Makes sure that a root disk which an earlier `destroy` kept opens in the way that a request says.
 *
 * @throws `BACKEND_FAILED` at step `createDisk` if it does not.
 */
export function assertOpens(step: StepContext, disk: DiskRecord, devices: GuestDevices | undefined): void {
  if (disk.keyDigest === keyDigestOf(devices)) return;
  throw stepFailed(step, "createDisk", `disk "${disk.name}", which was kept, does not open with the passphrase`);
}

/** What stands for the passphrase of the root disk; null for a disk in the clear. */
function keyDigestOf(devices: GuestDevices | undefined): string | null {
  const { encryption } = devices?.blockDevices?.root ?? {};
  return encryption === undefined ? null : digestOf(encryption.passphrase);
}

/**
 * Gives the local root disk its name and bus, among those of all other disks. One that has them keeps them unless the request says otherwise.
 *
 * @throws As `nameBlockDevices` does.
 */
export function presentRoot(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  { image }: Instance,
  { blockDevices = {} }: GuestDevices = {},
): void {
  const named = nameBlockDevices(step, record, blockDevices, image.properties?.disk).get(ROOT);
  if (named === undefined) return;
  const others = record.localDisks.filter(({ name }) => name !== ROOT);
  const { deviceName, bus } = named;
  record.localDisks = [{ name: ROOT, deviceName, bus, tag: blockDevices.root?.tag ?? null }, ...others];
  hypervisor.host.changed(record);
}

const rootBytes = ({ rootGib }: Flavor, { virtualSizeBytes }: FetchedImage): number =>
  Math.max(virtualSizeBytes, rootGib * BYTES_PER_GIB);
