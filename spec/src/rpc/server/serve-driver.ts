// Serves a driver: the one call that the author of a driver makes to have it reached from outside.
import { randomUUID } from "node:crypto";

import { systemClock } from "../../driver/clock.ts";
import type { Clock } from "../../driver/clock.ts";
import type { DriverDefinition } from "../../driver/define-driver.ts";
import type { DriverRuntime } from "./driver-runtime.ts";
import type { RunningTransport, ServeTransport } from "./serve-transport.ts";
import { takeStdout } from "./take-stdout.ts";

/** How a driver is served. */
export interface ServeOptions {
  /** What it is reached through. @defaultValue standard input and output */
  readonly transport?: ServeTransport;
  /** The time that the driver lives in; deadlines are measured on it. @defaultValue {@link systemClock} */
  readonly clock?: Clock;
  /** How long a message the driver accepts, in bytes, 65536 to 67108864. @defaultValue 4194304 */
  readonly maxMessageBytes?: number;
  /**
   * How long calls in progress may take to finish when the driver is about to end, in real milliseconds. @defaultValue
   * 1000
   */
  readonly graceMs?: number;
  /**
   * The identity of this run of the driver, a uuid. Only for a driver whose every answer is to be foreseen: two runs with the same
   * identity cannot be told apart by their callers. @defaultValue a new one
   */
  readonly driverEpoch?: string;
  /** Where lines for the operator go. @defaultValue standard error */
  readonly log?: (line: string) => void;
}

/** A driver that is being served. */
export interface DriverServer {
  /** Where it can be reached: `stdio`, `unix:<path>`, `tcp:<host>:<port>` or `streams`. */
  readonly address: string;
  /** Resolves once the driver is no longer served. */
  readonly closed: Promise<void>;
  /**
   * Stops serving: takes no more connections, lets calls in progress finish within the grace, and ends the connections.
   * Instances stay.
   *
   * @returns Resolves once that is done. Safe to call twice.
   */
  close(): Promise<void>;
}

const DEFAULT_MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const DEFAULT_GRACE_MS = 1000;

/**
 * Serves a driver to callers on the wire.
 *
 * Does all that the contract asks and that no driver should have to write: sessions and their fencing, versions,
 * validation both ways, deadlines, cancellation, progress, repeats of a call, busy instances, and the numbering of
 * events. On standard input and output the process ends when its input ends, or after a `shutdown`; and what the driver
 * prints to standard output goes to standard error instead.
 *
 * @param definition - The driver.
 * @param options - How to serve it.
 * @returns Resolves once the driver can be reached.
 * @throws TypeError if an option or the definition makes no sense.
 * @throws {@link WireError} `cannot-listen` if the socket cannot be listened on: something else is listening there, or
 *   the path is no socket.
 * @throws Whatever the definition's `create` throws.
 * @see Requirements of the topics `protocol`, `sessions` and `operations`
 *
 * @example
 * ```ts
 * await serveDriver(driver);
 * await serveDriver(driver, { transport: { kind: "unix", path: "/run/example/driver.sock" } });
 * ```
 */
export async function serveDriver(definition: DriverDefinition, options: ServeOptions = {}): Promise<DriverServer> {
  const { transport = { kind: "stdio" } } = options;
  // First of all: the driver may print while it is made.
  if (transport.kind === "stdio") takeStdout();
  const shutdown = Promise.withResolvers<void>();
  const runtime = await startRuntime(definition, options, shutdown.resolve);
  const { startTransport } = await import("./start-transport.ts");
  const running = await startTransport(runtime, transport);
  const server = new Server(runtime, running);
  // The answer to the shutdown is written first: this runs a turn later.
  if (running.endsWithShutdown) void shutdown.promise.then(() => setImmediate(() => void server.close()));
  return server;
}

/**
 * Starts a run of a driver that takes connections from whoever asks.
 *
 * @param definition - The driver.
 * @param options - How to serve it; the transport is not looked at.
 * @param onShutdown - Called when a `shutdown` is about to be answered.
 * @returns The run.
 */
export async function startRuntime(
  definition: DriverDefinition,
  options: ServeOptions,
  onShutdown: () => void,
): Promise<DriverRuntime> {
  const {
    clock = systemClock,
    maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES,
    graceMs = DEFAULT_GRACE_MS,
    driverEpoch = randomUUID(),
    log = logToStderr,
  } = options;
  if (!(maxMessageBytes >= 65_536 && maxMessageBytes <= 67_108_864)) {
    throw new RangeError(
      `Cannot serve "${definition.name}": maxMessageBytes is ${maxMessageBytes}, and has to be from 65536 to 67108864`,
    );
  }
  // Loaded on use: whoever imports the package for its types and errors does not pay for the wire.
  const { DriverRuntime } = await import("./driver-runtime.ts");
  return DriverRuntime.start(definition, { clock, maxMessageBytes, graceMs, driverEpoch, log, onShutdown });
}

class Server implements DriverServer {
  readonly address: string;
  readonly closed: Promise<void>;
  readonly #runtime: DriverRuntime;
  readonly #transport: RunningTransport;
  readonly #resolveClosed: () => void;
  #closing: Promise<void> | undefined;

  constructor(runtime: DriverRuntime, transport: RunningTransport) {
    this.address = transport.address;
    this.#runtime = runtime;
    this.#transport = transport;
    ({ promise: this.closed, resolve: this.#resolveClosed } = Promise.withResolvers<void>());
    void transport.ended?.then(() => this.close());
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#runtime.close();
    await this.#transport.stop();
    this.#resolveClosed();
    this.#transport.finish?.();
  }
}

function logToStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
