// Connects to a driver: the one call that a caller makes to reach one, wherever it is.
import { systemClock } from "../../driver/clock.ts";
import type { Clock } from "../../driver/clock.ts";
import type { DriverConnection } from "./driver-connection.ts";
import type { DriverEndpoint } from "./endpoint.ts";
import type { CoreRequests } from "./request-server.ts";

/** How a connection behaves. */
export interface ConnectOptions {
  /**
   * How long a driver may be silent about a call before the call is given up, in real milliseconds.
   *
   * @defaultValue 60000
   */
  readonly hangTimeoutMs?: number;
  /** How long a message this side accepts, in bytes, 65536 to 67108864. @defaultValue 4194304 */
  readonly maxMessageBytes?: number;
  /**
   * What becomes of a result that does not match its schema. The fault is recorded in any case. `reject` fails the
   * call; `record` lets a result pass that fits once unknown fields are dropped, as a receiver in production does.
   *
   * @defaultValue `reject`
   */
  readonly onViolation?: "reject" | "record";
  /** What this side does for the driver, by operation. @defaultValue nothing: every request is answered NOT_SUPPORTED */
  readonly requests?: CoreRequests;
  /** Makes the identities of changing calls: uuids in lower case, each new. @defaultValue random ones */
  readonly mintOperationId?: () => string;
  /**
   * How long a child process may take to end by itself, and again after a SIGTERM, in real milliseconds. @defaultValue
   * 3000
   */
  readonly closeGraceMs?: number;
  /** Receives what a child process writes to standard error. */
  readonly onStderr?: (text: string) => void;
  /**
   * Real time, for the limits to silence and the times of taps. Tests supply their own. @defaultValue {@link
   * systemClock}
   */
  readonly clock?: Clock;
}

const DEFAULT_HANG_TIMEOUT_MS = 60_000;
const DEFAULT_MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const DEFAULT_CLOSE_GRACE_MS = 3000;

/**
 * Connects to a driver.
 *
 * Whatever the driver does then (prints text, dies, hangs, answers twice or never, sends garbage), every call settles,
 * and what went wrong is a fault that says whose it is and what to do about it.
 *
 * @param endpoint - Where the driver is: a command to run, a socket, or a definition to run in this process.
 * @param options - How the connection behaves.
 * @returns The connection, with no session yet; see {@link DriverConnection.initialize}.
 * @throws {@link WireError} `cannot-connect` if the driver could not be started or reached.
 *
 * @example
 * ```ts
 * const connection = await connectDriver({ kind: "stdio", command: "python3", args: ["driver.py"] });
 * await connection.initialize({ epoch: 1 });
 * const { instances } = await connection.driver.listInstances();
 * await connection.close();
 * ```
 *
 * @example A caller that serves what the driver asks
 * ```ts
 * const requests = { renewCredentials: async ({ resource }) => ({ secret: await secrets.renew(resource) }) };
 * const connection = await connectDriver({ kind: "unix", path: "/run/example/driver.sock" }, { requests });
 * ```
 */
export async function connectDriver(endpoint: DriverEndpoint, options: ConnectOptions = {}): Promise<DriverConnection> {
  const { closeGraceMs = DEFAULT_CLOSE_GRACE_MS, onStderr } = options;
  // Loaded on use: whoever imports the package for its types and errors does not pay for the wire.
  const [{ attach }, { openConnection }] = await Promise.all([import("./attach.ts"), import("./open-connection.ts")]);
  const attachment = await attach(endpoint, { closeGraceMs, ...(onStderr === undefined ? {} : { onStderr }) });
  return openConnection(attachment, {
    hangTimeoutMs: options.hangTimeoutMs ?? DEFAULT_HANG_TIMEOUT_MS,
    maxMessageBytes: options.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES,
    requests: options.requests ?? {},
    insist: options.onViolation !== "record",
    mintId: options.mintOperationId ?? (() => crypto.randomUUID()),
    clock: options.clock ?? systemClock,
  });
}
