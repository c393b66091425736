// A driver that has been reached: the bytes to and from it, and its end.
import type { ByteChannel } from "../channel/byte-channel.ts";
import type { ProcessExit } from "../faults/connection-faults.ts";
import type { Speaker } from "../faults/speaker.ts";
import type { WireFault } from "../faults/wire-fault.ts";

/** A driver that runs as a child process of this one. */
export interface DriverProcess {
  /** The id of the process, which is also that of its process group. */
  readonly pid: number;
  /** Resolves when the process has ended. */
  readonly exited: Promise<ProcessExit>;
  /** The last part of what the process wrote to standard error, at most 16 KiB. */
  readonly stderrTail: string;
  /** Sends a signal to the process and its group. Has no effect once it has ended. */
  kill(signal: NodeJS.Signals): void;
  /** Ends the process's standard input and nothing else: its end is left to the process. */
  endInput(): void;
}

/** A driver that has been reached. */
export interface Attachment {
  readonly channel: ByteChannel;
  /** Whose bytes come out of the channel. */
  readonly speaker: Speaker;
  /** The driver's process, if this side started it. */
  readonly process?: DriverProcess;
  /** Finds out why the channel ended, when this side did not end it. Bounded in time. */
  whyEnded(error: Error | undefined): Promise<WireFault>;
  /** Ends the connection, and the driver if this side started it. Bounded in time. */
  close(): Promise<void>;
}
