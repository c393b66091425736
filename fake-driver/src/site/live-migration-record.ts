/** What hosts remember of guests that move while they run, as plain data that can be stored as JSON. */

import type { LiveMigrationPciDevice } from "@virt-driver-kit/spec";
import type { HostMediatedDevice } from "./device-record.ts";
import type { InstanceRecord } from "./instance-record.ts";
import type { PlacementRecord } from "./placement-record.ts";

/** A mediated device that is kept for a guest, in place of one that it has at its source. */
export interface KeptMediatedDevice {
  /** The uuid of the device at the source. */
  readonly source: string;
  readonly device: HostMediatedDevice;
}

/** What a destination keeps for a guest that has not been built there: from the last check of its migration until the migration is over. */
export interface IncomingRecord {
  readonly instanceUuid: string;
  readonly node: string;
  readonly pciDevices: readonly LiveMigrationPciDevice[];
  readonly mediatedDevices: readonly KeptMediatedDevice[];
  /** The host CPUs and cells that are kept for it; null for a guest that floats. */
  readonly placement: PlacementRecord | null;
  /**
   * The instance as it is going to be here, with all that has been connected and plugged for it; null until the node has prepared. It is no
   * instance of the host's: that it becomes when its transfer begins.
   */
  prepared: InstanceRecord | null;
  /** The names of the disks that were made here for the source to fill. */
  madeDisks: string[];
}

/** What a source keeps of a guest that is being sent, from the first step of its way until the last. */
export interface OutgoingRecord {
  readonly instanceUuid: string;
  /** The node that it is sent to, on another host. */
  readonly destination: string;
  /** Whether its local disks are copied. They are not where both hosts reach them. */
  readonly copiesDisks: boolean;
  /** Whether the hypervisor holds the guest still for the sake of its transfer. Reads do not show it. */
  isHeld: boolean;
  /** Whether a guest that is held goes on when it has arrived. */
  goesOnThere: boolean;
  /** What is left of it here once it is at the destination; null while it is here. */
  remains: InstanceRecord | null;
}
