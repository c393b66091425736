import type { Call, RebootParams, RebootResult } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { assertState, begin } from "../begin.ts";
import { allocateConsoles } from "../consoles/allocate-consoles.ts";
import { cutOff } from "../cut-off.ts";
import { devicesOf } from "../devices/devices-of.ts";
import { refuseDevices } from "../devices/give-devices.ts";
import { type DriverContext, tell } from "../driver-context.ts";
import { refuseStart, startGuest } from "../start-guest.ts";
import { UndoList } from "../undo-list.ts";
import { withEffect } from "../with-effect.ts";
import { powerAttempt } from "./power-attempt.ts";

/** How long a guest may take to shut down in a soft reboot if the caller does not say, in seconds. */
const DEFAULT_TIMEOUT_SECONDS = 120;

const MS_PER_SECOND = 1000;

/** A reboot on its way. */
interface Rebooting {
  readonly record: InstanceRecord;
  readonly params: RebootParams;
  readonly step: StepContext;
  readonly call: Call;
  readonly undo: UndoList;
}

/**
 * Restarts a guest. A hard reboot makes all its connections anew; so does a soft one whose guest did not shut down in time. Whether it does
 * without a data volume that cannot be connected is the persona's choice.
 *
 * @throws With effect `none` what can be refused before the guest is asked; with effect `partial` all else.
 * @see Requirements `reboot/soft-boots-once`, `reboot/soft-falls-back-to-hard`, `reboot/names-dropped-volumes`
 */
export async function reboot(context: DriverContext, params: RebootParams, call: Call): Promise<RebootResult> {
  const { type, instanceUuid, devices } = params;
  const about = powerAttempt("reboot", instanceUuid);
  const { step, record } = begin(context, about, call);
  assertState(step, record, type === "soft" ? ["running"] : ["running", "paused", "shutdown", "crashed", "suspended"]);
  // The module of a guest that runs is open already; only one that is made anew needs its secret.
  if (type === "hard") refuseStart(context, about, record, devices);
  else refuseDevices(context, about, record.node, record, devices);
  const undo = new UndoList();
  const work: Rebooting = { record, params, step, call, undo };
  try {
    const isDone = type === "soft" && (await restartSoftly(context, work));
    const given = isDone ? devicesOf(record) : await restartHard(context, work);
    tell(context, record, "rebooted", call);
    return given;
  } catch (thrown) {
    undo.run();
    throw withEffect(thrown, "partial");
  }
}

/** Asks the guest to shut down, and starts it again if it has. Returns whether it has. */
async function restartSoftly(context: DriverContext, { record, step, undo, params }: Rebooting): Promise<boolean> {
  const { hypervisor } = context;
  const { timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = params;
  const patience = { timeoutMs: timeoutSeconds * MS_PER_SECOND, retryIntervalMs: 0, onStop: () => undefined };
  record.isRestarting = true;
  try {
    if (!(await hypervisor.askToStop(step, record, patience))) return false;
    await allocateConsoles(context, step, record, undo);
    await hypervisor.start(step, record);
    return true;
  } finally {
    record.isRestarting = false;
  }
}

async function restartHard(
  context: DriverContext,
  { record, params, step, call, undo }: Rebooting,
): Promise<RebootResult> {
  await cutOff(context, step, record);
  const mayDropVolumes = context.persona.behaviour.unreachableVolumeAtReboot === "dropped";
  return startGuest(context, step, call, record, params.devices, { undo, afresh: true, mayDropVolumes });
}
