import { executedBy, type GuestRun } from "./guest-run.ts";

const BYTES_PER_MIB = 2 ** 20;
const MS_PER_SECOND = 1000;

/**
 * Makes happen what a busy guest has written by now.
 *
 * @param run - The guest. Changed to match.
 * @param mibPerSecond - How much it has written since this was last called, in MiB for each second of execution.
 * @param nowMs - The virtual time.
 * @returns How much it has written since, in bytes.
 */
export function writeThrough(run: GuestRun, mibPerSecond: number, nowMs: number): number {
  const executedMs = executedBy(run, nowMs);
  const bytes = Math.floor(((executedMs - run.written.throughMs) / MS_PER_SECOND) * mibPerSecond * BYTES_PER_MIB);
  run.written = { bytes: run.written.bytes + bytes, throughMs: executedMs };
  return bytes;
}
