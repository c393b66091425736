/**
 * Attaches a volume to an instance: all of it or nothing.
 *
 * @see Requirements `attachVolume/failed-attach-leaves-no-connection`, `attachVolume/failed-attach-leaves-no-device`
 */

import type { AttachVolumeParams, AttachVolumeResult, Call, VolumeAttachment } from "@virt-driver-kit/spec";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { VolumeRecord } from "../../site/volume-record.ts";
import { allOrNothing } from "../all-or-nothing.ts";
import { assertState, begin } from "../begin.ts";
import { taggedDevicesOf } from "../devices/devices-of.ts";
import type { DriverContext } from "../driver-context.ts";
import { UndoList } from "../undo-list.ts";
import { connectToHost, removeEntry } from "./connect-volume.ts";
import { nameVolume } from "./name-volume.ts";
import { refuseAttachment } from "./refuse-attachment.ts";
import { refuseUsed } from "./refuse-volumes.ts";
import { isSameAttachment } from "./same-attachment.ts";
import { volumeInUse } from "./volume-failures.ts";

/** Carries out `attachVolume`. */
export async function attachVolume(
  context: DriverContext,
  { instanceUuid, volume, tag }: AttachVolumeParams,
  call: Call,
): Promise<AttachVolumeResult> {
  const { hypervisor } = context;
  const attempt = `attach volume "${volume.volumeId}" to instance "${instanceUuid}"`;
  const { step, record } = begin(context, { operation: "attachVolume", attempt, instanceUuid }, call);
  assertState(step, record, ["running", "paused", "shutdown", "crashed"]);
  const attachment: VolumeAttachment = tag === undefined ? volume : { ...volume, tag };
  refuseAttachment(context, step, "params.volume", attachment);
  const known = record.volumes.find(({ volumeId }) => volumeId === volume.volumeId);
  if (known !== undefined) {
    if (isSameAttachment(known, attachment)) return resultOf(record, known);
    throw volumeInUse(step, volume.volumeId, "the instance has the volume in another way; detach it first");
  }
  refuseUsed(hypervisor.host, step, instanceUuid, attachment);
  nameVolume(step, record, attachment);
  const undo = new UndoList();
  return allOrNothing(undo, async () => {
    const entry = await connectToHost(context, step, record, attachment, undo);
    call.reportProgress({ step: "giving the device to the guest", percent: 60 });
    await hypervisor.change("attachDevice", step, () => {
      hypervisor.settle(record);
      record.volumes = [...record.volumes, entry];
      entry.countedSinceMs = context.clock.now();
      hypervisor.changed(record);
      undo.push(() =>
        hypervisor.undo("detachDevice", step, () => removeEntry(hypervisor.host, record, entry.volumeId)),
      );
    });
    return resultOf(record, entry);
  });
}

function resultOf(record: InstanceRecord, { attached, volumeId }: VolumeRecord): AttachVolumeResult {
  const taggedDevice = taggedDevicesOf(record).find(({ deviceId }) => deviceId === volumeId);
  return taggedDevice === undefined ? { attached } : { attached, taggedDevice };
}
