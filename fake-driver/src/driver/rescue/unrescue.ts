import type { Call, UnrescueParams, UnrescueResult } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { assertState, begin } from "../begin.ts";
import { cutOff } from "../cut-off.ts";
import { type DriverContext, tell } from "../driver-context.ts";
import { refuseStart, startGuest } from "../start-guest.ts";
import { UndoList } from "../undo-list.ts";
import { withEffect } from "../with-effect.ts";
import { RESCUE, rescueDisksOf } from "./rescue-disks.ts";

/**
 * Ends rescue mode and boots an instance from its own disks. One that is not rescued is left as it is.
 *
 * @see Requirements `unrescue/boots-the-own-disk`, `unrescue/works-in-every-power-state`, `unrescue/removes-the-rescue-disk`
 */
export async function unrescue(
  context: DriverContext,
  { instanceUuid, devices }: UnrescueParams,
  call: Call,
): Promise<UnrescueResult> {
  const about = { operation: "unrescue", attempt: `end the rescue of instance "${instanceUuid}"`, instanceUuid };
  const { step, record } = begin(context, about, call);
  assertState(step, record, ["running", "paused", "shutdown", "crashed", "suspended"]);
  if (record.rescue === null) return {};
  refuseStart(context, about, record, devices);
  const undo = new UndoList();
  try {
    await cutOff(context, step, record);
    await removeRescueSystem(context, step, record);
    const given = await startGuest(context, step, call, record, devices, { undo });
    tell(context, record, "unrescued", call);
    return { attachedVolumes: given.attachedVolumes, taggedDevices: given.taggedDevices };
  } catch (thrown) {
    undo.run();
    throw withEffect(thrown, "partial");
  }
}

/** Its disks go first, so that an instance of which some are left still reads as rescued, and a repeat finds them. */
async function removeRescueSystem(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
): Promise<void> {
  const pool = hypervisor.host.pool(record.node);
  for (const disk of rescueDisksOf(pool.disks(record.uuid))) await hypervisor.deleteDisk(step, pool, disk);
  await hypervisor.change("defineInstance", step, () => {
    record.rescue = null;
    record.localDisks = record.localDisks.filter(({ name }) => name !== RESCUE);
    hypervisor.changed(record);
  });
}
