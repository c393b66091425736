/**
 * How a guest's memory and disks are copied while it goes on writing, as arithmetic on virtual time.
 *
 * All is sent once; what the guest writes meanwhile is sent in the next round, and so on. A round that is short enough to be sent while the
 * guest stands still is the last. A guest that writes as fast as the link carries never comes to that.
 */

import type { MigrationProgress } from "@virt-driver-kit/spec";

const MS_PER_SECOND = 1000;

/** For how long a guest may stand still at the end, in milliseconds. */
const DOWNTIME_MS = 300;

/** Two numbers of bytes that are sent over the same link, disks first. */
export interface Bytes {
  readonly memory: number;
  readonly disk: number;
}

/** A copy in progress. Plain data; times are on the virtual clock. */
export interface GuestCopy {
  readonly bytesPerSecond: number;
  /** What there is in all; nothing of disks where both hosts reach them. */
  readonly total: Bytes;
  readonly startedAtMs: number;
  roundStartedAtMs: number;
  /** What is sent in this round. */
  round: Bytes;
  /** What was sent in earlier rounds. */
  sent: Bytes;
}

/** Begins to copy, at `nowMs` of virtual time. */
export function beginCopy(total: Bytes, bytesPerSecond: number, nowMs: number): GuestCopy {
  return {
    bytesPerSecond,
    total,
    startedAtMs: nowMs,
    roundStartedAtMs: nowMs,
    round: total,
    sent: { memory: 0, disk: 0 },
  };
}

/** When the last byte of this round is there, in milliseconds of virtual time. */
export function roundEndsAtMs({ round, roundStartedAtMs, bytesPerSecond }: GuestCopy): number {
  return roundStartedAtMs + Math.ceil(((round.memory + round.disk) * MS_PER_SECOND) / bytesPerSecond);
}

/** Whether what is left of a round can be sent while the guest stands still. */
export function fitsDowntime({ round, bytesPerSecond }: Pick<GuestCopy, "round" | "bytesPerSecond">): boolean {
  return ((round.memory + round.disk) * MS_PER_SECOND) / bytesPerSecond <= DOWNTIME_MS;
}

/**
 * Begins the next round, whether or not this one is at its end.
 *
 * @param copy - The copy. Changed.
 * @param dirtied - What the guest has written since this round began. No more than there is counts.
 * @param nowMs - The virtual time.
 */
export function nextRound(copy: GuestCopy, dirtied: Bytes, nowMs: number): void {
  const sent = sentInRound(copy, nowMs);
  const left = (of: keyof Bytes): number => Math.min(copy.total[of], copy.round[of] - sent[of] + dirtied[of]);
  copy.sent = { memory: copy.sent.memory + sent.memory, disk: copy.sent.disk + sent.disk };
  copy.round = { memory: left("memory"), disk: left("disk") };
  copy.roundStartedAtMs = nowMs;
}

/** How far a copy has come by `nowMs`. What the guest has written in this round shows in the next. */
export function figuresOf(copy: GuestCopy, nowMs: number): MigrationProgress {
  const sent = sentInRound(copy, nowMs);
  const { total, round, sent: before } = copy;
  return {
    memoryTotalBytes: total.memory,
    memoryProcessedBytes: before.memory + sent.memory,
    memoryRemainingBytes: round.memory - sent.memory,
    ...(total.disk > 0 && {
      diskTotalBytes: total.disk,
      diskProcessedBytes: before.disk + sent.disk,
      diskRemainingBytes: round.disk - sent.disk,
    }),
  };
}

/** How much of all has reached the other host by `nowMs`, in percent. Falls again when a round is larger than the last. */
export function percentOf(copy: GuestCopy, nowMs: number): number {
  const sent = sentInRound(copy, nowMs);
  const total = copy.total.memory + copy.total.disk;
  const remaining = copy.round.memory + copy.round.disk - sent.memory - sent.disk;
  return total === 0 ? 100 : Math.floor((100 * (total - remaining)) / total);
}

function sentInRound({ round, roundStartedAtMs, bytesPerSecond }: GuestCopy, nowMs: number): Bytes {
  const carried = Math.floor(((nowMs - roundStartedAtMs) * bytesPerSecond) / MS_PER_SECOND);
  const disk = Math.min(round.disk, carried);
  return { disk, memory: Math.min(round.memory, carried - disk) };
}
