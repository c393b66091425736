/** The destination's side of a live migration: the place that is kept for a guest, and the moment at which the guest takes it. */

import { copyOfContents } from "../../contents/contents.ts";
import { resumeRun } from "../../guest/guest-run.ts";
import { assertFits } from "../../site/assert-fits.ts";
import { assertPlaceFits } from "../../site/assert-place-fits.ts";
import type { DiskRecord } from "../../site/disk-record.ts";
import type { Host } from "../../site/host.ts";
import { deviceBehind } from "../../site/host-devices.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { InterfaceRecord } from "../../site/interface-record.ts";
import type { IncomingRecord, OutgoingRecord } from "../../site/live-migration-record.ts";
import type { Hypervisor } from "../hypervisor.ts";
import { brokeOff } from "./broke-off.ts";

/** A guest that has been stopped for a moment, and is about to go on elsewhere. */
export interface Departure {
  readonly attempt: string;
  /** The instance at its source, brought up to now. */
  readonly record: InstanceRecord;
  readonly outgoing: OutgoingRecord;
  /** Its local disks at the source; empty where both hosts reach them. */
  readonly disks: readonly DiskRecord[];
}

/** Finds what a host keeps for a guest that is to arrive. */
export function incomingOf({ record }: Pick<Host, "record">, instanceUuid: string): IncomingRecord | undefined {
  return record.incoming.find((incoming) => incoming.instanceUuid === instanceUuid);
}

/**
 * Makes place for a guest whose transfer begins: from now on the instance is `pending` at its destination, and counted.
 *
 * @throws DriverError `BACKEND_FAILED` if the host has not prepared for it, `INSUFFICIENT_RESOURCES` if there is no room any more.
 */
export function makePlace({ host }: Hypervisor, attempt: string, { instanceUuid, destination }: OutgoingRecord): void {
  const incoming = incomingOf(host, instanceUuid);
  const node = host.node(destination);
  if (node === undefined || incoming?.node !== destination || incoming.prepared === null) {
    throw brokeOff(attempt, "prepareGuest", `host "${host.name}" has not prepared for it; call preLiveMigration there`);
  }
  if (host.instance(instanceUuid) !== undefined) {
    throw brokeOff(attempt, "prepareGuest", `host "${host.name}" has an instance of that uuid`);
  }
  if (host.record.nodes[destination]?.isPoweredOn === false) {
    throw brokeOff(attempt, "prepareGuest", `node "${node.name}" is off`);
  }
  assertFits(attempt, node, host.used(destination), incoming.prepared.claim);
  assertPlaceFits(attempt, host, node, incoming.prepared);
  host.addInstance({ ...structuredClone(incoming.prepared), serial: host.nextSerial(), isArriving: true });
}

/** Gives up the place of a guest that has not come. What was prepared for it stays. One that is not there is no error. */
export function removePlace({ host }: Hypervisor, instanceUuid: string): void {
  const place = host.instance(instanceUuid);
  if (place?.isArriving === true) host.removeInstance(place);
}

/**
 * Lets a guest go on at its destination, from where it was: at once, with its memory, its console and its disks as they are now.
 *
 * Devices of the host are the destination's. What the next boot is made from, the connections of volumes and the bindings of interfaces, is
 * still the source's: `postLiveMigrationAtDestination` defines it anew.
 *
 * @returns The instance as the destination has it.
 * @throws DriverError `BACKEND_FAILED` if its place, a disk's counterpart or a volume is missing; nothing has then been changed.
 */
export function arrive(destination: Hypervisor, departure: Departure): InstanceRecord {
  const { host, site } = destination;
  const { attempt, record, outgoing, disks } = departure;
  const incoming = incomingOf(host, record.uuid);
  const place = host.instance(record.uuid);
  if (incoming?.prepared == null || place?.isArriving !== true) {
    throw brokeOff(attempt, "switchOver", `host "${host.name}" does not keep its place any more`);
  }
  assertReceivable(destination, departure, incoming);
  const goesOn = record.powerState === "running" && (!outgoing.isHeld || outgoing.goesOnThere);
  for (const disk of disks) receiveDisk(host, place.node, disk);
  const run = structuredClone(record.run);
  if (run !== null) run.consoleSlot = place.reservedConsoleSlot;
  if (run !== null && goesOn) resumeRun(run, site.clock.now());
  Object.assign(place, structuredClone(record), devicesThere(record, incoming), {
    serial: place.serial,
    node: place.node,
    claim: place.claim,
    reservedConsoleSlot: null,
    isArriving: false,
    run,
    powerState: goesOn ? "running" : "paused",
  } satisfies Partial<InstanceRecord>);
  destination.welcome(place);
  return place;
}

function assertReceivable(
  { host }: Hypervisor,
  { attempt, record, disks }: Departure,
  { node, madeDisks }: IncomingRecord,
): void {
  const pool = host.pool(node);
  for (const { name } of disks) {
    if (madeDisks.includes(name) && pool.disk(record.uuid, name) !== undefined) continue;
    throw brokeOff(attempt, "switchOver", `host "${host.name}" has no counterpart of disk "${name}"`);
  }
  const needed = disks.reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0);
  if (needed > pool.freeBytes) {
    throw brokeOff(attempt, "switchOver", `the store of host "${host.name}" has no room for ${needed} bytes`);
  }
  for (const { volumeId } of record.volumes) {
    const isConnected = host.record.connections.some(
      (connection) => connection.volumeId === volumeId && connection.users.includes(record.uuid),
    );
    if (!isConnected)
      throw brokeOff(attempt, "switchOver", `volume "${volumeId}" is not connected to host "${host.name}"`);
  }
}

function receiveDisk(host: Host, node: string, disk: DiskRecord): void {
  const pool = host.pool(node);
  const made = pool.disk(disk.instanceUuid, disk.name);
  pool.addDisk({
    ...structuredClone(disk),
    contents: copyOfContents(disk.contents),
    imageId: made?.imageId ?? null,
    isKept: false,
  });
}

/** The devices of the destination that take the place of those of the source. */
function devicesThere(
  record: InstanceRecord,
  { pciDevices, mediatedDevices, placement, prepared }: IncomingRecord,
): Partial<InstanceRecord> {
  return {
    pciDevices: record.pciDevices.flatMap((device) => {
      const kept = pciDevices.find(({ source }) => source === device.address);
      return kept === undefined ? [] : [{ ...device, address: kept.destination }];
    }),
    mediatedDevices: record.mediatedDevices.flatMap((device) => {
      const kept = mediatedDevices.find(({ source }) => source === device.uuid);
      return kept === undefined ? [] : [{ ...kept.device, isInGuest: device.isInGuest }];
    }),
    placement: placement ?? record.placement,
    interfaces: record.interfaces.map((has) => interfaceThere(has, prepared)),
    shares: prepared?.shares ?? record.shares,
  };
}

/** An interface that is a device of a host is another one there, and was left behind. */
function interfaceThere(has: InterfaceRecord, prepared: InstanceRecord | null): InterfaceRecord {
  const { portId } = has.networkInterface;
  const there = prepared?.interfaces.find(({ networkInterface }) => networkInterface.portId === portId);
  if (there === undefined) return structuredClone(has);
  const { networkInterface } = there;
  const isDevice = deviceBehind(networkInterface) !== undefined || deviceBehind(has.networkInterface) !== undefined;
  return isDevice ? { ...structuredClone(has), networkInterface, isInGuest: false } : structuredClone(has);
}
