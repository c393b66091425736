import type { Call, GuestDevices } from "@virt-driver-kit/spec";
import type { StepContext } from "../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import { allOrNothing } from "./all-or-nothing.ts";
import type { Attempt } from "./begin.ts";
import type { AnsweredDevices } from "./devices/devices-of.ts";
import { type DriverContext, tell, type Transition } from "./driver-context.ts";
import { refuseStart, startGuest } from "./start-guest.ts";
import { UndoList } from "./undo-list.ts";

/** How a guest is brought back. */
export interface Return {
  readonly about: Attempt;
  readonly step: StepContext;
  readonly call: Call;
  /** What the request says. */
  readonly devices: GuestDevices | undefined;
  /** What is told when it runs. */
  readonly transition: Transition;
  /** Whether what is connected and plugged is not to be relied on. */
  readonly afresh?: boolean;
  /** What was done for it already; nothing if left out. */
  readonly undo?: UndoList;
}

/**
 * Starts the guest of an instance that is off, all or nothing, and tells of it.
 *
 * @param record - The instance, `shutdown` or `crashed`.
 * @param how - How it is brought back.
 * @returns What to answer of the devices.
 * @throws With effect `none`, unless the hypervisor was lost and the clean-up is put off; the instance is off then as before.
 * @see Requirement `powerOn/failure-connects-nothing`
 */
export async function bringBack(
  context: DriverContext,
  record: InstanceRecord,
  { about, step, call, devices, transition, afresh = false, undo = new UndoList() }: Return,
): Promise<AnsweredDevices> {
  return allOrNothing(undo, async () => {
    refuseStart(context, about, record, devices);
    const { attachedVolumes, taggedDevices } = await startGuest(context, step, call, record, devices, { undo, afresh });
    tell(context, record, transition, call);
    return { attachedVolumes, taggedDevices };
  });
}
