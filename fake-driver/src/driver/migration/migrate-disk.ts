/**
 * The first half of a move, at the source.
 *
 * The guest is stopped, its disks are set aside and sent, and what it used is released, in this order. A failure takes all of it back but the
 * stop: the disks are where they were, and the instance knows its volumes and interfaces, which a powerOn connects and plugs again.
 *
 * @see Requirements `migrateDiskAndPowerOff/failure-restores-the-source`, `migrateDiskAndPowerOff/stops-the-guest`
 */

import type { Call, MigrateDiskAndPowerOffParams, MigrateDiskAndPowerOffResult } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { disksAside, ownDisks } from "../../site/moving-disks.ts";
import { assertState, begin } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { chooseFormat, knownFormats } from "../moves/formats.ts";
import { notPossible } from "../moves/not-possible.ts";
import { shutDown } from "../power/power-off.ts";
import { UndoList } from "../undo-list.ts";
import { withEffect } from "../with-effect.ts";
import { travels, writeData } from "./cold-migration-data.ts";
import { deleteStaleDisks, putBack, setDisksAside } from "./disks-aside.ts";
import { refuseSmallerDisks } from "./refuse-smaller-disks.ts";
import { movedPartsOf, releaseDevices } from "./moved-parts.ts";
import { type Route, routeOf } from "./route.ts";
import { sendDisks } from "./send-disks.ts";

/**
 * Stops an instance and brings its local disks to where it is to go on.
 *
 * @param context - The driver's surroundings.
 * @param params - Which, and where to.
 * @param call - The call.
 */
export async function migrateDiskAndPowerOff(
  context: DriverContext,
  params: MigrateDiskAndPowerOffParams,
  call: Call,
): Promise<MigrateDiskAndPowerOffResult> {
  const { instanceUuid, destination } = params;
  const about = {
    operation: "migrateDiskAndPowerOff",
    attempt: `move instance "${instanceUuid}" away`,
    instanceUuid,
  };
  const { step, record } = begin(context, about, call);
  assertState(step, record, ["running", "paused", "shutdown", "crashed"]);
  const pool = context.hypervisor.host.pool(record.node);
  if (record.rescue !== null) throw notPossible(about.attempt, "other", "it is in rescue mode; unrescue it first");
  const disks = [...ownDisks(pool, instanceUuid), ...disksStillAside(context, record)];
  refuseSmallerDisks(about, record.description.flavor, params.flavor, disks);
  const acceptedFormats = destination?.acceptedFormats ?? knownFormats(context);
  const format = chooseFormat(context, about.attempt, { destination: { acceptedFormats } });
  const route = routeOf(context, about, pool, params);
  const wasOff = record.powerState === "shutdown";
  const undo = new UndoList();
  try {
    await shutDown(context, step, call, record, params);
    beginMove(context, step, record, undo);
    await moveDisks(context, step, call, { record, route, undo });
    await releaseDevices(context, step, record, params.devices);
  } catch (thrown) {
    const isAsBefore = undo.run() && wasOff;
    throw withEffect(thrown, isAsBefore ? "none" : "partial");
  }
  return { data: writeData(context, record, format, route.kind === "stay") };
}

/** Notes what the instance has. A move that was begun before and not finished goes on with what it has kept. */
function beginMove({ hypervisor }: DriverContext, step: StepContext, record: InstanceRecord, undo: UndoList): void {
  const earlier = record.move?.isFinished === false ? record.move : null;
  const before = earlier?.before ?? movedPartsOf(record);
  record.move = { keptDisks: [...(earlier?.keptDisks ?? [])], before, isFinished: false };
  hypervisor.host.changed(record);
  const pool = hypervisor.host.pool(record.node);
  undo.push(() =>
    hypervisor.undo("restoreDisk", step, () => {
      for (const name of record.move?.keptDisks ?? []) putBack(hypervisor, pool, record.uuid, name);
      Object.assign(record, structuredClone(before));
      record.move = null;
      hypervisor.host.changed(record);
    }),
  );
}

async function moveDisks(
  context: DriverContext,
  step: StepContext,
  call: Call,
  { record, route, undo }: { readonly record: InstanceRecord; readonly route: Route; readonly undo: UndoList },
): Promise<void> {
  call.reportProgress({ step: "setting the disks aside", percent: 10 });
  await deleteStaleDisks(context, step, record);
  await setDisksAside(context, step, record);
  if (route.kind === "stay") return;
  const disks = disksAside(context.hypervisor.host.pool(record.node), record.uuid).filter(travels);
  await sendDisks(context, step, call, { record, disks, peer: route.peer, undo });
}

function disksStillAside(
  { hypervisor }: DriverContext,
  { uuid, node, move }: InstanceRecord,
): ReturnType<typeof ownDisks> {
  return move?.isFinished === false ? disksAside(hypervisor.host.pool(node), uuid) : [];
}
