/**
 * Sends the disks of an instance to another host.
 *
 * They arrive under names of their own and get their real ones all at once, when the last byte is there: a transfer that broke off leaves
 * nothing that could be taken for a disk.
 *
 * @see Requirements `migrateDiskAndPowerOff/leftovers-are-not-mixed-in`, `migrateDiskAndPowerOff/failure-restores-the-source`
 */

import { type Call, DriverError } from "@virt-driver-kit/spec";
import { blankContents, copyOfContents } from "../../contents/contents.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { DiskRecord } from "../../site/disk-record.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { nameOnArrival, ownName } from "../../site/moving-disks.ts";
import { assertRoom } from "../assert-room.ts";
import type { DriverContext } from "../driver-context.ts";
import type { UndoList } from "../undo-list.ts";
import { assertLetIn, type Peer } from "./route.ts";

const MS_PER_SECOND = 1000;

/** How much is sent between two looks at the progress: a part of the disk, but no less than this, in bytes. */
const LEAST_CHUNK_BYTES = 1 << 18;
const CHUNKS_PER_DISK = 10;

/** Progress of the call when the first byte leaves and when the last is there, in percent. */
const PERCENT_BEFORE = 20;
const PERCENT_AFTER = 80;

/** What is to be sent. */
export interface SendPlan {
  readonly record: InstanceRecord;
  /** Its disks that go, set aside at the source. */
  readonly disks: readonly DiskRecord[];
  /** Where they go. It lets the source in, or did so before. */
  readonly peer: Peer;
  /** Is told how to remove them there. That needs no network: a host drops by itself what does not arrive in whole. */
  readonly undo: UndoList;
}

/** What is on its way. */
interface Transfer {
  readonly peer: Peer;
  readonly totalBytes: number;
  sentBytes: number;
}

/**
 * Sends disks to a peer. What the peer has of the instance is replaced in full.
 *
 * @param step - What for.
 * @param call - The call, which is told of the progress.
 * @param plan - What is to be sent.
 * @throws `CREDENTIALS_EXPIRED`, `BACKEND_FAILED` if the network breaks, the peer has no room or a step fails, and the signal's reason.
 */
export async function sendDisks(
  context: DriverContext,
  step: StepContext,
  call: Call,
  { record, disks, peer, undo }: SendPlan,
): Promise<void> {
  const { pool } = peer;
  const { uuid } = record;
  const clear = (): void => {
    for (const disk of pool.disks(uuid)) pool.removeDisk(disk);
  };
  await receive(context, step, peer, clear);
  undo.push(() => peer.hypervisor.undo("deleteDisk", step, clear));
  const totalBytes = disks.reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0);
  const transfer: Transfer = { peer, totalBytes, sentBytes: 0 };
  for (const disk of disks) await send(context, step, call, disk, transfer);
  await receive(context, step, peer, () => {
    clear();
    for (const disk of disks) pool.addDisk(arrived(disk));
  });
}

/** Has the peer do something with its store. To the source it is one with its host: what does not answer there is as good as cut off. */
async function receive(context: DriverContext, step: StepContext, peer: Peer, apply: () => void): Promise<void> {
  try {
    await peer.hypervisor.change("receiveDisk", { ...step, node: peer.node }, () => {
      assertConnected(context, step, peer);
      apply();
    });
  } catch (thrown) {
    if (!(thrown instanceof DriverError) || thrown.code !== "BACKEND_UNREACHABLE") throw thrown;
    throw connectionBroke(step, peer);
  }
}

async function send(
  context: DriverContext,
  step: StepContext,
  call: Call,
  disk: DiskRecord,
  transfer: Transfer,
): Promise<void> {
  const { hypervisor, site, clock } = context;
  const { peer } = transfer;
  const name = ownName(disk);
  const arriving: DiskRecord = {
    ...disk,
    name: nameOnArrival(name),
    contents: blankContents(disk.contents.sizeBytes),
    allocatedBytes: 0,
  };
  await hypervisor.change("sendDisk", step, () => {
    assertConnected(context, step, peer);
    assertRoom(step, peer.pool, disk, "sendDisk");
    peer.pool.addDisk(arriving);
  });
  const broken = new AbortController();
  const { host } = peer.hypervisor;
  const stream = site.network.open(hypervisor.host.name, host.name, () => broken.abort(connectionBroke(step, peer)));
  const signal = AbortSignal.any([step.signal, broken.signal]);
  const chunkBytes = Math.max(LEAST_CHUNK_BYTES, Math.ceil(disk.allocatedBytes / CHUNKS_PER_DISK));
  try {
    while (arriving.allocatedBytes < disk.allocatedBytes) {
      const bytes = Math.min(chunkBytes, disk.allocatedBytes - arriving.allocatedBytes);
      await clock.sleep((bytes * MS_PER_SECOND) / site.network.bytesPerSecond, signal);
      hypervisor.look(step.attempt);
      arriving.allocatedBytes += bytes;
      peer.pool.disksChanged(disk.instanceUuid);
      transfer.sentBytes += bytes;
      const percent = PERCENT_BEFORE + ((PERCENT_AFTER - PERCENT_BEFORE) * transfer.sentBytes) / transfer.totalBytes;
      call.reportProgress({ step: `sending disk "${name}"`, percent: Math.floor(percent) });
    }
  } finally {
    site.network.close(stream);
  }
}

/** A disk as it is at the destination: it stands alone, and stays if the instance cannot be built from it. */
function arrived(disk: DiskRecord): DiskRecord {
  return { ...disk, name: ownName(disk), contents: copyOfContents(disk.contents), imageId: null, isKept: true };
}

function assertConnected(context: DriverContext, step: StepContext, peer: Peer): void {
  const { network } = context.site;
  if (!network.isReachable(context.hypervisor.host.name, peer.hypervisor.host.name)) throw connectionBroke(step, peer);
  assertLetIn(context, step, peer);
}

function connectionBroke({ attempt }: StepContext, { hypervisor: { host } }: Peer): DriverError {
  const message = `Cannot ${attempt}: host "${host.name}" does not answer any more; repeat the call when it does`;
  return new DriverError("BACKEND_FAILED", message, { effect: "none", details: { step: "sendDisk" } });
}
