/**
 * Copies an instance's root disk as it is at one moment, with its guest held in the meantime as far as it is to be.
 *
 * @see Requirements `snapshot/returns-the-guest-to-its-state`, `snapshot/thaws-what-it-froze`, `snapshot/required-quiesce-is-required`
 */

import { DriverError, type SnapshotParams } from "@virt-driver-kit/spec";
import { frozenContents } from "../../contents/frozen-contents.ts";
import { type SparseFile, sparseFileOf } from "../../contents/sparse-file.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { diskContents } from "../../hypervisor/device-contents.ts";
import { guestAgent } from "../../hypervisor/guest-agent.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { assertRoom } from "../assert-room.ts";
import type { DriverContext } from "../driver-context.ts";
import { ROOT } from "../lifecycle/root-disk.ts";
import { UndoList } from "../undo-list.ts";
import { holdGuest, releaseGuest } from "./hold-guest.ts";
import { agentUnavailable, freeze } from "./quiesce.ts";

/** A guest that the driver died over writes again by itself after this time, in milliseconds. */
const FROZEN_AT_MOST_MS = 60_000;

/** A root disk as it was at one moment. */
export interface RootDiskCopy {
  /** What the guest finds on it, in the clear. */
  readonly disk: SparseFile;
  /** Whether the guest was quiesced all the while. */
  readonly wasQuiesced: boolean;
}

/**
 * Copies the root disk.
 *
 * @param quiesce - What the request says of it; undefined for not at all.
 * @throws `GUEST_AGENT_UNAVAILABLE` or `GUEST_REFUSED` if the guest has to be quiesced and cannot be, and what the steps throw. The guest
 *   is then as it was.
 */
export async function copyRootDisk(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  quiesce: SnapshotParams["quiesce"],
): Promise<RootDiskCopy> {
  const { hypervisor } = context;
  const after = new UndoList();
  try {
    const isQuiesced = await quiesceFor(context, step, record, quiesce, after);
    await holdFor(context, step, record, after);
    const disk = await hypervisor.change("snapshotDisk", step, () => rootDisk(context, step, record), emptyFile);
    const wasQuiesced = isQuiesced && record.quiesce !== null;
    after.run();
    await hypervisor.change("copyDisk", step, () => undefined);
    return { disk, wasQuiesced };
  } finally {
    after.run();
  }
}

const emptyFile = (): SparseFile => sparseFileOf(Buffer.alloc(0));

/** The copy takes as much room as the disk does. */
function rootDisk({ hypervisor, site }: DriverContext, step: StepContext, record: InstanceRecord): SparseFile {
  hypervisor.settle(record);
  const pool = hypervisor.host.pool(record.node);
  const disk = pool.disk(record.uuid, ROOT);
  if (disk === undefined) throw hypervisor.failure("snapshotDisk", step.attempt);
  assertRoom(step, pool, disk, "snapshotDisk");
  return frozenContents(diskContents(site, pool, disk));
}

/** Returns whether the guest is quiesced now, by this call or before. */
async function quiesceFor(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  quiesce: SnapshotParams["quiesce"],
  after: UndoList,
): Promise<boolean> {
  if (record.quiesce !== null) return true;
  if (quiesce === undefined || record.powerState === "shutdown" || record.powerState === "crashed") return false;
  try {
    if (record.powerState !== "running") throw agentUnavailable(step, record, `is ${record.powerState}`);
    await freeze(context, step, record, FROZEN_AT_MOST_MS);
  } catch (thrown) {
    if (quiesce === "preferred" && isRefusedByGuest(thrown)) return false;
    throw thrown;
  }
  after.push(() => thaw(context, step, record));
  return true;
}

const isRefusedByGuest = (thrown: unknown): boolean =>
  thrown instanceof DriverError && (thrown.code === "GUEST_AGENT_UNAVAILABLE" || thrown.code === "GUEST_REFUSED");

/** A guest whose agent has fallen silent writes again as soon as it can be told to. */
function thaw({ hypervisor, clock }: DriverContext, step: StepContext, record: InstanceRecord): boolean {
  return hypervisor.undo("thawGuest", step, () => {
    hypervisor.settle(record);
    if (record.quiesce === null) return;
    record.quiesce = guestAgent(record, clock.now()) === "silent" ? { untilMs: clock.now() } : null;
    hypervisor.changed(record);
  });
}

/** Holds a running guest where the hypervisor copies only disks that nobody writes to. */
async function holdFor(
  { hypervisor, persona }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  after: UndoList,
): Promise<void> {
  if (persona.behaviour.snapshotGuest !== "paused" || record.powerState !== "running") return;
  await holdGuest(hypervisor, step, record);
  after.push(() => hypervisor.undo("unpauseGuest", step, () => releaseGuest(hypervisor, record)));
}
