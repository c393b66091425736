// A connection to the QMP monitor of one QEMU process: commands, answers and events, one JSON document per line.
import { connect, type Socket } from "node:net";

import { type Clock, DriverError } from "@virt-driver-kit/spec";

interface QmpMessage {
  readonly id?: number;
  readonly return?: unknown;
  readonly error?: { readonly class: string; readonly desc: string };
  readonly event?: string;
}

interface PendingCommand {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** How long QEMU may take to answer. Its main loop answers within a millisecond unless the host is in trouble. */
const ANSWER_TIMEOUT_MS = 10_000;

/**
 * A QMP session in command mode.
 *
 * QEMU serves one client at a time; a second one waits until the first has gone.
 */
export class QmpClient {
  /** Resolves once the connection is lost, for whatever reason. */
  readonly closed: Promise<void>;

  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #pending: Map<number, PendingCommand> = new Map();
  readonly #listeners: Set<(event: string) => void> = new Set();
  #lastId = 0;
  #unread = "";

  private constructor(socket: Socket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
    socket.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    socket.on("close", () => this.#abandon());
  }

  /**
   * Connects to a monitor and leaves its negotiation mode.
   *
   * @param path - The monitor's socket.
   * @returns The session, ready for commands.
   * @throws The system's error, such as ECONNREFUSED, where nobody listens.
   * @throws {@link DriverError} `BACKEND_UNREACHABLE` if somebody listens and does not answer.
   */
  static async connect(path: string, clock: Clock): Promise<QmpClient> {
    const socket = connect(path);
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.once("connect", () => {
        // From here on the close event says all there is to say.
        socket.off("error", reject).on("error", () => {});
        resolve();
      });
    });
    const client = new QmpClient(socket, clock);
    try {
      await client.execute("qmp_capabilities");
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }

  /** Whether the connection is lost. */
  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  /**
   * Executes a command.
   *
   * @param command - The command's name.
   * @param args - Its arguments.
   * @returns What it returned.
   * @throws {@link DriverError} `BACKEND_FAILED` if QEMU refused, `BACKEND_UNREACHABLE` if it did not answer.
   */
  execute(command: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    if (this.isClosed) return Promise.reject(unreachable(command, "the connection to its monitor is closed"));
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      const timer = this.#clock.setTimer(ANSWER_TIMEOUT_MS, () => {
        this.#pending.delete(id);
        reject(unreachable(command, `no answer within ${ANSWER_TIMEOUT_MS} ms`));
      });
      const settle =
        <T>(finish: (value: T) => void) =>
        (value: T): void => {
          timer.cancel();
          this.#pending.delete(id);
          finish(value);
        };
      this.#pending.set(id, { resolve: settle(resolve), reject: settle(reject) });
      this.#socket.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`);
    });
  }

  /**
   * Waits for an event.
   *
   * @param name - The event's name. Only one that comes after this call counts.
   * @returns Resolves when it came; rejects like {@link execute} if the connection is lost or the event is late.
   */
  nextEvent(name: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (finish: () => void): void => {
        timer.cancel();
        this.#listeners.delete(listener);
        finish();
      };
      const fail = (problem: string): void => stop(() => reject(unreachable(name, problem)));
      const listener = (event: string): void => {
        if (event === name) stop(resolve);
      };
      const timer = this.#clock.setTimer(ANSWER_TIMEOUT_MS, () => fail(`no event within ${ANSWER_TIMEOUT_MS} ms`));
      this.#listeners.add(listener);
      void this.closed.then(() => fail("the connection to its monitor is closed"));
    });
  }

  /** Ends the session. The guest is not touched. */
  close(): void {
    this.#socket.destroy();
  }

  #read(text: string): void {
    const lines = (this.#unread + text).split("\n");
    this.#unread = lines.pop() ?? "";
    for (const line of lines) {
      const message = parse(line);
      if (message === undefined) return void this.#socket.destroy();
      this.#accept(message);
    }
  }

  #accept(message: QmpMessage): void {
    if (message.event !== undefined) {
      for (const listener of this.#listeners) listener(message.event);
      return;
    }
    const pending = this.#pending.get(message.id ?? -1);
    if (message.error === undefined) pending?.resolve(message.return);
    else pending?.reject(refused(message.error.desc));
  }

  #abandon(): void {
    for (const pending of this.#pending.values()) {
      pending.reject(unreachable("a command", "the connection to its monitor was lost"));
    }
  }
}

function parse(line: string): QmpMessage | undefined {
  try {
    return JSON.parse(line) as QmpMessage;
  } catch {
    // Whoever speaks here is not QEMU; the caller closes the connection.
    return undefined;
  }
}

function unreachable(what: string, problem: string): DriverError {
  const effect = /^(query-|qmp_)/u.test(what) ? "none" : "unknown";
  return new DriverError("BACKEND_UNREACHABLE", `Cannot ask QEMU for "${what}": ${problem}`, { effect });
}

function refused(problem: string): DriverError {
  return new DriverError("BACKEND_FAILED", `QEMU refused: ${problem}`, { effect: "none", details: { step: problem } });
}
