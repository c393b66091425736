/**
 * How a transfer ends that does not come to its end.
 *
 * The source's hypervisor sends for as long as the driver that asked for it listens. When it loses that driver it breaks the transfer off and
 * lets the guest go on; only a guest that is at its destination already stays there.
 */

import { resumeRun } from "../../guest/guest-run.ts";
import type { OutgoingRecord } from "../../site/live-migration-record.ts";
import type { Hypervisor } from "../hypervisor.ts";
import { removePlace } from "./arrival.ts";

/** Ends a transfer whose guest stays: it goes on where it was, and its place at the destination is given up. Does nothing for one that is over. */
export function breakOff(source: Hypervisor, outgoing: OutgoingRecord): void {
  const { host, site } = source;
  if (!forget(source, outgoing)) return;
  const record = host.instance(outgoing.instanceUuid);
  if (record !== undefined && record.run !== null && outgoing.isHeld) {
    resumeRun(record.run, site.clock.now());
    source.changed(record);
  }
  const destination = site.hypervisorOf(outgoing.destination);
  if (destination !== undefined) removePlace(destination, outgoing.instanceUuid);
  site.commit();
}

/** Ends all transfers that an earlier run of the driver began. A guest that had arrived stays there, one that had not goes on here. */
export function abandonTransfers(source: Hypervisor): void {
  source.transfers.clear();
  for (const outgoing of source.host.record.outgoing) {
    if (outgoing.remains === null) breakOff(source, outgoing);
    else forget(source, outgoing);
  }
  source.site.commit();
}

/** Takes a transfer out of the source's record. Returns whether it was there. */
export function forget({ host }: Hypervisor, outgoing: OutgoingRecord): boolean {
  if (!host.record.outgoing.includes(outgoing)) return false;
  host.record.outgoing = host.record.outgoing.filter((other) => other !== outgoing);
  host.recordChanged();
  return true;
}
