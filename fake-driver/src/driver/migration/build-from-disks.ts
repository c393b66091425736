import type { Call, FinishMigrationParams } from "@virt-driver-kit/spec";
import { copyOfContents } from "../../contents/contents.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { disksAside, ownName } from "../../site/moving-disks.ts";
import type { Pool } from "../../site/pool.ts";
import type { GivenDevices } from "../devices/give-devices.ts";
import { assertRoom } from "../assert-room.ts";
import type { DriverContext } from "../driver-context.ts";
import { giveKernel } from "../images/give-kernel.ts";
import { buildGuest } from "../lifecycle/build-guest.ts";
import { CONFIG_DRIVE } from "../lifecycle/config-drive.ts";
import { presentRoot } from "../lifecycle/root-disk.ts";
import { hasRootVolume } from "../lifecycle/root-volume.ts";
import { keepTravelledSecret } from "../moves/travelling-secret.ts";
import type { UndoList } from "../undo-list.ts";
import { type PrivateData, travels } from "./cold-migration-data.ts";
import { growDisks, withDiskSizes } from "./local-disk-sizes.ts";

/** The name of a swap disk. */
const SWAP = "swap";

/** What an instance is built from. */
export interface DiskPlan {
  readonly params: FinishMigrationParams;
  /** What the source's driver has added to the migration data. */
  readonly told: PrivateData;
  /** The store that the disks are in: under their own names, or set aside, and then the guest gets copies. */
  readonly store: Pool;
  readonly undo: UndoList;
}

/**
 * Builds an instance from disks that have come.
 *
 * @param step - What for.
 * @param call - The call.
 * @param record - The instance, with its claim and its place, `pending` or `shutdown`.
 * @param plan - What it is built from.
 * @returns What to answer of the devices.
 * @throws The error of the step that failed. What was done until then is for `plan.undo` to take back.
 */
export async function buildFromDisks(
  context: DriverContext,
  step: StepContext,
  call: Call,
  record: InstanceRecord,
  { params, told, store, undo }: DiskPlan,
): Promise<GivenDevices> {
  const { host } = context.hypervisor;
  const { instance, data, powerOn, resizeDisks } = params;
  const { flavor } = instance;
  const { localDisks, passwords } = structuredClone(told);
  const devices = withDiskSizes({ flavor, devices: params.devices, disks: data.disks, localDisks, resizeDisks });
  if (data.sharedStorage) await copyDisks(context, step, record, store, undo);
  const drive = host.disk(record.uuid, record.node, CONFIG_DRIVE);
  Object.assign(record, {
    localDisks: localDisks.filter(({ name }) => name !== SWAP || devices.blockDevices?.swap !== undefined),
    passwords,
    configDrive: drive?.configDrive ?? null,
  });
  if (record.move !== null) record.move.isFinished = true;
  host.changed(record);
  if (resizeDisks) await growDisks(context, step, record, { flavor, devices }, undo);
  await keepTravelledSecret(context, step, record, told, undo);
  if (!hasRootVolume(devices, record)) presentRoot(context, step, record, instance, devices);
  await giveKernel(context, step, call, record, instance.image, undo);
  return buildGuest(context, step, call, record, { instance, devices, powerOn, undo });
}

/** Copies the disks that are set aside to where the instance is, each in a step. One that an attempt before has copied is left. */
async function copyDisks(
  { hypervisor }: DriverContext,
  step: StepContext,
  { uuid, node }: InstanceRecord,
  store: Pool,
  undo: UndoList,
): Promise<void> {
  const pool = hypervisor.host.pool(node);
  for (const disk of disksAside(store, uuid).filter(travels)) {
    const name = ownName(disk);
    if (pool.disk(uuid, name) !== undefined) continue;
    const imageId = store === pool ? disk.imageId : null;
    const copy = { ...disk, name, imageId, contents: copyOfContents(disk.contents), isKept: false };
    await hypervisor.change("copyDisk", { ...step, node }, () => {
      assertRoom(step, pool, copy, "copyDisk");
      pool.addDisk(copy);
    });
    undo.push(() => hypervisor.undo("deleteDisk", step, () => pool.removeDisk(copy)));
  }
}
