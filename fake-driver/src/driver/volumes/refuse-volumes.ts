/**
 * Refuses block devices that cannot be given, before anything is done.
 *
 * @see Requirement `attachVolume/refuses-a-volume-in-use`
 */

import type { BlockDevices, GuestDevices, VolumeAttachment } from "@virt-driver-kit/spec";
import type { Host } from "../../site/host.ts";
import { placeOf } from "../../site/place-of.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { Attempted } from "../attempted.ts";
import type { DriverContext } from "../driver-context.ts";
import { nameBlockDevices } from "./name-block-devices.ts";
import { OPENABLE_FORMATS, refuseAttachment } from "./refuse-attachment.ts";
import { volumeInUse } from "./volume-failures.ts";
import { invalidRequest, notSupported } from "../refusals.ts";

const BLOCKS = "params.devices.blockDevices";

/**
 * Refuses volumes and local disks that an instance cannot be given. Does nothing where the request says nothing of them.
 *
 * @param about - What is attempted, for the errors.
 * @param record - The instance; null for a new one.
 * @param devices - What the request says.
 * @throws With effect `none`: `VOLUME_IN_USE`, `TOO_MANY_DEVICES`, `NOT_SUPPORTED`, `INVALID_REQUEST`.
 */
export function refuseVolumes(
  context: DriverContext,
  about: Attempted & { readonly instanceUuid?: string | undefined },
  record: InstanceRecord | null,
  devices: GuestDevices | undefined,
): void {
  const blockDevices = devices?.blockDevices;
  if (blockDevices === undefined) return;
  const { volumes = [] } = blockDevices;
  refuseRepeats(about, volumes);
  for (const [index, attachment] of volumes.entries()) {
    const path = `${BLOCKS}.volumes.${index}`;
    refuseAttachment(context, about, path, attachment);
    refuseUsed(context.hypervisor.host, about, record?.uuid ?? about.instanceUuid, attachment);
  }
  refuseLocalDisks(about, blockDevices);
  nameBlockDevices(about, record, blockDevices);
}

/**
 * Refuses a volume that another instance of the host has, or that the host is still connected to for one, unless both are for several.
 *
 * A connection locks the place that it leads to, by whatever name the volume goes.
 *
 * @param instanceUuid - The instance that is to have it.
 * @throws `VOLUME_IN_USE`.
 */
export function refuseUsed(
  host: Host,
  about: Pick<Attempted, "attempt">,
  instanceUuid: string | undefined,
  attachment: VolumeAttachment,
): void {
  const { volumeId, multiattach = false } = attachment;
  for (const { uuid, volumes } of host.instances) {
    const other = volumes.find((has) => has.volumeId === volumeId);
    if (other === undefined || uuid === instanceUuid) continue;
    if (multiattach && other.attachment.multiattach === true) continue;
    throw volumeInUse(about, volumeId, `instance "${uuid}" has volume "${volumeId}", and it is not for several`);
  }
  refuseLocked(host, about, instanceUuid, attachment);
}

function refuseLocked(
  host: Host,
  about: Pick<Attempted, "attempt">,
  instanceUuid: string | undefined,
  { volumeId, connection, multiattach = false }: VolumeAttachment,
): void {
  const place = placeOf(connection);
  for (const { users, isShared, ...is } of host.record.connections) {
    const other = users.find((uuid) => uuid !== instanceUuid);
    if (other === undefined || (is.volumeId !== volumeId && is.place !== place) || (multiattach && isShared)) continue;
    throw volumeInUse(about, volumeId, `the host is connected to it for instance "${other}"; detach it there first`);
  }
}

function refuseRepeats(about: Attempted, volumes: readonly VolumeAttachment[]): void {
  const path = `${BLOCKS}.volumes`;
  if (new Set(volumes.map(({ volumeId }) => volumeId)).size < volumes.length) {
    throw invalidRequest(about, path, "has a volume twice");
  }
  if (volumes.filter(({ bootIndex }) => bootIndex === 0).length > 1) {
    throw invalidRequest(about, path, "has two volumes with bootIndex 0");
  }
}

function refuseLocalDisks(about: Attempted, { root, ephemerals = [], swap }: BlockDevices): void {
  for (const [index, { guestFormat = "blank" }] of ephemerals.entries()) {
    if (guestFormat === "blank") continue;
    const path = `${BLOCKS}.ephemerals.${index}.guestFormat`;
    throw notSupported(about, path, `the driver makes no file system "${guestFormat}"; ask for a blank disk`);
  }
  const disks = [
    { path: `${BLOCKS}.root`, encryption: root?.encryption },
    ...ephemerals.map(({ encryption }, index) => ({ path: `${BLOCKS}.ephemerals.${index}`, encryption })),
    { path: `${BLOCKS}.swap`, encryption: swap?.encryption },
  ];
  for (const { path, encryption } of disks) {
    if (encryption === undefined || OPENABLE_FORMATS.includes(encryption.format)) continue;
    const state = `the driver encrypts with ${OPENABLE_FORMATS.join(" and ")}, and not "${encryption.format}"`;
    throw notSupported(about, `${path}.encryption.format`, state);
  }
}
