// Who controls the driver: one session at a time, and its epoch says which.
// The highest epoch accepted wins, on whatever connection it came. A session that lost control is told so at its next
// request; its calls in progress are left to finish.
import { DriverError } from "../../driver/driver-error.ts";

/** The sessions of one run of a driver. `Connection` is whatever sessions are opened on. */
export class SessionControl<Connection extends object> {
  readonly #epochs = new WeakMap<Connection, number>();
  readonly #onReplaced: (currentEpoch: number) => void;
  #currentEpoch = 0;
  #controlling: Connection | undefined;
  #shutDown = false;

  /** @param onReplaced - Called when a session has taken the place of another, with its epoch. */
  constructor(onReplaced: (currentEpoch: number) => void) {
    this.#onReplaced = onReplaced;
  }

  /** The connection that controls the driver; undefined before the first session. */
  get controlling(): Connection | undefined {
    return this.#controlling;
  }

  /**
   * Opens a session.
   *
   * @param connection - The connection that asks.
   * @param epoch - The epoch that it brings.
   * @throws {@link DriverError} `SESSION_FENCED` if the epoch is not higher than the highest accepted before; nothing
   *   changes then.
   * @see Requirement `initialize/refuses-stale-epochs`
   */
  open(connection: Connection, epoch: number): void {
    if (epoch <= this.#currentEpoch) throw fenced(`Cannot open a session with epoch ${epoch}`, this.#currentEpoch);
    this.#epochs.set(connection, epoch);
    this.#currentEpoch = epoch;
    const isFirst = this.#controlling === undefined;
    this.#controlling = connection;
    this.#shutDown = false;
    if (!isFirst) this.#onReplaced(epoch);
  }

  /** Whether the session in control was shut down. */
  get isShutDown(): boolean {
    return this.#shutDown;
  }

  /** Takes no more work in the session that is open. */
  shutDown(): void {
    this.#shutDown = true;
  }

  /**
   * Checks that a connection may call an operation.
   *
   * @param connection - The connection that calls.
   * @param operation - What it calls.
   * @throws {@link DriverError} `SESSION_NOT_INITIALIZED`, `SESSION_FENCED` or `SHUTTING_DOWN` if it may not.
   */
  check(connection: Connection, operation: string): void {
    if (connection !== this.#controlling) {
      if (this.#epochs.has(connection)) throw fenced(`Cannot begin ${operation}`, this.#currentEpoch);
      throw new DriverError(
        "SESSION_NOT_INITIALIZED",
        `Cannot begin ${operation}: the connection has not been through initialize`,
        {
          effect: "none",
        },
      );
    }
    if (this.#shutDown) {
      throw new DriverError("SHUTTING_DOWN", `Cannot begin ${operation}: the session was shut down`, {
        effect: "none",
      });
    }
  }
}

function fenced(attempt: string, currentEpoch: number): DriverError {
  const message = `${attempt}: a session with epoch ${currentEpoch} controls the driver`;
  return new DriverError("SESSION_FENCED", message, { effect: "none", details: { currentEpoch } });
}
