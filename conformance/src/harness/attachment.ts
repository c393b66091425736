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
  /** Kills the driver by hand, where its process is not the kit's or not where the kit is. */
  kill?(): Promise<void>;
  /** Starts by hand a driver that the kit did not start, whether it runs or was killed. It listens when this resolves. */
  restart?(): Promise<void>;
  /** Ends a driver that the kit started and that does not end with its connections; the next connection starts it again. */
  end?(): Promise<void>;
}
