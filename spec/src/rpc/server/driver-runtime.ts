// One run of a driver: everything that outlives a connection.
// Holds the driver itself, the session in control, the calls in progress and finished, and the numbering of events.
// Connections come and go; a lost one cancels nothing.
import type { Clock } from "../../driver/clock.ts";
import type { DriverDefinition } from "../../driver/define-driver.ts";
import type { ComputeDriver } from "../../generated/compute-driver.ts";
import { DriverError } from "../../driver/driver-error.ts";
import type { ByteChannel } from "../channel/byte-channel.ts";
import { contractOf } from "../contract.ts";
import type { Speaker } from "../faults/speaker.ts";
import { forVersion } from "../for-peer.ts";
import { CallRunner } from "./call-runner.ts";
import { CallerNotices } from "./caller-notices.ts";
import { CoreCalls } from "./core-calls.ts";
import { createHost } from "./create-host.ts";
import { OperationLog } from "./operation-log.ts";
import { ProtocolCalls } from "./protocol-calls.ts";
import { ServerConnection } from "./server-connection.ts";
import type { ConnectionOwner } from "./server-connection.ts";
import { SessionControl } from "./session-control.ts";
import { within } from "../within.ts";

/** How a driver is run, whatever it is reached through. */
export interface RuntimeOptions {
  readonly clock: Clock;
  /** How long a message is accepted, in bytes. */
  readonly maxMessageBytes: number;
  /** How long calls in progress may take to finish when the driver is about to end, in real milliseconds. */
  readonly graceMs: number;
  /** The identity of the run, a uuid. */
  readonly driverEpoch: string;
  readonly log: (line: string) => void;
  /** Called when a `shutdown` is about to be answered. */
  readonly onShutdown: () => void;
}

/** What is there before the driver is. */
interface RuntimeParts {
  readonly notices: CallerNotices;
  readonly sessions: SessionControl<ServerConnection>;
  readonly core: CoreCalls;
  readonly closing: AbortController;
}

/** One run of a driver. */
export class DriverRuntime implements ConnectionOwner {
  readonly maxMessageBytes: number;
  readonly log: (line: string) => void;
  readonly #graceMs: number;
  readonly #sessions: SessionControl<ServerConnection>;
  readonly #connections = new Set<ServerConnection>();
  readonly #runner: CallRunner;
  readonly #protocol: ProtocolCalls<ServerConnection>;
  readonly #core: CoreCalls;
  readonly #closing: AbortController;

  /**
   * Makes a driver and runs it.
   *
   * @param definition - The driver.
   * @param options - How to run it.
   * @returns The run, which takes connections.
   * @throws Whatever the definition's `create` throws.
   */
  static async start(definition: DriverDefinition, options: RuntimeOptions): Promise<DriverRuntime> {
    const sessions = new SessionControl<ServerConnection>((currentEpoch) => core.sessionEnded(currentEpoch));
    const core = new CoreCalls({
      controlling: () => sessions.controlling,
      capabilities: () => notices.capabilities,
      log: options.log,
    });
    const closing = new AbortController();
    const notices = new CallerNotices(options.driverEpoch, definition.capabilities, options.clock, (method, params) =>
      notify(sessions.controlling, method, params),
    );
    const driver = await definition.create(createHost(options, notices, core.client, closing.signal));
    return new DriverRuntime(definition, driver, { notices, sessions, core, closing }, options);
  }

  private constructor(
    definition: DriverDefinition,
    driver: ComputeDriver,
    { notices, sessions, core, closing }: RuntimeParts,
    options: RuntimeOptions,
  ) {
    const { clock, graceMs, log, maxMessageBytes, onShutdown } = options;
    const operations = new OperationLog();
    this.maxMessageBytes = maxMessageBytes;
    this.log = log;
    this.#graceMs = graceMs;
    this.#sessions = sessions;
    this.#core = core;
    this.#closing = closing;
    this.#runner = new CallRunner({
      driver,
      capabilities: () => notices.capabilities,
      clock,
      operations,
      sendProgress: (progress) => notices.sendProgress(progress),
      log,
    });
    const { running } = this.#runner;
    this.#protocol = new ProtocolCalls({
      definition,
      notices,
      maxMessageBytes,
      sessions,
      operations,
      running,
      graceMs,
      onShutdown,
    });
  }

  /** Takes a connection; `speaker` says who is at its other end. */
  connect(channel: ByteChannel, speaker: Speaker): ServerConnection {
    const connection = new ServerConnection(channel, speaker, this);
    this.#connections.add(connection);
    return connection;
  }

  async dispatch(connection: ServerConnection, method: string, params: object): Promise<object> {
    if (method !== "initialize") this.#sessions.check(connection, method);
    const contract = this.#runner.find(method);
    const result =
      contract.model.servedBy === "driver"
        ? await this.#runner.run(contract, params)
        : await this.#protocol.call(connection, contract, params);
    return forVersion(contract, "result", result, connection.specVersion, (state) => {
      throw new DriverError("INTERNAL_ERROR", `Cannot answer ${method}: ${state}`, { effect: "unknown" });
    });
  }

  notified(connection: ServerConnection, method: string, params: object): void {
    if (method === "cancelOperation" && connection === this.#sessions.controlling) this.#protocol.cancel(params);
  }

  inputEnded(connection: ServerConnection): void {
    if (connection === this.#sessions.controlling) this.#core.sessionEnded();
  }

  disconnected(connection: ServerConnection): void {
    this.#connections.delete(connection);
  }

  /**
   * Lets the calls in progress finish within the grace, then ends every connection and tells the driver that it is
   * over.
   */
  async close(): Promise<void> {
    const ended = [...this.#connections].filter((connection) => connection.hasEnded);
    const answered = Promise.all(ended.map((connection) => connection.answered));
    await within(
      this.#graceMs,
      answered.then(() => this.#runner.running.idle()),
    );
    this.#core.sessionEnded();
    this.#closing.abort();
    for (const connection of this.#connections) connection.end();
  }
}

/** Tells the caller something, unless its version of the spec cannot say it: what is not told is as good as lost, which callers expect. */
function notify(connection: ServerConnection | undefined, method: string, params: object): void {
  const contract = contractOf(method);
  if (connection === undefined || contract === undefined) return;
  let isSayable = true;
  const sent = forVersion(contract, "params", params, connection.specVersion, () => (isSayable = false));
  if (isSayable) connection.notify(method, sent);
}
