/**
 * Connects the host to volumes for its instances, and disconnects it.
 *
 * A host has one connection to a volume, however many of its instances use it. The last one to leave ends it.
 *
 * @see Requirements `attachVolume/failed-attach-leaves-no-connection`, `detachVolume/others-keep-their-connection`
 */

import type { AttachedVolume, VolumeAttachment } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { placeOf } from "../../site/place-of.ts";
import type { Host } from "../../site/host.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { type ConnectionRecord, FORGOTTEN, type VolumeRecord } from "../../site/volume-record.ts";
import type { DriverContext } from "../driver-context.ts";
import type { UndoList } from "../undo-list.ts";
import { nameVolume } from "./name-volume.ts";
import { type OpenedVolume, openVolume, pathsOf } from "./open-volume.ts";
import { refuseUsed } from "./refuse-volumes.ts";
import { withoutSecrets } from "./same-attachment.ts";
import { stepFailed } from "../step-failed.ts";

/**
 * Connects the host to a volume and gives it to an instance, in one step. What the instance had of the volume before is replaced.
 *
 * The guest has the device from its next boot on. `attachVolume` gives it to one that runs.
 *
 * @param step - What for.
 * @param record - The instance.
 * @param attachment - The volume. Where it says nothing of the name, the one that the instance knows it by is kept.
 * @param undo - Is told how to take it back.
 * @returns What to answer.
 * @throws `VOLUME_CONNECTION_FAILED` as {@link openVolume}, `VOLUME_IN_USE` if another instance was faster, `TOO_MANY_DEVICES`, or the error
 *   of the step; nothing is then changed.
 */
export async function connectVolume(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  attachment: VolumeAttachment,
  undo: UndoList,
): Promise<AttachedVolume> {
  const before = record.volumes;
  const known = before.find(({ volumeId }) => volumeId === attachment.volumeId);
  const entry = await connectToHost(context, step, record, attachment, undo, known, (made) => {
    record.volumes = known === undefined ? [...before, made] : before.map((has) => (has === known ? made : has));
    context.hypervisor.host.changed(record);
    undo.push(() =>
      context.hypervisor.undo("detachDevice", step, () => {
        record.volumes = before;
        context.hypervisor.host.changed(record);
      }),
    );
  });
  return entry.attached;
}

/**
 * Connects the host to a volume for an instance, which does not have it yet.
 *
 * @param known - The entry whose place in the guest it takes, if there is one.
 * @param done - Called at the end of the step with the entry that the instance is to have.
 * @returns That entry.
 * @throws As {@link connectVolume}.
 */
export async function connectToHost(
  { hypervisor, site, clock }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  attachment: VolumeAttachment,
  undo: UndoList,
  known?: VolumeRecord,
  done: (entry: VolumeRecord) => void = () => undefined,
): Promise<VolumeRecord> {
  const { volumeId } = attachment;
  const place = placeOf(attachment.connection);
  const { host } = hypervisor;
  const device = nameVolume(step, record, attachment, known);
  const entryOf = (opened: OpenedVolume): VolumeRecord => ({
    volumeId,
    attachment: withoutSecrets(attachment, known),
    attached: { volumeId, ...hostDeviceOf(attachment), ...device },
    isQuiesced: false,
    countedSinceMs: clock.now(),
    ...opened,
  });
  const connect = (): VolumeRecord => {
    refuseUsed(host, step, record.uuid, attachment);
    const entry = entryOf(openVolume(site, step, attachment, known));
    if (attachment.connection.protocol !== "localFile") site.volumeChanged(site.volume(place));
    addUser(host, { volumeId, place, isShared: attachment.multiattach === true }, record.uuid);
    undo.push(() =>
      hypervisor.undo("disconnectVolume", step, () => removeUser(host, (is) => isAt(is, volumeId, place), record.uuid)),
    );
    done(entry);
    return entry;
  };
  return hypervisor.change("connectVolume", step, connect, () => entryOf({ key: null, sizeBytes: 0 }));
}

/**
 * Takes a volume from an instance and ends the host's connection if nobody else needs it. Does nothing, and takes no time, where neither is
 * there. A guest that runs loses the device first, whether it lets go or not.
 *
 * @param step - What for.
 * @param instance - The instance; or its uuid alone, to end what its host is connected to for it and leave it its entry.
 * @param volume - The volume, or its id.
 * @throws `BACKEND_FAILED` if the back end does not answer, or the error of the step. What is not released stays recorded.
 */
