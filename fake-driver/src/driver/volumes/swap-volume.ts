/**
 * Moves a running guest from one volume to another: a mirror that copies the old to the new, and then a switch.
 *
 * Until the old volume is disconnected it is kept equal to the new one, so that a failure at the very end can go back to it.
 *
 * @see Requirements `swapVolume/new-volume-has-all-data`, `swapVolume/failed-swap-keeps-the-old-volume`,
 *   `swapVolume/guest-sees-the-new-size`, `swapVolume/repeated-swap-succeeds`
 */

import type { Call, SwapVolumeParams, SwapVolumeResult } from "@virt-driver-kit/spec";
import { copyParts, partsToCopy, shareOf } from "../../contents/copy-contents.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { volumeContents } from "../../hypervisor/device-contents.ts";
import { placeOf } from "../../site/place-of.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { VolumeRecord } from "../../site/volume-record.ts";
import { allOrNothing } from "../all-or-nothing.ts";
import { assertState, begin } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { UndoList } from "../undo-list.ts";
import { connectionsFor, connectToHost, isAt, removeUser } from "./connect-volume.ts";
import { refuseAttachment } from "./refuse-attachment.ts";
import { refuseUsed } from "./refuse-volumes.ts";
import { stepFailed } from "../step-failed.ts";
import { notAttached, volumeInUse } from "./volume-failures.ts";
import { invalidRequest, notSupported } from "../refusals.ts";

/** In how many steps the mirror copies. */
const MIRROR_STEPS = 4;

/** Carries out `swapVolume`. */
export async function swapVolume(
  context: DriverContext,
  params: SwapVolumeParams,
  call: Call,
): Promise<SwapVolumeResult> {
  const { instanceUuid, oldVolume, newVolume, sizeBytes } = params;
  const attempt = `swap volume "${oldVolume.volumeId}" of instance "${instanceUuid}" for "${newVolume.volumeId}"`;
  const { step, record } = begin(context, { operation: "swapVolume", attempt, instanceUuid }, call);
  assertState(step, record, ["running", "paused"]);
  refuseAttachment(context, step, "params.newVolume", newVolume);
  const current = entryOf(record, oldVolume, oldVolume.volumeId === newVolume.volumeId);
  const target = entryOf(record, newVolume, true);
  if (newVolume.encryption !== undefined) throw cannotMirror(step, "params.newVolume.encryption");
  if (current !== undefined && current.key !== null) throw cannotMirror(step, "params.oldVolume.encryption");
  if (current === undefined) {
    if (target === undefined) throw notAttached(step, oldVolume.volumeId);
    return finished(context, step, record, params, target);
  }
  if (target !== undefined)
    throw volumeInUse(step, newVolume.volumeId, "the instance has the new volume beside the old");
  refuseUsed(context.hypervisor.host, step, instanceUuid, newVolume);
  if (sizeBytes !== undefined && sizeBytes < current.sizeBytes) {
    const problem = `is below the size of the device, which is ${current.sizeBytes} bytes; a device never shrinks`;
    throw invalidRequest(step, "params.sizeBytes", problem);
  }
  const swap = new Swap(context, step, record, current, new UndoList());
  return swap.run(params, call);
}

const cannotMirror = (step: StepContext, path: string): Error =>
  notSupported(step, path, "the hypervisor mirrors no encrypted volumes");

/** The entry of a volume in an instance's record. `atPlace` tells volumes of one name apart. */
function entryOf(
  record: InstanceRecord,
  { volumeId, connection }: SwapVolumeParams["oldVolume"],
  atPlace: boolean,
): VolumeRecord | undefined {
  const isMeant = (has: VolumeRecord): boolean =>
    has.volumeId === volumeId && (!atPlace || placeOf(has.attachment.connection) === placeOf(connection));
  return record.volumes.find(isMeant);
}

/** Answers a swap that was done before; a driver that died in between may have left the connection to the old volume. */
async function finished(
  { hypervisor }: DriverContext,
  step: StepContext,
  { uuid }: InstanceRecord,
  { oldVolume }: SwapVolumeParams,
  { attached }: VolumeRecord,
): Promise<SwapVolumeResult> {
  const { host } = hypervisor;
  const place = placeOf(oldVolume.connection);
  const left = connectionsFor(host, uuid, oldVolume.volumeId).some((is) => is.place === place);
  if (left) {
    await hypervisor.change("disconnectVolume", step, () =>
      removeUser(host, (is) => isAt(is, oldVolume.volumeId, place), uuid),
    );
  }
  return { attached };
}

/** A swap in progress. */
class Swap {
  readonly #context: DriverContext;
  readonly #step: StepContext;
  readonly #record: InstanceRecord;
  readonly #old: VolumeRecord;
  readonly #undo: UndoList;

