/** What hosts remember of instances that move while they are off, as plain data. */

import type { InstanceRecord } from "./instance-record.ts";

/** What of an instance is released, or made anew, when it moves. */
export type MovedParts = Pick<
  InstanceRecord,
  "localDisks" | "volumes" | "interfaces" | "pciDevices" | "mediatedDevices" | "accelerators" | "configDrive" | "kernel"
>;

/** What the source of a cold migration keeps of an instance so that the migration can be taken back. */
export interface ColdMoveRecord {
  /** Own names of the disks that are set aside. */
  keptDisks: string[];
  /** The instance as it was before. */
  readonly before: MovedParts;
  /** Whether the instance has disks of its own again, copied on this host from those that are set aside. */
  isFinished: boolean;
}