export async function releaseVolume(
  { hypervisor, site }: DriverContext,
  step: StepContext,
  instance: InstanceRecord | string,
  volume: VolumeAttachment | string,
): Promise<void> {
  const volumeId = typeof volume === "string" ? volume : volume.volumeId;
  const record = typeof instance === "string" ? undefined : instance;
  const uuid = typeof instance === "string" ? instance : instance.uuid;
  const { host } = hypervisor;
  const hasEntry = record?.volumes.some((has) => has.volumeId === volumeId) === true;
  if (!hasEntry && connectionsFor(host, uuid, volumeId).length === 0) return;
  if (hasEntry && record.run !== null) {
    await hypervisor.change("detachDevice", step, () => {
      hypervisor.settle(record);
      removeEntry(host, record, volumeId);
    });
  }
  await hypervisor.change("disconnectVolume", step, () => {
    const ending = connectionsFor(host, uuid, volumeId).filter(({ users }) => users.length === 1);
    if (ending.length > 0 && site.lostVolumes.has(volumeId)) {
      const state = `the storage back end of volume "${volumeId}" does not answer; repeat the call when it does`;
      throw stepFailed(step, "disconnectVolume", state);
    }
    if (record !== undefined) removeEntry(host, record, volumeId);
    for (const user of [uuid, FORGOTTEN]) removeUser(host, (connection) => connection.volumeId === volumeId, user);
  });
}

/**
 * The connections to a volume that a host has for an instance: one, or two while it moves from one place to another. One of which nobody
 * remembers for whom it was is for whoever asks.
 */
export function connectionsFor({ record }: Host, instanceUuid: string, volumeId: string): ConnectionRecord[] {
  const isMeant = (user: string): boolean => user === instanceUuid || user === FORGOTTEN;
  return record.connections.filter((is) => is.volumeId === volumeId && is.users.some(isMeant));
}

/** The connections to a volume at the place at which an instance has it. */
export function connectionsAt({ record }: Host, { volumeId, attachment }: VolumeRecord): ConnectionRecord[] {
  const place = placeOf(attachment.connection);
  return record.connections.filter((is) => isAt(is, volumeId, place));
}

/** Takes a user from the connections that are meant; one without users is ended. Takes no time. */
export function removeUser(host: Host, isMeant: (connection: ConnectionRecord) => boolean, uuid: string): void {
  for (const connection of host.record.connections.filter(isMeant)) {
    connection.users = connection.users.filter((user) => user !== uuid);
  }
  host.record.connections = host.record.connections.filter(({ users }) => users.length > 0);
  host.recordChanged();
}

/** Takes a volume out of an instance's record. */
export function removeEntry(host: Host, record: InstanceRecord, volumeId: string): void {
  record.volumes = record.volumes.filter((has) => has.volumeId !== volumeId);
  host.changed(record);
}

/** Tells whether a connection leads to that volume at that place. */
export function isAt(
  connection: Pick<ConnectionRecord, "volumeId" | "place">,
  volumeId: string,
  place: string,
): boolean {
  return connection.volumeId === volumeId && connection.place === place;
}

function addUser(host: Host, made: Omit<ConnectionRecord, "users">, uuid: string): void {
  const connection = host.record.connections.find((is) => isAt(is, made.volumeId, made.place));
  if (connection === undefined) host.record.connections.push({ ...made, users: [uuid] });
  else {
    if (!connection.users.includes(uuid)) connection.users.push(uuid);
    connection.isShared &&= made.isShared;
  }
  host.recordChanged();
}

/** Where the volume is on the host; nothing where the hypervisor connects by itself. */
function hostDeviceOf({ volumeId, connection }: VolumeAttachment): Pick<AttachedVolume, "devicePath" | "multipathId"> {
  if (connection.protocol === "localFile") return { devicePath: connection.path };
  const paths = pathsOf(connection);
  if (paths === undefined) return {};
  const devicePath = `/dev/disk/by-id/vdk-${volumeId}`;
  return paths === 1 ? { devicePath } : { devicePath, multipathId: `3${volumeId.replaceAll("-", "")}` };
}
