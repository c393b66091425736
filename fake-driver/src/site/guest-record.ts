/** What the guest of an instance is like, and what has been done to it, as plain data. */

import type { ConfigDrive } from "@virt-driver-kit/spec";
import type { KernelRecord } from "./image-record.ts";

/** How a guest behaves. What an image cannot say is set by a fault. */
export interface GuestTraits {
  /** Whether the agent inside answers, is silent, or refuses what it is asked. */
  agent: "answers" | "silent" | "refuses";
  /** Whether it holds on to devices that are to be taken from it. */
  keepsDevices: boolean;
  /** Whether it takes no notice of the power button, whatever its image says. */
  ignoresPowerButton: boolean;
  /** How much memory it dirties, in MiB per second. */
  dirtyMibPerSecond: number;
  /** How much it writes to its root disk, in MiB per second. */
  writesMibPerSecond: number;
}

/** The traits of a guest that nobody meddled with. */
export function usualGuest(): GuestTraits {
  return {
    agent: "answers",
    keepsDevices: false,
    ignoresPowerButton: false,
    dirtyMibPerSecond: 0,
    writesMibPerSecond: 0,
  };
}

/** A guest whose writes are held. It is there exactly as long as they are. */
export interface QuiesceRecord {
  /** When it ends by itself, in milliseconds of virtual time. */
  readonly untilMs: number;
}

/** An instance in rescue mode. Its rescue disk is a disk of use `rescue`. */
export interface RescueRecord {
  readonly imageId: string;
  /** What the rescue system boots with beside its disk; null for what is on the disk. */
  readonly kernel: KernelRecord | null;
  /** Its config drive with all files that are on it; null for none. */
  readonly configDrive: ConfigDrive | null;
}
