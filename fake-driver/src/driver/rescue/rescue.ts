/**
 * Booting an instance from a rescue image, with its own disks beside it.
 *
 * @see Requirements `rescue/boots-the-rescue-image`, `rescue/leaves-the-own-disks-alone`, `rescue/leaves-no-trace-when-it-fails`,
 *   `rescue/works-for-volume-backed-instances`
 */

import { type Call, DriverError, type RescueParams, type RescueResult } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { allOrNothing } from "../all-or-nothing.ts";
import { assertState, type Attempt, begin } from "../begin.ts";
import { type GivenDevices, giveDevices } from "../devices/give-devices.ts";
import { type DriverContext, tell } from "../driver-context.ts";
import { assertImageSuits } from "../images/assert-image-suits.ts";
import { fetchImage, fetchKernel } from "../images/fetch-image.ts";
import { unacceptable } from "../images/image-errors.ts";
import { refuseConfigDrive, withTaggedDevices } from "../lifecycle/config-drive.ts";
import { hasRootVolume } from "../lifecycle/root-volume.ts";
import { refuseStart, startGuest } from "../start-guest.ts";
import { UndoList } from "../undo-list.ts";
import { putDisk } from "../put-disk.ts";
import { keepForUndo, presentRescueDisk, RESCUE, rescueConfigDrive, rescueDisk } from "./rescue-disks.ts";

/**
 * Boots an instance from a rescue image. All or nothing: after a failure it is off, and as rescued as before.
 *
 * @param context - The driver's surroundings.
 * @param params - What to boot. The password is ignored: the simulated rescue system has its administrator's from its image.
 * @param call - The call.
 */
export async function rescue(context: DriverContext, params: RescueParams, call: Call): Promise<RescueResult> {
  const { instanceUuid } = params;
  const about = { operation: "rescue", attempt: `rescue instance "${instanceUuid}"`, instanceUuid };
  const { step, record } = begin(context, about, call);
  assertState(step, record, ["shutdown", "crashed"]);
  assertCanBegin(context, about, record, params);
  const undo = new UndoList();
  const given = await allOrNothing(undo, () => boot(context, step, call, { record, params, undo }));
  tell(context, record, "rescued", call);
  return { attachedVolumes: given.attachedVolumes, taggedDevices: given.taggedDevices };
}

function assertCanBegin(
  context: DriverContext,
  about: Attempt,
  record: InstanceRecord,
  { image, devices, configDrive }: RescueParams,
): void {
  const { capabilities } = context;
  if (capabilities.supportsBootVolumeRescue !== true && hasRootVolume(devices, record)) {
    const capability = "supportsBootVolumeRescue";
    const state = `its root disk is a volume, and the driver does not declare ${capability}`;
    throw new DriverError("NOT_SUPPORTED", `Cannot ${about.attempt}: ${state}`, {
      effect: "none",
      details: { operation: about.operation, capability },
    });
  }
  const { trustedCertificates } = record.description;
  if (image.source.kind === "volume") {
    throw unacceptable(about.attempt, image, "unreadable", "it is on a volume and has no bytes to fetch");
  }
  assertImageSuits(context, image, { ...about, path: "params.image", trustedCertificates });
  refuseConfigDrive(about, configDrive, "params.configDrive");
  presentRescueDisk(about, record, image);
  refuseStart(context, about, record, devices);
}

interface Rescuing {
  readonly record: InstanceRecord;
  readonly params: RescueParams;
  readonly undo: UndoList;
}

async function boot(
  context: DriverContext,
  step: StepContext,
  call: Call,
  { record, params, undo }: Rescuing,
): Promise<GivenDevices> {
  const { hypervisor } = context;
  const { image, configDrive, devices } = params;
  const pool = hypervisor.host.pool(record.node);
  const fetched = await fetchImage(context, step, call, record.node, image, { percent: [0, 40] });
  const kernel = await fetchKernel(context, step, call, record.node, image);
  undo.push(keepForUndo(context, step, record));
  call.reportProgress({ step: "making the rescue disk", percent: 45 });
  // What an earlier rescue has left in the store is found there, and not made again.
  const left = record.rescue === null ? pool.disk(record.uuid, RESCUE) : undefined;
  await putDisk(hypervisor, step, pool, left ?? rescueDisk(record, fetched));
  const { taggedDevices } = await giveDevices(context, step, record, devices, { undo });
  const drive = configDrive === undefined ? null : withTaggedDevices(configDrive, taggedDevices);
  if (drive !== null) {
    await putDisk(hypervisor, step, pool, rescueConfigDrive(record, drive), "createConfigDrive");
  }
  await hypervisor.change("defineInstance", step, () => {
    record.rescue = { imageId: image.id, kernel, configDrive: drive };
    record.localDisks = presentRescueDisk(step, record, image);
    hypervisor.changed(record);
  });
  call.reportProgress({ step: "starting the rescue system", percent: 85 });
  return startGuest(context, step, call, record, devices, { undo });
}
