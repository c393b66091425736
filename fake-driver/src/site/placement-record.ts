/** Where on its node an instance runs, and what hardware its guest has, as plain data. */

import type { GuestHardware, GuestNumaTopology } from "@virt-driver-kit/spec";

/** The place of a guest that does not float: fixed at spawn, and kept until the instance is gone or moves. */
export interface PlacementRecord {
  /** The topology as it is obeyed, with host cells and pinning. */
  readonly numaTopology: GuestNumaTopology;
  /** Host CPUs that nobody else may use for the guest's sake, siblings under `isolate` among them. */
  readonly exclusiveCpus: readonly number[];
}

/** The hardware of a guest, chosen when it is placed and kept. Its place is in its {@link PlacementRecord}. */
export type HardwareRecord = Omit<GuestHardware, "numaTopology">;
