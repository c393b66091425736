// The ways in which a driver is attached, and what each allows.
import type { CoreRequests, DriverConnection } from "@virt-driver-kit/spec";

import type { Transport } from "./check.ts";

/** A driver that can be reached. */
export interface Attachment {
  readonly transport: Transport;
  /** Whether the kit starts the driver, so that it can do so again. */
  readonly startsDriver: boolean;
  /** Whether a new connection stands beside the ones there are. Otherwise each has a run of the driver to itself. */
  readonly canOpenSessions: boolean;
  /** Whether the driver is a process that can be killed. */
  readonly canKill: boolean;
  /**
   * Opens a connection on which nothing has been said.
   *
   * @param requests - Serves what the driver asks of its caller.
   */
  connect(requests: CoreRequests): Promise<DriverConnection>;
  /** Ends a driver that the kit started and that does not end with its connections; the next connection starts it again. */
  end?(): Promise<void>;
}
