/** Images in stores and on their way there, as plain data. */

import type { ImageTransferFault } from "@virt-driver-kit/spec";

/** A file that a pool keeps for disks to come: an image, a kernel or a RAM disk. Its bytes are in the content store. */
export interface CachedImage {
  readonly imageId: string;
  /** Digest of the file. Two files of one id may be there, with different digests. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** When a disk was last made from it, or it was fetched, in milliseconds of virtual time. */
  lastUsedAtMs: number;
}

/** What an instance boots with beside its disk. Files are named by their digest in the content store. */
export interface KernelRecord {
  readonly kernel: BootFile;
  readonly ramdisk: BootFile | null;
  /** The kernel's command line; null where the driver writes one. */
  readonly commandLine: string | null;
}

/** A file that a host loads into a guest at each boot. */
export interface BootFile {
  readonly imageId: string;
  readonly contents: string;
}

/** Something that goes wrong with image transfers because somebody asked for it. */
export interface ImageTransferTrouble {
  readonly manner: ImageTransferFault["manner"];
  /** Which transfers it meets; null for both. */
  readonly direction: "download" | "upload" | null;
  readonly afterPercent: number;
  /** How many transfers it still meets; null for all until it is taken away. */
  timesLeft: number | null;
}
