/**
 * Makes an image of an instance's root disk: the disk as it is at one moment, copied, and written to a sink.
 *
 * @see Requirements `snapshot/holds-the-root-disk`, `snapshot/leaves-nothing-when-it-fails`, `snapshot/tells-its-phases`
 */

import type { Call, SnapshotParams, SnapshotResult } from "@virt-driver-kit/spec";
import { sha256Of } from "../../contents/frozen-contents.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { SparseFile } from "../../contents/sparse-file.ts";
import { writeDisk } from "../../images/disk-formats.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { assertState, begin } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { hasRootVolume } from "../lifecycle/root-volume.ts";
import { invalidRequest, notSupported } from "../refusals.ts";
import { withEffect } from "../with-effect.ts";
import { copyRootDisk } from "./copy-root-disk.ts";
import { formatToWrite } from "./format-to-write.ts";
import { upload } from "./upload.ts";

/** How much of the call is done when the disk has been copied, in per cent. */
const COPIED_PERCENT = 50;

/** Makes an image of an instance's root disk. All or nothing; the guest is afterwards as it was before. */
export async function snapshot(context: DriverContext, params: SnapshotParams, call: Call): Promise<SnapshotResult> {
  const { instanceUuid, imageId, sink } = params;
  const about = { operation: "snapshot", attempt: `make an image of instance "${instanceUuid}"`, instanceUuid };
  const { step, record } = begin(context, about, call);
  assertState(step, record, ["running", "paused", "shutdown", "crashed", "suspended"]);
  const diskFormat = formatToWrite(context, step.attempt, params);
  assertTakesSink(context, step, sink.kind);
  assertHasRootDisk(step, record);
  try {
    call.reportProgress({ step: "copying", percent: 0 });
    const { disk, wasQuiesced } = await copyRootDisk(context, step, record, params.quiesce);
    const file = writeDisk(diskFormat, disk);
    call.reportProgress({ step: "uploading", percent: COPIED_PERCENT });
    let isToBeSent = false;
    await context.hypervisor.change("uploadImage", step, () => {
      isToBeSent = true;
    });
    const onPart = (percent: number): void => {
      const done = COPIED_PERCENT + (percent * (100 - COPIED_PERCENT)) / 100;
      call.reportProgress({ step: "uploading", percent: Math.round(done) });
    };
    if (isToBeSent) await upload(context, call, { attempt: step.attempt, image: { id: imageId }, sink, file, onPart });
    return { image: { diskFormat, ...describe(file, disk) }, quiesced: wasQuiesced };
  } catch (thrown) {
    throw withEffect(thrown, "none");
  }
}

function describe(
  file: SparseFile,
  disk: SparseFile,
): { readonly sizeBytes: number; readonly sha256: string; readonly virtualSizeBytes: number } {
  return { sizeBytes: file.sizeBytes, sha256: sha256Of(file), virtualSizeBytes: disk.sizeBytes };
}

function assertTakesSink({ persona }: DriverContext, step: StepContext, kind: string): void {
  const kinds: readonly string[] = persona.accepts.imageSinks ?? ["file"];
  if (kinds.includes(kind)) return;
  const state = `the node writes images to sinks of kind ${kinds.map((taken) => `"${taken}"`).join(" and ")}`;
  throw notSupported(step, "params.sink.kind", `${state}, and this one is of kind "${kind}"`);
}

/** A volume is copied by the volume service. */
function assertHasRootDisk(step: StepContext, record: InstanceRecord): void {
  if (!hasRootVolume(undefined, record)) return;
  const problem = "names an instance whose root disk is a volume; have the volume service copy it";
  throw invalidRequest(step, "params.instanceUuid", problem);
}
