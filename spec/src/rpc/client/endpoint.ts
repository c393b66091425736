// Where a driver is, and what to do to reach it.
import type { Clock } from "../../driver/clock.ts";
import type { DriverDefinition } from "../../driver/define-driver.ts";
import { WireError } from "../faults/wire-error.ts";
import { wireFault } from "../faults/wire-fault.ts";
import type { DriverRun } from "../server/run-driver.ts";

/** A driver as a child process, on its standard input and output. It ends with the connection. */
export interface StdioEndpoint {
  /** What kind of endpoint this is. */
  readonly kind: "stdio";
  /** The program to run: a path, or a name to be found on the PATH. */
  readonly command: string;
  /** Its arguments. @defaultValue none */
  readonly args?: readonly string[];
  /** Where it runs. @defaultValue the directory of this process */
  readonly cwd?: string;
  /** Its whole environment. @defaultValue that of this process */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A driver that listens on a unix socket. */
export interface UnixEndpoint {
  /** What kind of endpoint this is. */
  readonly kind: "unix";
  /** Where the socket is. */
  readonly path: string;
}

/** A driver that listens on a TCP port, for tests. */
export interface TcpEndpoint {
  /** What kind of endpoint this is. */
  readonly kind: "tcp";
  /** The driver's machine, by name or address. */
  readonly host: string;
  /** The port, 1 to 65535. */
  readonly port: number;
}

/**
 * A driver in this process, reached through the same messages as any other. It is made and ended with the connection.
 */
export interface MemoryEndpoint {
  /** What kind of endpoint this is. */
  readonly kind: "memory";
  /** The driver. */
  readonly definition: DriverDefinition;
  /** The time that the driver lives in. @defaultValue `systemClock` */
  readonly clock?: Clock;
  /** Where the driver's lines for the operator go. @defaultValue standard error */
  readonly log?: (line: string) => void;
}

/** A driver that runs in this process already, and goes on when the connection ends. */
export interface RunEndpoint {
  /** What kind of endpoint this is. */
  readonly kind: "memory";
  /** The run, as `runDriver` returned it. */
  readonly run: DriverRun;
}

/** Where a driver is. */
export type DriverEndpoint = StdioEndpoint | UnixEndpoint | TcpEndpoint | MemoryEndpoint | RunEndpoint;

/**
 * Reads an address as people write it.
 *
 * @param address - `unix:<path>` or `tcp:<host>:<port>`.
 * @returns The endpoint.
 * @throws {@link WireError} `invalid-call` if it is neither.
 */
export function parseEndpoint(address: string): UnixEndpoint | TcpEndpoint {
  const unix = /^unix:(.+)$/u.exec(address);
  if (unix?.[1] !== undefined) return { kind: "unix", path: unix[1] };
  const tcp = /^tcp:\[?([^\]]+?)\]?:(\d{1,5})$/u.exec(address);
  const port = Number(tcp?.[2]);
  if (tcp?.[1] !== undefined && port >= 1 && port <= 65_535) return { kind: "tcp", host: tcp[1], port };
  const message = `Cannot read the address "${address}": it names no socket`;
  throw new WireError(
    wireFault({ kind: "invalid-call", blame: "caller", message, hint: "Write unix:<path> or tcp:<host>:<port>" }),
  );
}
