/**
 * Builds a guest around a root disk that is there: the common part of all operations that make one.
 *
 * @see Requirements `spawn/starts-the-guest`, `spawn/obeys-power-on-false`, `waitForExternalEvents/plugs-before-it-waits`
 */

import type { Call, GuestDevices, InjectedFile, Instance } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { allocateConsoles } from "../consoles/allocate-consoles.ts";
import { awaitInterfaces } from "../devices/await-interfaces.ts";
import { giveDevices, type GivenDevices, type GiveOptions } from "../devices/give-devices.ts";
import { openTpm } from "../devices/guest-secrets.ts";
import type { DriverContext } from "../driver-context.ts";
import { createLocalDisks } from "../volumes/local-disks.ts";
import { createConfigDrive } from "./config-drive.ts";
import { writeFiles } from "./injected-files.ts";

/** What is to be built. */
export interface GuestPlan extends GiveOptions {
  readonly instance: Instance;
  /** What the request says of its devices. */
  readonly devices: GuestDevices | undefined;
  readonly injectedFiles?: readonly InjectedFile[] | undefined;
  /** Whether the guest runs in the end; else it is left `shutdown`. */
  readonly powerOn: boolean;
}

/**
 * Makes the other local disks, gives the devices, makes the config drive, defines the instance, and starts its guest when its network is
 * ready.
 *
 * @param step - What for.
 * @param call - The call, which is told of the progress from 50 percent on.
 * @param record - The instance, with its claim, its place and its root disk. It is `pending` or its guest is off.
 * @param plan - What is to be built.
 * @returns What to answer of the devices.
 * @throws The error of the step that failed. What was done until then is for `plan.undo` to take back.
 */
export async function buildGuest(
  context: DriverContext,
  step: StepContext,
  call: Call,
  record: InstanceRecord,
  plan: GuestPlan,
): Promise<GivenDevices> {
  const { hypervisor } = context;
  const { instance, devices, injectedFiles = [], powerOn, undo } = plan;
  const pool = hypervisor.host.pool(record.node);
  const disk = pool.disk(record.uuid, "root");
  await createLocalDisks(context, step, record, devices?.blockDevices, undo);
  if (disk !== undefined) await writeFiles(context, step, injectedFiles, { pool, disk, undo });
  await openTpm(context, step, record, devices, undo);
  const given = await giveDevices(context, step, record, devices, plan);
  await createConfigDrive(context, step, record, instance.configDrive, given.taggedDevices, undo);
  call.reportProgress({ step: "defining the instance", percent: 70 });
  await hypervisor.define(step, record, powerOn);
  if (powerOn) {
    await allocateConsoles(context, step, record, undo);
    await awaitInterfaces(context, step, record, call, devices);
    call.reportProgress({ step: "starting the guest", percent: 85 });
    await hypervisor.start(step, record);
  }
  return given;
}
