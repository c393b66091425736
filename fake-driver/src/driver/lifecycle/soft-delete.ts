/**
 * Putting an instance aside, and bringing it back.
 *
 * @see Requirements `softDelete/stops-and-keeps`, `restore/brings-back-what-was-put-aside`, `event/tells-soft-delete-and-restore`
 */

import type { Call, RestoreParams, RestoreResult, SoftDeleteParams } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { assertState, begin } from "../begin.ts";
import { bringBack } from "../bring-back.ts";
import { cutOff } from "../cut-off.ts";
import { devicesOf } from "../devices/devices-of.ts";
import { type DriverContext, tell } from "../driver-context.ts";
import { refuseStart } from "../start-guest.ts";
import { UndoList } from "../undo-list.ts";
import { withEffect } from "../with-effect.ts";

/** Stops an instance and puts it aside. One that is put aside already is left as it is. */
export async function softDelete(
  context: DriverContext,
  { instanceUuid }: SoftDeleteParams,
  call: Call,
): Promise<Record<string, never>> {
  const about = { operation: "softDelete", attempt: `put instance "${instanceUuid}" aside`, instanceUuid };
  const { step, record } = begin(context, about, call);
  assertState(step, record, ["running", "paused", "shutdown", "crashed", "suspended"]);
  if (record.isPutAside && record.powerState === "shutdown") return {};
  try {
    await cutOff(context, step, record);
    await context.hypervisor.change("keepDisk", step, () => putAside(context, record, true));
  } catch (thrown) {
    throw withEffect(thrown, "partial");
  }
  tell(context, record, "softDeleted", call);
  return {};
}

/** Brings an instance back that was put aside, and starts it, all or nothing. One that runs is left as it is. */
export async function restore(
  context: DriverContext,
  { instanceUuid, devices }: RestoreParams,
  call: Call,
): Promise<RestoreResult> {
  const about = { operation: "restore", attempt: `bring instance "${instanceUuid}" back`, instanceUuid };
  const { step, record } = begin(context, about, call);
  if (record.powerState === "running") return devicesOf(record);
  assertState(step, record, ["shutdown", "crashed"]);
  refuseStart(context, about, record, devices);
  const undo = new UndoList();
  if (record.isPutAside) await takeBack(context, step, record, undo);
  return bringBack(context, record, { about, step, call, devices, transition: "restored", undo });
}

async function takeBack(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  undo: UndoList,
): Promise<void> {
  await context.hypervisor.change("restoreDisk", step, () => putAside(context, record, false));
  undo.push(() => context.hypervisor.undo("keepDisk", step, () => putAside(context, record, true)));
}

function putAside({ hypervisor }: DriverContext, record: InstanceRecord, isPutAside: boolean): void {
  record.isPutAside = isPutAside;
  hypervisor.changed(record);
}
