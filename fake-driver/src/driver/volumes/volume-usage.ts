/**
 * Reads what instances have done with their volumes.
 *
 * @see Requirements `getVolumeUsage/counts-what-the-guest-did`, `getVolumeUsage/leaves-out-what-it-cannot-read`
 */

import { type GetVolumeUsageParams, timestampOf, type VolumeUsage } from "@virt-driver-kit/spec";
import { bootTraffic, NO_TRAFFIC } from "../../guest/boot-traffic.ts";
import { bootVolumeOf } from "../../hypervisor/device-contents.ts";
import type { DriverContext } from "../driver-context.ts";

/** Carries out `getVolumeUsage`, in the order of the question. */
export function volumeUsages(context: DriverContext, { attachments }: GetVolumeUsageParams): VolumeUsage[] {
  const view = context.hypervisor.look("read the usage of volumes");
  return attachments.flatMap(({ instanceUuid, volumeId }) => {
    const record = view.instance(instanceUuid);
    if (record === undefined) return [];
    context.hypervisor.settle(record);
    const { run } = record;
    const entry = record.volumes.find((has) => has.volumeId === volumeId);
    if (run === null || entry === undefined) return [];
    const isReadOnly = entry.attachment.accessMode === "readOnly";
    const isUsed = bootVolumeOf(context.hypervisor.host, record) === entry;
    const traffic = isUsed ? bootTraffic(run, context.clock.now(), isReadOnly) : NO_TRAFFIC;
    return {
      instanceUuid,
      volumeId,
      readRequests: String(traffic.readRequests),
      readBytes: String(traffic.readBytes),
      writeRequests: String(traffic.writeRequests),
      writeBytes: String(traffic.writeBytes),
      failedRequests: String(Number(isUsed && isReadOnly && run.hasBooted)),
      countedSince: timestampOf(Math.max(run.startedAtMs, entry.countedSinceMs)),
    };
  });
}
