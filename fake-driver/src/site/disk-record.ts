/** A local disk of an instance, as plain data that can be stored as JSON. */

import type { ConfigDrive, DeviceName, DiskBus, DiskFormat, InjectedFile } from "@virt-driver-kit/spec";
import type { StoredContents } from "../contents/contents.ts";

/** What a disk is for. `memory` is the saved memory of a suspended guest. */
export type DiskUse = "root" | "ephemeral" | "swap" | "configDrive" | "rescue" | "memory" | "tpm" | "firmware";

/** How a local disk is presented to the guest; what is kept of the request beside the disk itself. */
export interface DiskPresentation {
  /** The name of its {@link DiskRecord}. */
  readonly name: string;
  readonly deviceName: DeviceName;
  readonly bus: DiskBus;
  /** The role that its user gave it; null for none. */
  readonly tag: string | null;
}

/** A disk in a pool. It may outlive its instance. */
export interface DiskRecord {
  readonly instanceUuid: string;
  /** Its name, which no other disk of the instance in the same pool has, such as `root` or `ephemeral-1`. */
  readonly name: string;
  readonly use: DiskUse;
  /** The format in which the hypervisor keeps it. */
  readonly format: DiskFormat;
  /** What the guest finds on it. */
  contents: StoredContents;
  /** How much room it takes in its pool, in bytes: a thin disk grows as the guest writes. */
  allocatedBytes: number;
  /** The image that it was made from and still reads from; null for none. The cache may not drop it. */
  imageId: string | null;
  /** Whether a destroy left it for a later spawn of the same uuid; still so while that spawn is in progress. */
  isKept: boolean;
  /** Digest of the passphrase that opens it; null for a disk in the clear. */
  keyDigest: string | null;
  /** What is on a config drive without its instance: one that is kept, set aside, or has come from elsewhere; absent for all else. */
  configDrive?: ConfigDrive;
  /** Files that were written into it before its guest first booted; absent for none. */
  files?: InjectedFile[];
}
