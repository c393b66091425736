/**
 * Starts a guest that is off: the common part of the operations that bring one back.
 *
 * @see Requirements `powerOn/boots-the-guest`, `powerOn/failure-connects-nothing`, `resumeStateOnHostBoot/starts-what-is-off`
 */

import { type Call, DriverError, type GuestDevices } from "@virt-driver-kit/spec";
import type { StepContext } from "../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import type { Attempt } from "./begin.ts";
import { allocateConsoles } from "./consoles/allocate-consoles.ts";
import { awaitInterfaces } from "./devices/await-interfaces.ts";
import { giveDevices, type GivenDevices, type GiveOptions, refuseDevices } from "./devices/give-devices.ts";
import { openTpm, refuseSecrets } from "./devices/guest-secrets.ts";
import type { DriverContext } from "./driver-context.ts";

/**
 * Refuses to start a guest, before anything is done.
 *
 * @param about - What is attempted.
 * @param devices - What the request says.
 * @throws {@link DriverError} With effect `none`: as `refuseDevices` and `refuseSecrets` do.
 */
export function refuseStart(
  context: DriverContext,
  about: Attempt,
  record: InstanceRecord,
  devices: GuestDevices | undefined,
): void {
  refuseDevices(context, about, record.node, record, devices);
  const user = { ...record, hasTpm: record.hardware?.tpmVersion !== undefined };
  refuseSecrets(context.hypervisor.look(about.attempt), about.attempt, user, devices);
}

/**
 * Gives a guest its devices and starts it. It is ready before its network is waited for, and executes nothing until then.
 *
 * @param step - What for.
 * @param call - The call.
 * @param record - The instance, `shutdown` or `crashed`. {@link refuseStart} has let it pass.
 * @param devices - What the request says.
 * @param options - How the devices are given.
 * @returns What to answer of the devices.
 * @throws {@link DriverError} `BACKEND_FAILED` if there is nothing to boot from, and the error of the step that failed. What was done until
 *   then is for `options.undo` to take back.
 */
export async function startGuest(
  context: DriverContext,
  step: StepContext,
  call: Call,
  record: InstanceRecord,
  devices: GuestDevices | undefined,
  options: GiveOptions,
): Promise<GivenDevices> {
  const { hypervisor } = context;
  await openTpm(context, step, record, devices, options.undo);
  const given = await giveDevices(context, step, record, devices, options);
  if (hypervisor.bootDisk(record) === undefined) throw nothingToBoot(step.attempt);
  await allocateConsoles(context, step, record, options.undo);
  await awaitInterfaces(context, step, record, call, devices);
  await hypervisor.start(step, record);
  return given;
}

function nothingToBoot(attempt: string): DriverError {
  const message = `Cannot ${attempt}: it has no root disk that could be booted; rebuild or destroy it`;
  return new DriverError("BACKEND_FAILED", message, { effect: "none", details: { step: "startGuest" } });
}
