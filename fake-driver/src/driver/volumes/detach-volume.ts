/**
 * Takes a volume from an instance.
 *
 * @see Requirements `detachVolume/released-when-it-returns`, `detachVolume/a-deaf-guest-keeps-its-device`,
 *   `detachVolume/absence-still-disconnects`, `detachVolume/can-be-repeated-after-failure`
 */

import { type Call, type DetachVolumeParams, DriverError } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { assertState, stepOf } from "../begin.ts";
import { detachFromGuest } from "../devices/detach-from-guest.ts";
import type { DriverContext } from "../driver-context.ts";
import { withEffect } from "../with-effect.ts";
import { releaseVolume, removeEntry } from "./connect-volume.ts";

const MS_PER_SECOND = 1000;

/** Carries out `detachVolume`: first the device goes, then the connection. A repeat goes on from where it broke off. */
export async function detachVolume(
  context: DriverContext,
  { instanceUuid, volume: { volumeId }, timeoutSeconds }: DetachVolumeParams,
  call: Call,
): Promise<Record<string, never>> {
  const { hypervisor } = context;
  const attempt = `detach volume "${volumeId}" from instance "${instanceUuid}"`;
  const step = stepOf({ operation: "detachVolume", attempt, instanceUuid }, call);
  const record = hypervisor.look(attempt).instance(instanceUuid);
  if (record !== undefined) {
    hypervisor.settle(record);
    assertState(step, record, ["running", "paused", "shutdown", "crashed"]);
    await takeDevice(context, step, record, volumeId, timeoutSeconds * MS_PER_SECOND);
    call.reportProgress({ step: "disconnecting the host", percent: 60 });
  }
  try {
    await releaseVolume(context, step, instanceUuid, volumeId);
  } catch (thrown) {
    throw withEffect(thrown, "partial");
  }
  return {};
}

/** Does nothing for an instance that does not have the device. */
async function takeDevice(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  volumeId: string,
  timeoutMs: number,
): Promise<void> {
  const { host } = context.hypervisor;
  const entry = record.volumes.find((has) => has.volumeId === volumeId);
  if (entry === undefined) return;
  try {
    await detachFromGuest(context, step, record, {
      device: entry.attached.deviceName ?? volumeId,
      remove: () => removeEntry(host, record, volumeId),
      timeoutMs,
    });
  } catch (thrown) {
    // The guest may have been asked, so its kernel may show a device on its way out.
    throw isRefusal(thrown) ? thrown : withEffect(thrown, "partial");
  }
}

const isRefusal = (thrown: unknown): boolean =>
  thrown instanceof DriverError && (thrown.code === "DEVICE_DETACH_FAILED" || thrown.code === "BACKEND_UNREACHABLE");
