// What a driver can be reached through.
import type { Readable, Writable } from "node:stream";

/** The process's standard input and output. For tests and small set-ups: the driver ends with its caller. */
export interface StdioTransport {
  /** What kind of transport this is. */
  readonly kind: "stdio";
}

/** A unix socket, made with mode 0600. A stale socket file is replaced; one that something listens on is not. */
export interface UnixTransport {
  /** What kind of transport this is. */
  readonly kind: "unix";
  /** Where the socket is made, at most 107 bytes long. */
  readonly path: string;
}

/** A TCP port of the loopback interface, for tests. */
export interface TcpTransport {
  /** What kind of transport this is. */
  readonly kind: "tcp";
  /** The port; 0 picks a free one. */
  readonly port: number;
  /** The interface, by name or address. @defaultValue `127.0.0.1` */
  readonly host?: string;
}

/** Streams that the program supplies, as one connection. */
export interface StreamsTransport {
  /** What kind of transport this is. */
  readonly kind: "streams";
  /** What the caller writes to. */
  readonly input: Readable;
  /** What the caller reads from. */
  readonly output: Writable;
}

/** What a driver is reached through. */
export type ServeTransport = StdioTransport | UnixTransport | TcpTransport | StreamsTransport;

/** A transport that is taking connections. */
export interface RunningTransport {
  /** Where the driver can be reached. */
  readonly address: string;
  /**
   * Resolves when the driver's time is over, because its only connection ended. Absent where it waits for the next one.
   */
  readonly ended?: Promise<void>;
  /** Whether a `shutdown` ends the driver, and not only the session. */
  readonly endsWithShutdown: boolean;
  /** Takes no more connections. */
  stop(): Promise<void>;
  /** Called last, when everything else has been closed. */
  finish?(): void;
}
