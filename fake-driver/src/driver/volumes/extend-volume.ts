/**
 * Lets a guest see that its volume has grown.
 *
 * @see Requirements `extendVolume/guest-sees-the-size`, `extendVolume/fails-when-the-size-is-not-there`, `extendVolume/never-shrinks`
 */

import type { Call, ExtendVolumeParams, ExtendVolumeResult } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { Site } from "../../site/site.ts";
import type { VolumeRecord } from "../../site/volume-record.ts";
import { assertState, begin } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { withEffect } from "../with-effect.ts";
import { sizesOf, type VolumeSizes } from "./open-volume.ts";
import { stepFailed } from "../step-failed.ts";
import { notAttached } from "./volume-failures.ts";
import { invalidRequest } from "../refusals.ts";

/** Carries out `extendVolume`. */
export async function extendVolume(
  context: DriverContext,
  { instanceUuid, volume: { volumeId }, sizeBytes }: ExtendVolumeParams,
  call: Call,
): Promise<ExtendVolumeResult> {
  const { hypervisor, site } = context;
  const attempt = `extend volume "${volumeId}" of instance "${instanceUuid}"`;
  const { step, record } = begin(context, { operation: "extendVolume", attempt, instanceUuid }, call);
  assertState(step, record, ["running", "paused", "shutdown", "crashed"]);
  const entry = record.volumes.find((has) => has.volumeId === volumeId);
  if (entry === undefined) throw notAttached(step, volumeId);
  const { wholeBytes, forGuest } = sizesNow(site, step, entry);
  const presentBytes = entry.sizeBytes + wholeBytes - forGuest;
  if (sizeBytes < presentBytes) {
    const problem = `is below the present size of the volume, which is ${presentBytes} bytes; a device never shrinks`;
    throw invalidRequest(step, "params.sizeBytes", problem);
  }
  try {
    await hypervisor.change("growDevice", step, () => {
      const now = sizesNow(site, step, entry);
      if (now.wholeBytes < sizeBytes) {
        const state = `the volume has ${now.wholeBytes} bytes and not ${sizeBytes}; make it larger in its back end first`;
        throw stepFailed(step, "growDevice", state);
      }
      entry.sizeBytes = sizeBytes - (now.wholeBytes - now.forGuest);
      hypervisor.changed(record);
    });
  } catch (thrown) {
    throw withEffect(thrown, "partial");
  }
  return { sizeBytes: entry.sizeBytes };
}

/** How large the volume is in its back end. Throws `BACKEND_FAILED` where that cannot be told. */
function sizesNow(site: Site, step: StepContext, { volumeId, attachment, key }: VolumeRecord): VolumeSizes {
  if (site.lostVolumes.has(volumeId)) throw stepFailed(step, "growDevice", "the storage back end does not answer");
  try {
    return sizesOf(site, attachment, key === null ? null : Buffer.from(key, "base64"));
  } catch (thrown) {
    throw stepFailed(step, "growDevice", thrown instanceof Error ? thrown.message : String(thrown));
  }
}
