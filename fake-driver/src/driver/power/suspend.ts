/** Saving a guest's memory, and going on from it. */

import type { Call, ResumeParams, ResumeResult, SuspendParams } from "@virt-driver-kit/spec";
import { blankContents } from "../../contents/contents.ts";
import { pauseRun, resumeRun } from "../../guest/guest-run.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { invalidState } from "../../hypervisor/invalid-state.ts";
import type { DiskRecord } from "../../site/disk-record.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { allOrNothing } from "../all-or-nothing.ts";
import { assertRoom } from "../assert-room.ts";
import { assertState, begin } from "../begin.ts";
import { allocateConsoles } from "../consoles/allocate-consoles.ts";
import { awaitInterfaces } from "../devices/await-interfaces.ts";
import { devicesOf } from "../devices/devices-of.ts";
import { giveDevices } from "../devices/give-devices.ts";
import { parkHostDevices } from "../devices/host-devices.ts";
import { type DriverContext, tell } from "../driver-context.ts";
import { refuseStart } from "../start-guest.ts";
import { UndoList } from "../undo-list.ts";

const BYTES_PER_MIB = 2 ** 20;
/** The name of the disk that a guest's memory is saved on. */
const MEMORY = "memory";

/**
 * Saves a guest's memory to the node's store and stops it, once the devices of its host have been taken from it. A step that fails leaves the
 * guest running with all its devices.
 *
 * @see Requirements `suspend/stops-execution`, `suspend/failure-leaves-the-guest-running`
 */
export async function suspend(
  context: DriverContext,
  { instanceUuid }: SuspendParams,
  call: Call,
): Promise<Record<string, never>> {
  const about = { operation: "suspend", attempt: `suspend instance "${instanceUuid}"`, instanceUuid };
  const { step, record } = begin(context, about, call);
  if (record.powerState === "suspended") return {};
  assertState(step, record, ["running"]);
  const undo = new UndoList();
  await allOrNothing(undo, async () => {
    await parkHostDevices(context, step, record, undo);
    await context.hypervisor.change("saveMemory", step, () => saveMemory(context, step, record));
  });
  tell(context, record, "suspended", call);
  return {};
}

function saveMemory({ hypervisor, clock }: DriverContext, { attempt }: StepContext, record: InstanceRecord): void {
  hypervisor.settle(record);
  if (record.run === null || record.powerState !== "running") throw invalidState(attempt, record);
  const pool = hypervisor.host.pool(record.node);
  const sizeBytes = record.claim.memoryMib * BYTES_PER_MIB;
  const disk: DiskRecord = {
    instanceUuid: record.uuid,
    name: MEMORY,
    use: "memory",
    format: "raw",
    contents: blankContents(sizeBytes),
    allocatedBytes: sizeBytes,
    imageId: null,
    isKept: false,
    keyDigest: null,
  };
  assertRoom({ attempt }, pool, disk, "saveMemory");
  pool.addDisk(disk);
  pauseRun(record.run, clock.now());
  record.savedRun = record.run;
  record.run = null;
  record.powerState = "suspended";
  hypervisor.changed(record);
}

/**
 * Lets a suspended guest go on where it stopped. A failure keeps the saved memory.
 *
 * @see Requirements `resume/goes-on-where-it-stopped`, `resume/uses-the-saved-memory-once`, `resume/failure-keeps-the-saved-memory`
 */
export async function resume(
  context: DriverContext,
  { instanceUuid, devices }: ResumeParams,
  call: Call,
): Promise<ResumeResult> {
  const about = { operation: "resume", attempt: `resume instance "${instanceUuid}"`, instanceUuid };
  const { step, record } = begin(context, about, call);
  if (record.powerState === "running") return devicesOf(record);
  assertState(step, record, ["suspended"]);
  refuseStart(context, about, record, devices);
  const undo = new UndoList();
  const { attachedVolumes, taggedDevices } = await allOrNothing(undo, async () => {
    const given = await giveDevices(context, step, record, devices, { undo, afresh: true });
    await allocateConsoles(context, step, record, undo);
    await awaitInterfaces(context, step, record, call, devices);
    await context.hypervisor.change("loadMemory", step, () => loadMemory(context, step, record));
    return given;
  });
  tell(context, record, "resumed", call);
  return { attachedVolumes, taggedDevices };
}

function loadMemory({ hypervisor, clock }: DriverContext, { attempt }: StepContext, record: InstanceRecord): void {
  const pool = hypervisor.host.pool(record.node);
  const memory = pool.disk(record.uuid, MEMORY);
  if (record.savedRun === null || memory === undefined) throw hypervisor.failure("loadMemory", attempt);
  pool.removeDisk(memory);
  record.run = { ...record.savedRun, consoleSlot: record.reservedConsoleSlot };
  record.reservedConsoleSlot = null;
  record.savedRun = null;
  resumeRun(record.run, clock.now());
  record.powerState = "running";
  hypervisor.changed(record);
}
