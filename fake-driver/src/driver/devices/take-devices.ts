/**
 * Takes from an instance all that was connected, plugged and claimed for it.
 *
 * @see Requirements `destroy/releases-what-it-is-told-of`, `destroy/unplugs-interfaces`, `destroy/goes-on-past-a-stuck-volume`
 */

import type { GuestDevices, VolumeAttachment } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { Host } from "../../site/host.ts";
import type { DriverContext } from "../driver-context.ts";
import { takeInterface, unplugInterface } from "../interfaces/plug-interface.ts";
import { releaseVolume } from "../volumes/connect-volume.ts";
import { releaseHostDevices } from "./host-devices.ts";

/** What is to be taken. */
export interface TakeOptions {
  /** What the instance had, as a request says it: its volumes are looked for beside all that the driver knows of. */
  readonly devices?: GuestDevices | undefined;
  /** Whether the host's side of the interfaces stays plugged. */
  readonly keepsPlugs?: boolean;
}

/**
 * Releases all devices of an instance, which may be gone already. Its guest is off. Local disks stay.
 *
 * What cannot be released stays recorded, and everything else is released all the same.
 *
 * @param step - What for.
 * @param instanceUuid - The instance.
 * @param options - What is to be taken.
 * @returns What could not be released and why; empty if nothing is left.
 */
export async function takeDevices(
  context: DriverContext,
  step: StepContext,
  instanceUuid: string,
  { devices = {}, keepsPlugs = false }: TakeOptions = {},
): Promise<unknown[]> {
  const { host } = context.hypervisor;
  const record = host.instance(instanceUuid);
  const works = keepsPlugs ? [] : interfaceWorks(context, step, instanceUuid);
  if (record !== undefined) works.push(() => releaseHostDevices(context, step, record));
  for (const volumeId of volumeIdsOf(host, instanceUuid, devices.blockDevices?.volumes)) {
    works.push(() => releaseVolume(context, step, record ?? instanceUuid, volumeId));
  }
  const failures: unknown[] = [];
  for (const work of works) await work().catch((thrown: unknown) => failures.push(thrown));
  return failures;
}

/** Takes the interfaces that an instance has, and unplugs whatever else is plugged for it. */
function interfaceWorks(context: DriverContext, step: StepContext, instanceUuid: string): (() => Promise<unknown>)[] {
  const { host } = context.hypervisor;
  const record = host.instance(instanceUuid);
  const taken = record?.interfaces.map(
    ({ networkInterface }) =>
      () =>
        takeInterface(context, step, record, networkInterface),
  );
  const plugs = host.record.plugs.filter((plug) => plug.instanceUuid === instanceUuid);
  return [...(taken ?? []), ...plugs.map((plug) => () => unplugInterface(context, step, plug, plug.networkInterface))];
}

/** The volumes that an instance has, those that its host is connected to for it, and those that a request names. */
function volumeIdsOf(host: Host, uuid: string, named: readonly VolumeAttachment[] = []): ReadonlySet<string> {
  return new Set([
    ...(host.instance(uuid)?.volumes ?? []).map(({ volumeId }) => volumeId),
    ...host.record.connections.filter(({ users }) => users.includes(uuid)).map(({ volumeId }) => volumeId),
    ...named.map(({ volumeId }) => volumeId),
  ]);
}
