/** A local disk and what matters of its contents, as plain data that can be stored as JSON. */

import type { ProbeParameters } from "../guest/probe-parameters.ts";

/** The root disk of an instance, on the instance's node. It may outlive the instance. */
export interface DiskRecord {
  readonly instanceUuid: string;
  /** The uuid of the node that it is on. */
  readonly node: string;
  /** Digest of the image that it was made from. */
  readonly imageSha256: string;
  /** The program in its first sector; null if that is not the probe. */
  readonly probe: ProbeParameters | null;
  /** The counter in its second sector, which the probe raises at each boot. */
  bootCount: number;
  /** Whether a destroy left it for a later spawn of the same uuid; still so while that spawn is in progress. */
  isKept: boolean;
}
