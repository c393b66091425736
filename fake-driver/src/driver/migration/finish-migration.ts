/**
 * The second half of a move, at the destination.
 *
 * @see Requirements `finishMigration/starts-from-the-moved-disks`, `finishMigration/failure-keeps-the-disks`,
 *   `finishMigration/same-host-replaces-the-instance`
 */

import type { Call, FinishMigrationParams, FinishMigrationResult } from "@virt-driver-kit/spec";
import { allOrNothing } from "../all-or-nothing.ts";
import { assertAbsent } from "../assert-absent.ts";
import { assertState, type Attempt, begin, stepOf } from "../begin.ts";
import { type DriverContext, tell } from "../driver-context.ts";
import { allocate } from "../lifecycle/allocate.ts";
import { driverStateOf } from "../lifecycle/driver-state.ts";
import { assertReadable } from "../moves/formats.ts";
import { notPossible } from "../moves/not-possible.ts";
import { nodeOf } from "../not-found.ts";
import { UndoList } from "../undo-list.ts";
import { buildFromDisks } from "./build-from-disks.ts";
import { assertDisksHere, readPrivateData } from "./cold-migration-data.ts";
import { storeWithDisksAside } from "./disks-aside.ts";
import { devicesOfBefore } from "./moved-parts.ts";
import { refuseArrival } from "./refuse-arrival.ts";
import { switchInstance } from "./switch-instance.ts";

/**
 * Builds an instance anew from the disks that its source has brought.
 *
 * A failure takes back all but the disks that came. On the same host it leaves the instance as the first half left it.
 *
 * @param context - The driver's surroundings.
 * @param params - What to build.
 * @param call - The call.
 */
export async function finishMigration(
  context: DriverContext,
  params: FinishMigrationParams,
  call: Call,
): Promise<FinishMigrationResult> {
  const { uuid } = params.instance;
  const about = { operation: "finishMigration", attempt: `finish the move of instance "${uuid}"`, instanceUuid: uuid };
  return params.sameHost === true ? replace(context, about, params, call) : takeIn(context, about, params, call);
}

async function takeIn(
  context: DriverContext,
  about: Attempt,
  params: FinishMigrationParams,
  call: Call,
): Promise<FinishMigrationResult> {
  const { instance, devices, data } = params;
  const host = context.hypervisor.look(about.attempt);
  assertAbsent(host, instance.uuid, about.attempt);
  const node = nodeOf(host, params.node, about.attempt);
  assertReadable(context, about.attempt, data);
  const told = readPrivateData(about, data);
  const store = host.pool(node.uuid);
  assertDisksHere(about, store, data);
  refuseArrival(context, about, node, null, { instance, devices, store, vtpmSecret: told.vtpmSecret });
  const step = stepOf(about, call);
  const undo = new UndoList();
  return allOrNothing(undo, async () => {
    const record = await allocate(context, step, { instance, devices, node }, undo);
    const given = await buildFromDisks(context, step, call, record, { params, told, store, undo });
    tell(context, record, "migrated", call);
    const { attachedVolumes, taggedDevices } = given;
    return { driverState: driverStateOf(record), attachedVolumes, taggedDevices };
  });
}

async function replace(
  context: DriverContext,
  about: Attempt,
  params: FinishMigrationParams,
  call: Call,
): Promise<FinishMigrationResult> {
  const { instance, data } = params;
  const { step, record } = begin(context, about, call);
  assertState(step, record, ["shutdown"]);
  const { host } = context.hypervisor;
  const node = nodeOf(host, params.node, about.attempt);
  assertReadable(context, about.attempt, data);
  const told = readPrivateData(about, data);
  const { move } = record;
  if (move === null)
    throw notPossible(about.attempt, "incompatible-storage", "none of its disks is set aside here; move it first");
  const store = storeWithDisksAside(host, instance.uuid) ?? host.pool(record.node);
  if (!move.isFinished) assertDisksHere(about, store, { ...data, sharedStorage: true });
  const devices = devicesOfBefore(move.before, params.devices);
  refuseArrival(context, about, node, record, { instance, devices, store, vtpmSecret: told.vtpmSecret });
  const undo = new UndoList();
  return allOrNothing(undo, async () => {
    await switchInstance(context, step, record, { instance, devices, node, before: move.before }, undo);
    const plan = { params: { ...params, devices, data: { ...data, sharedStorage: true } }, told, store, undo };
    const { attachedVolumes, taggedDevices } = await buildFromDisks(context, step, call, record, plan);
    tell(context, record, "migrated", call);
    return { driverState: driverStateOf(record), attachedVolumes, taggedDevices };
  });
}
