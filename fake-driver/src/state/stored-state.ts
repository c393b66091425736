/**
 * The form in which a fake driver's state lies on disk: one file for the hypervisor, and one for each uuid that it holds something of.
 *
 * A uuid's instance and disks share a file so that they change together. Each file carries the counters of the moment at which it was
 * written; the highest of all files hold, so that time never runs backwards whichever file was written last.
 */

import type { Holding } from "../hypervisor/site.ts";
import { anyOf, count, flag, listOf, object, oneOf, orNull, type Shape, text } from "./shape.ts";

/** What only ever rises in the life of a hypervisor. */
export interface Counters {
  /** The virtual time, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly nowMs: number;
  /** How many steps were begun. */
  readonly callCount: number;
  /** The serial of the newest instance ever. */
  readonly lastSerial: number;
}

/** What a hypervisor was made with. A later run with other values would contradict what is stored. */
export interface StoredSettings {
  readonly seed: number;
  readonly nodes: number;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly diskGib: number;
}

const HEADER = { format: "vdk-fake-driver", version: 1 } as const;

/** The hypervisor's own file. */
export type HypervisorFile = typeof HEADER & { readonly settings: StoredSettings; readonly counters: Counters };

/** The file of one uuid. */
export type HoldingFile = typeof HEADER & { readonly counters: Counters } & Holding;

/** Builds the contents of the hypervisor's own file. */
export function hypervisorFile(settings: StoredSettings, counters: Counters): HypervisorFile {
  return { ...HEADER, settings, counters };
}

/** Builds the contents of the file of one uuid. */
export function holdingFile(holding: Holding, counters: Counters): HoldingFile {
  return { ...HEADER, counters, ...holding };
}

const header = { format: oneOf(HEADER.format), version: oneOf(HEADER.version) };
const counters = object({ nowMs: count, callCount: count, lastSerial: count });

/** The shape of {@link HypervisorFile}. */
export const hypervisorFileShape: Shape = object({
  ...header,
  settings: object({ seed: count, nodes: count, vcpus: count, memoryMib: count, diskGib: count }),
  counters,
});

const run = object({
  executedMs: count,
  resumedAtMs: orNull(count),
  hasBooted: flag,
  ticks: count,
  buttonAtMs: orNull(count),
});

const console = object({
  startOffset: count,
  endOffset: count,
  segments: listOf(
    anyOf(object({ kind: oneOf("text"), text }), object({ kind: oneOf("ticks"), first: count, last: count })),
  ),
});

const instance = object({
  uuid: text,
  serial: count,
  name: text,
  node: text,
  claim: object({ vcpus: count, memoryMib: count, localGib: count }),
  powerState: oneOf("pending", "running", "paused", "shutdown", "crashed"),
  run: orNull(run),
  console: orNull(console),
});

const disk = object({
  instanceUuid: text,
  node: text,
  imageSha256: text,
  probe: orNull(object({ ignoresPowerButton: flag, powerOffAfterTicks: count })),
  bootCount: count,
  isKept: flag,
});

/** The shape of {@link HoldingFile}. */
export const holdingFileShape: Shape = object({
  ...header,
  counters,
  instance: orNull(instance),
  disks: listOf(disk),
});
