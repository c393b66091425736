/**
 * What a guest wrote to its first serial port, kept as a description instead of as bytes.
 *
 * A guest that ticks for a simulated day writes nine megabytes. Here that is one segment of two numbers, so time costs no memory, the
 * log can be stored as JSON, and any part of it is computed when somebody reads it. All of it is ASCII, so characters are bytes.
 */

import { renderTicks, tickBytes } from "./tick-lines.ts";

/** A piece of the log: text as it is, or the lines `tick first` to `tick last`. */
export type ConsoleSegment =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "ticks"; readonly first: number; readonly last: number };

/** The log of one instance, since it was spawned. Plain data. */
export interface ConsoleLog {
  /** How much of the log is kept, in bytes; null for all of it. Older bytes are gone, as on a real hypervisor. */
  readonly capacityBytes: number | null;
  /** Where in the log the first segment begins, in bytes. */
  startOffset: number;
  /** Where the last segment ends, in bytes. */
  endOffset: number;
  /** The kept pieces, oldest first. The first may reach back beyond what is still readable. */
  segments: ConsoleSegment[];
}

/** What one reading of a log gives; all offsets in bytes since the instance was spawned. */
export interface ConsoleReading {
  readonly text: string;
  readonly offset: number;
  readonly firstOffset: number;
  readonly endOffset: number;
}

const lengthOf = (segment: ConsoleSegment): number =>
  segment.kind === "text" ? segment.text.length : tickBytes(segment.first, segment.last);

/** Makes the log of an instance that has not written yet. */
export function emptyConsole(capacityBytes: number | null): ConsoleLog {
  return { capacityBytes, startOffset: 0, endOffset: 0, segments: [] };
}

/**
 * Adds to the end of a log, and forgets pieces that have fallen out of the kept part.
 *
 * @param log - The log to change.
 * @param added - What the guest wrote. Ticks that continue the last piece are joined to it.
 */
export function appendToConsole(log: ConsoleLog, added: ConsoleSegment): void {
  const last = log.segments.at(-1);
  if (last?.kind === "ticks" && added.kind === "ticks" && added.first === last.last + 1) {
    log.segments[log.segments.length - 1] = { kind: "ticks", first: last.first, last: added.last };
  } else {
    log.segments.push(added);
  }
  log.endOffset += lengthOf(added);
  forgetLost(log);
}

function firstKept(log: ConsoleLog): number {
  return log.capacityBytes === null ? 0 : Math.max(0, log.endOffset - log.capacityBytes);
}

function forgetLost(log: ConsoleLog): void {
  const firstOffset = firstKept(log);
  for (let oldest = log.segments[0]; oldest !== undefined; oldest = log.segments[0]) {
    const end = log.startOffset + lengthOf(oldest);
    if (end > firstOffset) return;
    log.startOffset = end;
    log.segments.shift();
  }
}

/**
 * Reads part of a log.
 *
 * @param log - The log.
 * @param offset - The first byte wanted. One that is no longer kept reads from the first that is; one past the end reads nothing.
 * @param limit - The most bytes to read.
 * @returns The bytes as text, and where they lie.
 */
export function readConsole(log: ConsoleLog, offset: number, limit: number): ConsoleReading {
  const { endOffset } = log;
  const firstOffset = firstKept(log);
  const from = Math.min(Math.max(offset, firstOffset), endOffset);
  const to = Math.min(from + limit, endOffset);
  let text = "";
  let start = log.startOffset;
  for (const segment of log.segments) {
    const end = start + lengthOf(segment);
    if (end > from && start < to) text += slice(segment, Math.max(from - start, 0), Math.min(to, end) - start);
    start = end;
  }
  return { text, offset: from, firstOffset, endOffset };
}

function slice(segment: ConsoleSegment, from: number, to: number): string {
  return segment.kind === "text" ? segment.text.slice(from, to) : renderTicks(segment.first, from, to);
}
