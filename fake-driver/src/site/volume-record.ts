/** Volumes, on three levels: in the simulated storage network, connected to a host, and attached to a guest. All plain data. */

import type { AttachedVolume, VolumeAttachment } from "@virt-driver-kit/spec";
import type { StoredContents } from "../contents/contents.ts";

/** A volume in the simulated storage network, by the place that its connection names. Volumes in files are real files instead. */
export interface NetworkVolume {
  readonly place: string;
  /** What it holds; where it is encrypted, that is what is written to it and not what its guest reads. */
  contents: StoredContents;
  /** Digest of the key that opens it; null for a volume in the clear. */
  keyDigest: string | null;
}

/** Stands among the users of a connection for an instance that nobody remembers: who names the volume can end the connection. */
export const FORGOTTEN = "forgotten";

/** A host's connection to a volume. */
export interface ConnectionRecord {
  readonly volumeId: string;
  /** Where the volume is: equal for equal connections. A snapshot moves it to another file. */
  place: string;
  /** The instances on the host for which it is connected, and {@link FORGOTTEN}. The last one to leave ends the connection. */
  users: string[];
  /** Whether all of them let others have the volume at the same time. */
  isShared: boolean;
}

/** A volume that an instance has. */
export interface VolumeRecord {
  readonly volumeId: string;
  /**
   * What was asked for, with its connection as it is now: a guest that is started later needs it again. It holds no secrets: authentication
   * is left out, and a digest stands in the place of a passphrase, see `withoutSecrets`.
   */
  attachment: VolumeAttachment;
  /** What was answered. */
  attached: AttachedVolume;
  /** How large the device is for the guest, in bytes. */
  sizeBytes: number;
  /** The key that the volume's sectors are encrypted with, in base64; null in the clear. It goes with the attachment. */
  key: string | null;
  /** Whether the guest held its writes when it went over to the file that it writes to now; false where that was never another one. */
  isQuiesced: boolean;
  /** Since when its counters count at the earliest, in milliseconds of virtual time; a guest that boots later begins anew. */
  countedSinceMs: number;
}
