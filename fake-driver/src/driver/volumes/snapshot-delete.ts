/**
 * Merges files of a volume's chain.
 *
 * What is copied before the last step changes nothing of what the guest reads: the copies are hidden under the files that they come from, or
 * equal what shows through. The chain changes in the last step, all at once.
 *
 * @see Requirements `volumeSnapshotDelete/guest-reads-the-same`, `volumeSnapshotDelete/file-has-left-the-chain`,
 *   `volumeSnapshotDelete/failed-merge-keeps-the-data`
 */

import { truncateSync } from "node:fs";
import type { Call, VolumeSnapshotDeleteParams, VolumeSnapshotDeleteResult } from "@virt-driver-kit/spec";
import type { Part } from "../../contents/contents.ts";
import { copyParts, inBlocks, shareOf } from "../../contents/copy-contents.ts";
import { layerContents, qcow2Contents } from "../../contents/qcow2.ts";
import { largestSize } from "../../contents/qcow2-clusters.ts";
import { type Backing, readQcow2Header, writeBacking, writeVirtualSize } from "../../contents/qcow2-header.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { assertState, begin } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { withEffect } from "../with-effect.ts";
import { chainOf, type FileVolume, fileNameOf, fileVolumeOf, goOver } from "./snapshot-chain.ts";
import { stepFailed } from "../step-failed.ts";

/** In how many steps a merge copies. */
const MERGE_STEPS = 4;

/** What a merge is to do. */
interface Merge {
  /** Which parts have to be copied. */
  readonly parts: () => Part[];
  /** Copies some of them. */
  readonly copy: (parts: readonly Part[]) => void;
  /** Changes the chain; every part has been copied. */
  readonly finish: () => void;
}

/** Carries out `volumeSnapshotDelete`. */
export async function deleteVolumeSnapshot(
  context: DriverContext,
  { instanceUuid, volumeId, merge }: VolumeSnapshotDeleteParams,
  call: Call,
): Promise<VolumeSnapshotDeleteResult> {
  const attempt = `merge files of volume "${volumeId}" of instance "${instanceUuid}"`;
  const { step, record } = begin(context, { operation: "volumeSnapshotDelete", attempt, instanceUuid }, call);
  assertState(step, record, ["running", "paused", "shutdown", "crashed"]);
  const volume = fileVolumeOf(step, record, volumeId);
  try {
    const work = orFail(step, () =>
      merge.kind === "pull"
        ? pull(step, volume, merge.newBackingFile)
        : commit(context, step, record, volume, merge.fileToMerge, merge.mergeTargetFile),
    );
    if (work !== null) await carryOut(context, step, call, record, work);
  } catch (thrown) {
    throw withEffect(thrown, "partial");
  }
  return { activeFileName: activeFileName(record, volumeId, step) };
}

async function carryOut(
  context: DriverContext,
  step: StepContext,
  call: Call,
  record: InstanceRecord,
  work: Merge,
): Promise<void> {
  for (let number = 1; number <= MERGE_STEPS; number += 1) {
    const share = (): void => mergeShare(context, record, work, number);
    await context.hypervisor.change("mergeLayer", step, () => orFail(step, share));
    call.reportProgress({ step: "merging", percent: (100 * number) / MERGE_STEPS });
  }
}

function activeFileName(record: InstanceRecord, volumeId: string, step: StepContext): string {
  return fileNameOf(fileVolumeOf(step, record, volumeId).connection);
}

/** Copies a share; the last time all of it once more, since the guest has gone on writing, and then changes the chain. */
function mergeShare({ hypervisor }: DriverContext, record: InstanceRecord, work: Merge, number: number): void {
  hypervisor.settle(record);
  const isLast = number === MERGE_STEPS;
  work.copy(isLast ? work.parts() : shareOf(work.parts(), number, MERGE_STEPS));
  if (isLast) work.finish();
}

/** Plans to bring what a file holds down into the one below it. Null if it has left the chain already. */
function commit(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  volume: FileVolume,
  fileToMerge: string,
  mergeTargetFile: string,
): Merge | null {
  const chain = chainOf(volume.connection);
  const at = chain.findIndex((file) => fileNameOf(file) === fileToMerge);
  const targetAt = chain.findIndex((file) => fileNameOf(file) === mergeTargetFile);
  if (at === -1 && targetAt !== -1) return null;
  const file = chain[at];
  const target = chain[at + 1];
  if (file === undefined || target === undefined || targetAt !== at + 1) {
    const names = chain.map(fileNameOf).join(" over ");
    throw stepFailed(step, "mergeLayer", `"${fileToMerge}" is not over "${mergeTargetFile}": the chain is ${names}`);
  }
  const above = chain[at - 1];
  const layer = qcow2Contents(file.path);
  return {
    parts: () => inBlocks(layer.ownParts(), layer.sizeBytes),
    copy: (parts) => {
      growTo(target, layer.sizeBytes);
      copyParts(layer, layerContents(target), parts);
    },
    finish: () => {
      if (above === undefined) goOver(context, record, volume, target, volume.entry.isQuiesced);
      else writeBacking(above.path, { name: target.path, format: target.format });
    },
  };
}

/** Plans to bring what the files below hold up into the one that the guest writes to. Null if it stands on the right file already. */
function pull(step: StepContext, volume: FileVolume, newBackingFile: string | undefined): Merge | null {
  const [active, ...below] = chainOf(volume.connection);
  if (active === undefined) throw new RangeError("A chain has at least one file");
  const stays =
    newBackingFile === undefined ? below.length : below.findIndex((file) => fileNameOf(file) === newBackingFile);
  if (stays === 0) return null;
  if (stays === -1) {
    const names = [active, ...below].map(fileNameOf).join(" over ");
    throw stepFailed(step, "mergeLayer", `"${newBackingFile}" is not below the file in use: the chain is ${names}`);
  }
  const backing = below[stays];
  const leaving = below.slice(0, stays);
  const layer = qcow2Contents(active.path);
  return {
    parts: () =>
      inBlocks(
        leaving.flatMap((file) => [...partsOf(file)]),
        layer.sizeBytes,
      ),
    copy: (parts) => {
      for (const { offset, length } of parts) layer.write(offset, layer.read(offset, length));
    },
    finish: () =>
      writeBacking(active.path, backing === undefined ? null : { name: backing.path, format: backing.format }),
  };
}

function partsOf(file: Backing): Iterable<Part> {
  return file.format === "qcow2" ? qcow2Contents(file.path).ownParts() : layerContents(file).usedParts();
}

/** Makes a file as large as the one that goes down into it. */
function growTo({ path, format }: Backing, sizeBytes: number): void {
  if (layerContents({ path, format }).sizeBytes >= sizeBytes) return;
  if (format === "raw") {
    truncateSync(path, sizeBytes);
    return;
  }
  if (largestSize(readQcow2Header(path)) < sizeBytes)
    throw new RangeError(`"${path}" cannot grow to ${sizeBytes} bytes`);
  writeVirtualSize(path, sizeBytes);
}

/** Answers `BACKEND_FAILED` where a file cannot be used. */
function orFail<T>(step: StepContext, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    const isOfFile = thrown instanceof RangeError || (thrown instanceof Error && "syscall" in thrown);
    throw isOfFile ? stepFailed(step, "mergeLayer", thrown.message) : thrown;
  }
}