  constructor(context: DriverContext, step: StepContext, record: InstanceRecord, old: VolumeRecord, undo: UndoList) {
    this.#context = context;
    this.#step = step;
    this.#record = record;
    this.#old = old;
    this.#undo = undo;
  }

  run({ newVolume, sizeBytes = this.#old.sizeBytes }: SwapVolumeParams, call: Call): Promise<SwapVolumeResult> {
    const { attachment, countedSinceMs } = this.#old;
    const { volumeId, devicePath: _, multipathId: __, ...device } = this.#old.attached;
    return allOrNothing(this.#undo, async () => {
      call.reportProgress({ step: "connecting the new volume", percent: 0 });
      const wanted = { ...newVolume, ...device };
      const connected = await connectToHost(this.#context, this.#step, this.#record, wanted, this.#undo, this.#old);
      this.#assertLargeEnough(connected, sizeBytes);
      const entry: VolumeRecord = {
        ...connected,
        attachment: { ...attachment, ...connected.attachment },
        sizeBytes: this.#old.sizeBytes,
        countedSinceMs,
      };
      for (let number = 1; number <= MIRROR_STEPS; number += 1) {
        await this.#mirror(entry, number);
        call.reportProgress({ step: `mirroring volume "${volumeId}"`, percent: 10 + (80 * number) / MIRROR_STEPS });
      }
      await this.#switchOver(entry);
      if (sizeBytes > this.#old.sizeBytes) await this.#grow(entry, sizeBytes);
      await this.#disconnectOld();
      return { attached: entry.attached };
    });
  }

  #assertLargeEnough({ sizeBytes }: VolumeRecord, neededBytes: number): void {
    if (sizeBytes >= neededBytes) return;
    const state = `the new volume has ${sizeBytes} bytes and the device needs ${neededBytes}; give a larger one`;
    throw stepFailed(this.#step, "mirrorVolume", state);
  }

  #mirror(entry: VolumeRecord, number: number): Promise<void> {
    const { hypervisor } = this.#context;
    return hypervisor.change("mirrorVolume", this.#step, () => {
      hypervisor.settle(this.#record);
      this.#copy(this.#old, entry, number);
    });
  }

  /** The guest goes over at the end of the step, with what it has written since the mirror was there. */
  #switchOver(entry: VolumeRecord): Promise<void> {
    const { hypervisor } = this.#context;
    return hypervisor.change("switchVolume", this.#step, () => {
      hypervisor.settle(this.#record);
      if (this.#record.run === null) {
        const state = `the guest is off since, in power state "${this.#record.powerState}"; start it and call again`;
        throw stepFailed(this.#step, "switchVolume", state);
      }
      this.#copy(this.#old, entry);
      this.#put(entry, this.#old);
      this.#undo.push(() =>
        hypervisor.undo("switchVolume", this.#step, () => {
          hypervisor.settle(this.#record);
          this.#copy(entry, this.#old);
          this.#put(this.#old, entry);
        }),
      );
    });
  }

  async #grow(entry: VolumeRecord, sizeBytes: number): Promise<void> {
    const { hypervisor } = this.#context;
    await hypervisor.change("growDevice", this.#step, () => {
      entry.sizeBytes = sizeBytes;
      hypervisor.changed(this.#record);
    });
  }

  async #disconnectOld(): Promise<void> {
    const { hypervisor, site } = this.#context;
    const { volumeId, attachment } = this.#old;
    const place = placeOf(attachment.connection);
    await hypervisor.change("disconnectVolume", this.#step, () => {
      if (site.lostVolumes.has(volumeId)) {
        const state = `the storage back end of volume "${volumeId}" does not answer; call again when it does`;
        throw stepFailed(this.#step, "disconnectVolume", state);
      }
      removeUser(hypervisor.host, (is) => isAt(is, volumeId, place), this.#record.uuid);
    });
  }

  /** Copies what a device holds, or a share of it, as far as the device goes. */
  #copy(from: VolumeRecord, to: VolumeRecord, number?: number): void {
    const { site } = this.#context;
    const source = volumeContents(site, from.attachment.connection);
    const target = volumeContents(site, to.attachment.connection);
    const parts = partsToCopy(source, target, this.#old.sizeBytes);
    copyParts(source, target, number === undefined ? parts : shareOf(parts, number, MIRROR_STEPS));
  }

  #put(entry: VolumeRecord, inPlaceOf: VolumeRecord): void {
    this.#record.volumes = this.#record.volumes.map((has) => (has === inPlaceOf ? entry : has));
    this.#context.hypervisor.changed(this.#record);
  }
}
