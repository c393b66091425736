/**
 * Taking a move back, at the source.
 *
 * It starts from whatever is there: an instance that never moved, one of which a part is set aside, or disks without an instance. What it
 * has done it leaves done when it fails, for the next attempt to go on from, but devices that were given.
 *
 * @see Requirements `finishRevertMigration/brings-back-the-guest-of-before`, `finishRevertMigration/works-from-any-half-done-state`,
 *   `finishRevertMigration/works-from-kept-disks`
 */

import {
  type Call,
  DriverError,
  type FinishRevertMigrationParams,
  type FinishRevertMigrationResult,
} from "@virt-driver-kit/spec";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import { ownDisks } from "../../site/moving-disks.ts";
import { assertState, type Attempt, begin, stepOf } from "../begin.ts";
import { type AnsweredDevices, devicesOf } from "../devices/devices-of.ts";
import { giveDevices } from "../devices/give-devices.ts";
import { type DriverContext, tell } from "../driver-context.ts";
import { giveKernel } from "../images/give-kernel.ts";
import { allocate } from "../lifecycle/allocate.ts";
import { buildGuest } from "../lifecycle/build-guest.ts";
import { driverStateOf } from "../lifecycle/driver-state.ts";
import { presentRoot } from "../lifecycle/root-disk.ts";
import { hasRootVolume } from "../lifecycle/root-volume.ts";
import { describeDisk } from "../moves/describe-disk.ts";
import { nodeOf } from "../not-found.ts";
import { shutDown } from "../power/power-off.ts";
import { startGuest } from "../start-guest.ts";
import { UndoList } from "../undo-list.ts";
import { withEffect } from "../with-effect.ts";
import { deleteStaleDisks, restoreDisks, storeWithDisksAside } from "./disks-aside.ts";
import { withDiskSizes } from "./local-disk-sizes.ts";
import { devicesOfBefore } from "./moved-parts.ts";
import { refuseArrival } from "./refuse-arrival.ts";
import { switchInstance } from "./switch-instance.ts";

const AT_ONCE = { timeoutSeconds: 0, retryIntervalSeconds: 0 };

/**
 * Brings an instance back, as it was before it began to move.
 *
 * @param context - The driver's surroundings.
 * @param params - What it was.
 * @param call - The call.
 */
export async function finishRevertMigration(
  context: DriverContext,
  params: FinishRevertMigrationParams,
  call: Call,
): Promise<FinishRevertMigrationResult> {
  const { uuid } = params.instance;
  const about = {
    operation: "finishRevertMigration",
    attempt: `take back the move of instance "${uuid}"`,
    instanceUuid: uuid,
  };
  const host = context.hypervisor.look(about.attempt);
  const node = nodeOf(host, params.node, about.attempt);
  const record = host.instance(uuid);
  const undo = new UndoList();
  if (record === undefined) return rebuildFromDisks(context, about, { params, node, call, undo });
  const { attachedVolumes, taggedDevices } = await restoreInPlace(context, about, record, { params, node, call, undo });
  return { driverState: driverStateOf(record), attachedVolumes, taggedDevices };
}

/** A revert on its way. */
interface Revert {
  readonly params: FinishRevertMigrationParams;
  readonly node: NodeRecord;
  readonly call: Call;
  readonly undo: UndoList;
}

async function restoreInPlace(
  context: DriverContext,
  about: Attempt,
  record: InstanceRecord,
  { params: { instance, powerOn, ...params }, node, call, undo }: Revert,
): Promise<AnsweredDevices> {
  const { step } = begin(context, about, call);
  assertState(step, record, ["running", "shutdown", "crashed"]);
  const { move } = record;
  if (move === null && powerOn && record.powerState === "running") return devicesOf(record);
  const devices = move === null ? params.devices : devicesOfBefore(move.before, params.devices);
  const store = storeWithDisksAside(context.hypervisor.host, record.uuid) ?? context.hypervisor.host.pool(node.uuid);
  refuseArrival(context, about, node, record, { instance, devices, store });
  try {
    if (record.run !== null || !powerOn) await shutDown(context, step, call, record, AT_ONCE);
    if (move !== null) {
      await switchInstance(context, step, record, { instance, devices, node, before: move.before }, new UndoList());
      await restoreDisks(context, step, record.uuid, store, move.keptDisks);
      await deleteStaleDisks(context, step, record);
    }
    const given = powerOn
      ? await startGuest(context, step, call, record, devices, { undo })
      : await giveDevices(context, step, record, devices, { undo });
    record.move = null;
    context.hypervisor.changed(record);
    if (powerOn) tell(context, record, "started", call);
    return given;
  } catch (thrown) {
    undo.run();
    throw withEffect(thrown, "partial");
  }
}

async function rebuildFromDisks(
  context: DriverContext,
  about: Attempt,
  { params, node, call, undo }: Revert,
): Promise<FinishRevertMigrationResult> {
  const { instance, powerOn } = params;
  const { uuid, flavor } = instance;
  const { hypervisor } = context;
  const { host } = hypervisor;
  const pool = host.pool(node.uuid);
  const storeAside = storeWithDisksAside(host, uuid);
  if (storeAside === undefined && ownDisks(pool, uuid).length === 0) throw noDisks(about);
  const store = storeAside ?? pool;
  refuseArrival(context, about, node, null, { instance, devices: params.devices, store });
  const step = stepOf(about, call);
  try {
    await restoreDisks(context, { ...step, node: node.uuid }, uuid, store);
    const disks = ownDisks(pool, uuid).map((disk) => describeDisk(pool, disk));
    const devices = withDiskSizes({ flavor, devices: params.devices, disks, localDisks: [], resizeDisks: false });
    const record = await allocate(context, step, { instance, devices, node }, undo);
    await deleteStaleDisks(context, step, record);
    if (!hasRootVolume(devices, record)) presentRoot(context, step, record, instance, devices);
    await giveKernel(context, step, call, record, instance.image, undo);
    const given = await buildGuest(context, step, call, record, { instance, devices, powerOn, undo });
    if (powerOn) tell(context, record, "started", call);
    const { attachedVolumes, taggedDevices } = given;
    return { driverState: driverStateOf(record), attachedVolumes, taggedDevices };
  } catch (thrown) {
    undo.run();
    throw withEffect(thrown, "partial");
  }
}

function noDisks({ attempt, instanceUuid }: Attempt): DriverError {
  const message = `Cannot ${attempt}: the host has neither the instance nor any disk of it`;
  return new DriverError("INSTANCE_NOT_FOUND", message, { effect: "none", details: { instanceUuid } });
}
