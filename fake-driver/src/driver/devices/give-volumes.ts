/** Gives an instance its volumes. */

import { isDeepStrictEqual } from "node:util";
import { DriverError, type VolumeAttachment } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { Host } from "../../site/host.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { ConnectionRecord, VolumeRecord } from "../../site/volume-record.ts";
import type { DriverContext } from "../driver-context.ts";
import {
  connectionsFor,
  connectVolume,
  isAt,
  releaseVolume,
  removeEntry,
  removeUser,
} from "../volumes/connect-volume.ts";
import { withNames } from "../volumes/name-block-devices.ts";
import { isSameAttachment, withoutSecrets } from "../volumes/same-attachment.ts";
import type { GiveOptions } from "./give-devices.ts";

/**
 * Connects the volumes that an instance is to have, and releases those that it is to have no longer.
 *
 * A volume is connected anew if it is not connected, its connection is another one, or `options.afresh` says so.
 *
 * @param wanted - All that it is to have, in their order; undefined for those that it has.
 * @returns The ids of the volumes that were dropped; empty unless `options.mayDropVolumes`.
 * @throws As `connectVolume` and `releaseVolume` do.
 */
export async function giveVolumes(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  wanted: readonly VolumeAttachment[] | undefined,
  options: GiveOptions,
): Promise<string[]> {
  const { host } = context.hypervisor;
  const asked = wanted ?? record.volumes.map(({ attachment, attached }) => ({ ...attachment, attached }));
  const intended = withNames(step, record, asked);
  if (intended.length === 0 && record.volumes.length === 0) return [];
  options.undo.push(restoreVolumes(context, step, record));
  for (const { volumeId } of record.volumes.filter((has) => !intended.some((is) => is.volumeId === has.volumeId))) {
    await releaseVolume(context, step, record, volumeId);
  }
  const dropped: string[] = [];
  for (const attachment of intended) {
    if (options.afresh !== true && isConnected(host, record, attachment)) {
      keep(context, record, attachment);
      continue;
    }
    try {
      await reconnect(context, step, record, attachment, options);
    } catch (thrown) {
      if (options.mayDropVolumes !== true || !canDoWithout(thrown, attachment)) throw thrown;
      await drop(context, step, record, attachment.volumeId);
      dropped.push(attachment.volumeId);
    }
  }
  const places = intended.map(({ volumeId }) => volumeId);
  record.volumes.sort((left, right) => places.indexOf(left.volumeId) - places.indexOf(right.volumeId));
  host.changed(record);
  return dropped;
}

/** Takes what the request says of a volume that stays connected as it is. */
function keep({ hypervisor }: DriverContext, record: InstanceRecord, attachment: VolumeAttachment): void {
  const known = volumeOf(record, attachment);
  if (known !== undefined) known.attachment = withoutSecrets(attachment, known);
  hypervisor.host.changed(record);
}

/** The record keeps its entry until there is a new one, so that a driver that dies in between still knows of the volume. */
async function reconnect(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  attachment: VolumeAttachment,
  { undo }: GiveOptions,
): Promise<void> {
  const { volumeId } = attachment;
  await releaseVolume(context, step, record.uuid, volumeId);
  await connectVolume(context, step, record, attachment, undo);
}

async function drop(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  volumeId: string,
): Promise<void> {
  if (record.volumes.every((has) => has.volumeId !== volumeId)) return;
  await hypervisor.change("detachDevice", step, () => removeEntry(hypervisor.host, record, volumeId));
}

/** A guest starts without a volume that the host does not reach, but not without its root disk. */
function canDoWithout(thrown: unknown, { bootIndex }: VolumeAttachment): boolean {
  return thrown instanceof DriverError && thrown.code === "VOLUME_CONNECTION_FAILED" && bootIndex !== 0;
}

function isConnected(host: Host, record: InstanceRecord, attachment: VolumeAttachment): boolean {
  const known = volumeOf(record, attachment);
  if (known === undefined || !isSameAttachment(known, attachment)) return false;
  if (!isDeepStrictEqual(withoutSecrets(attachment, known).connection, known.attachment.connection)) return false;
  return connectionsFor(host, record.uuid, attachment.volumeId).length > 0;
}

const volumeOf = (record: InstanceRecord, { volumeId }: Pick<VolumeRecord, "volumeId">): VolumeRecord | undefined =>
  record.volumes.find((has) => has.volumeId === volumeId);

const connectionsOf = ({ record: { connections } }: Host, { uuid }: InstanceRecord): ConnectionRecord[] =>
  connections.filter(({ users }) => users.includes(uuid));

/** What makes an instance have, and its host be connected for it to, the volumes of now and no other. */
function restoreVolumes({ hypervisor }: DriverContext, step: StepContext, record: InstanceRecord): () => boolean {
  const { host } = hypervisor;
  const volumes = structuredClone(record.volumes);
  const before = structuredClone(connectionsOf(host, record));
  const isNew = (is: ConnectionRecord): boolean => !before.some(({ volumeId, place }) => isAt(is, volumeId, place));
  return () => {
    const isWithoutNew = hypervisor.undo("disconnectVolume", step, () => removeUser(host, isNew, record.uuid));
    const hasOld = hypervisor.undo("connectVolume", step, () => {
      record.volumes = volumes;
      host.changed(record);
      for (const { volumeId, place, isShared } of before) {
        const there = host.record.connections.find((connection) => isAt(connection, volumeId, place));
        if (there === undefined) host.record.connections.push({ volumeId, place, isShared, users: [record.uuid] });
        else if (!there.users.includes(record.uuid)) there.users.push(record.uuid);
      }
      host.recordChanged();
    });
    return isWithoutNew && hasOld;
  };
}
