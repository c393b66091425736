// The ways in which a driver is attached, and what each allows.
import type { DriverConnection } from "@virt-driver-kit/spec";

import type { Transport } from "./check.ts";

/** A driver that can be reached. */
export interface Attachment {
  readonly transport: Transport;
  /** Whether a new connection starts the driver anew. Otherwise it stands beside the ones there are. */
  readonly startsDriver: boolean;
  /** Whether the driver is a process that can be killed. */
  readonly canKill: boolean;
  /** Opens a connection on which nothing has been said. */
  connect(): Promise<DriverConnection>;
}
