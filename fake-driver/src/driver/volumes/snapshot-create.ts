/**
 * Lets a guest write to a new file over the present one, so that the present one stays as it was.
 *
 * @see Requirements `volumeSnapshotCreate/guest-writes-to-the-new-file`, `volumeSnapshotCreate/failed-snapshot-keeps-the-old-file`,
 *   `volumeSnapshotCreate/repeated-snapshot-succeeds`
 */

import {
  type Call,
  DriverError,
  type VolumeSnapshotCreateParams,
  type VolumeSnapshotCreateResult,
} from "@virt-driver-kit/spec";
import { copyParts, inBlocks } from "../../contents/copy-contents.ts";
import { qcow2Contents } from "../../contents/qcow2.ts";
import { readQcow2Header } from "../../contents/qcow2-header.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { volumeContents } from "../../hypervisor/device-contents.ts";
import { guestAgent } from "../../hypervisor/guest-agent.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { allOrNothing } from "../all-or-nothing.ts";
import { assertState, begin } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { agentUnavailable, freeze } from "../images/quiesce.ts";
import { UndoList } from "../undo-list.ts";
import { besides, type FileVolume, fileNameOf, fileVolumeOf, goOver } from "./snapshot-chain.ts";
import { connectionsAt } from "./connect-volume.ts";
import { stepFailed } from "../step-failed.ts";
import { notSupported } from "../refusals.ts";

/** How long the guest's writes are held at most if the driver dies in between, in milliseconds. */
const HELD_AT_MOST_MS = 60_000;

/** Carries out `volumeSnapshotCreate`. */
export async function createVolumeSnapshot(
  context: DriverContext,
  { instanceUuid, volumeId, snapshot }: VolumeSnapshotCreateParams,
  call: Call,
): Promise<VolumeSnapshotCreateResult> {
  const { hypervisor } = context;
  const { newFileName, quiesce = "ifPossible" } = snapshot;
  const attempt = `make a snapshot of volume "${volumeId}" of instance "${instanceUuid}"`;
  const { step, record } = begin(context, { operation: "volumeSnapshotCreate", attempt, instanceUuid }, call);
  assertState(step, record, ["running", "paused", "shutdown", "crashed"]);
  if (snapshot.format !== "qcow2") {
    throw notSupported(step, "params.snapshot.format", `the driver writes no layers of format "${snapshot.format}"`);
  }
  const volume = fileVolumeOf(step, record, volumeId);
  if (fileNameOf(volume.connection) === newFileName) return resultOf(volume);
  const wasQuiesced = volume.entry.isQuiesced;
  const isQuiesced = quiesce !== "never" && canHold(context, record);
  if (quiesce === "required" && !isQuiesced) throw agentUnavailable(step, record, "writes as before");
  const undo = new UndoList();
  return allOrNothing(undo, async () => {
    const isHeldByUs = isQuiesced && record.quiesce === null;
    if (isHeldByUs) {
      await freeze(context, step, record, HELD_AT_MOST_MS);
      undo.push(() => hypervisor.undo("thawGuest", step, () => letGo(context, record)));
    }
    await hypervisor.change("createLayer", step, () => {
      hypervisor.settle(record);
      const path = besides(volume.connection, newFileName);
      assertLayer(context, step, volume, path);
      goOver(context, record, volume, { path, format: "qcow2" }, isQuiesced);
      undo.push(() => hypervisor.undo("mergeLayer", step, () => goBack(context, step, record, volume, wasQuiesced)));
    });
    if (isHeldByUs) await hypervisor.change("thawGuest", step, () => letGo(context, record));
    return resultOf(fileVolumeOf(step, record, volumeId));
  });
}

function resultOf({ connection, entry: { isQuiesced } }: FileVolume): VolumeSnapshotCreateResult {
  return { activeFileName: fileNameOf(connection), isQuiesced };
}

/** What the guest has written to the new file since is brought down into the present one, which then is as if there had been no other. */
function goBack(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  before: FileVolume,
  wasQuiesced: boolean,
): void {
  const { connection, entry } = fileVolumeOf(step, record, before.entry.volumeId);
  context.hypervisor.settle(record);
  const layer = qcow2Contents(connection.path);
  copyParts(layer, volumeContents(context.site, before.connection), inBlocks(layer.ownParts(), layer.sizeBytes));
  const { path, format } = before.connection;
  goOver(context, record, { connection, entry }, { path, format: format === "qcow2" ? format : "raw" }, wasQuiesced);
}

const canHold = ({ clock }: DriverContext, record: InstanceRecord): boolean =>
  record.quiesce !== null || guestAgent(record, clock.now()) === "answers";

function letGo({ hypervisor }: DriverContext, record: InstanceRecord): void {
  hypervisor.settle(record);
  record.quiesce = null;
  hypervisor.changed(record);
}

/** The volume service has made the new file over the present one. Any other file would show the guest something else. */
function assertLayer(
  { hypervisor }: DriverContext,
  step: StepContext,
  { entry, connection }: FileVolume,
  path: string,
): void {
  const refuse = (state: string): never => {
    throw stepFailed(step, "createLayer", state);
  };
  try {
    const { backing } = readQcow2Header(path);
    if (backing?.path !== connection.path)
      refuse(`"${path}" is over "${backing?.path}" and not over "${connection.path}"`);
  } catch (thrown) {
    if (thrown instanceof DriverError) throw thrown;
    refuse(thrown instanceof Error ? thrown.message : String(thrown));
  }
  const users = connectionsAt(hypervisor.host, entry).flatMap((is) => is.users);
  if (users.length > 1) refuse("other guests write to the volume too; take it from them first");
}
