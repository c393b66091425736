import { executedBy, FIRMWARE_MS, type GuestRun } from "./guest-run.ts";
import { SECTOR_BYTES } from "./probe-parameters.ts";

/** How much a busy guest writes with one request, in bytes. */
const REQUEST_BYTES = 65_536;

/** What a guest has read from a block device and written to it. */
export interface DiskTraffic {
  readonly readRequests: number;
  readonly readBytes: number;
  readonly writeRequests: number;
  readonly writeBytes: number;
}

/** What a guest has done to a device that it has not touched. */
export const NO_TRAFFIC: DiskTraffic = { readRequests: 0, readBytes: 0, writeRequests: 0, writeBytes: 0 };

/**
 * Tells what one run of a guest has done to the device that it boots from: the firmware reads the first sector, and the probe reads its boot
 * counter and writes it back. A busy guest writes more.
 *
 * @param run - The guest, brought up to `nowMs`.
 * @param nowMs - The virtual time.
 * @param isReadOnly - Whether the device refuses what is written.
 */
export function bootTraffic(run: GuestRun, nowMs: number, isReadOnly: boolean): DiskTraffic {
  const readRequests = Number(executedBy(run, nowMs) >= FIRMWARE_MS) + Number(run.hasBooted);
  const bootWrites = Number(run.hasBooted && !isReadOnly);
  const writtenBytes = isReadOnly ? 0 : run.written.bytes;
  return {
    readRequests,
    readBytes: readRequests * SECTOR_BYTES,
    writeRequests: bootWrites + Math.ceil(writtenBytes / REQUEST_BYTES),
    writeBytes: bootWrites * SECTOR_BYTES + writtenBytes,
  };
}
