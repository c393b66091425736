// Keeps one session with the driver open, whatever the checks do to it: starts the driver again after a crash, takes the
// control back after a check opened a session of its own, and closes what a check left open.
import { DriverError, WireError } from "@virt-driver-kit/spec";
import type { Clock, CoreRequests, DriverConnection, InitializeResult, WireFault } from "@virt-driver-kit/spec";

import type { Attachment } from "./attachment.ts";
import { unlessGarbled } from "./unless-garbled.ts";

/** How a driver is ended. */
export type Ending = "shutdown" | "disconnect" | "kill";

/** A connection on which `initialize` was answered. */
export interface OpenSession {
  readonly connection: DriverConnection;
  readonly info: InitializeResult;
}

interface KeptSession extends OpenSession {
  isClosed: boolean;
  /** Why it is closed, if the driver did it. */
  lost?: WireFault;
}

const MOST_EPOCH_TRIES = 3;

/** Keeps a session. Connects to nothing until it is asked for one. */
export class SessionKeeper {
  readonly #attachment: Attachment;
  readonly #onConnection: (connection: DriverConnection) => void;
  readonly #clock: Clock;
  readonly #requests: CoreRequests;
  /** Connections that a check opened beside the session. */
  readonly #extra = new Set<DriverConnection>();
  #kept: KeptSession | undefined;
  #disturbed = false;
  #loss: WireFault | undefined;
  #epoch = 0;
  #sessions = 0;

  /**
   * @param attachment - The driver.
   * @param onConnection - Called with each new connection before anything is said on it.
   * @param clock - Real time.
   * @param requests - Serves what the driver asks of its caller.
   */
  constructor(
    attachment: Attachment,
    onConnection: (connection: DriverConnection) => void,
    clock: Clock,
    requests: CoreRequests = {},
  ) {
    this.#attachment = attachment;
    this.#onConnection = onConnection;
    this.#clock = clock;
    this.#requests = requests;
  }

  /** Why the session's connection is gone, if the driver ended it and not the kit. */
  get lost(): WireFault | undefined {
    return this.#kept?.lost;
  }

  /** The id of the driver's process, if the kit started one for the session and it is not known to have ended. */
  get driverPid(): number | undefined {
    return this.#kept?.isClosed === false ? this.#kept.connection.process?.pid : undefined;
  }

  /** How many sessions there were. */
  get sessions(): number {
    return this.#sessions;
  }

  /** The session; opened, or opened again, if it is not there or may no longer be in control. */
  async session(): Promise<OpenSession> {
    if (this.#kept !== undefined && !this.#disturbed && !this.#kept.isClosed) return this.#kept;
    await this.#closeExtra();
    this.#loss = this.lost ?? this.#loss;
    await this.#drop("disconnect");
    // Whatever the last check left in progress ends with its driver, where that is the kit's to end.
    if (this.#disturbed) await this.#attachment.end?.();
    this.#disturbed = false;
    this.#kept = kept(await this.#reopen());
    this.#sessions += 1;
    this.#loss = undefined;
    return this.#kept;
  }

  /** Says that the session may have lost its control or its connection, so that the next user gets a new one. */
  disturb(): void {
    this.#disturbed = true;
  }

  /** Ends the driver, or the connection to one that is not the kit's, and opens a new session. */
  async restart(how: Ending): Promise<OpenSession> {
    await this.#drop(how);
    if (how === "shutdown") await this.#attachment.end?.();
    if (how !== "disconnect") await this.#attachment.restart?.();
    return this.session();
  }

  /** A new connection without a session. The kept session is gone if the driver has one connection only. */
  async openConnection(): Promise<DriverConnection> {
    this.disturb();
    if (!this.#attachment.canOpenSessions) await this.#drop("disconnect");
    const connection = await this.#connect();
    this.#extra.add(connection);
    return connection;
  }

  /** A second session, which takes the control. */
  async openSession(): Promise<OpenSession> {
    this.disturb();
    const connection = await this.#connect();
    this.#extra.add(connection);
    return this.#initialize(connection);
  }

  /** Closes everything. A driver that the kit started is ended. */
  async close(): Promise<void> {
    await this.#closeExtra();
    await this.#drop("shutdown");
    await this.#attachment.end?.();
  }

  async #connect(): Promise<DriverConnection> {
    const connection = await this.#attachment.connect(this.#requests);
    this.#onConnection(connection);
    return connection;
  }

  async #open(): Promise<OpenSession> {
    const connection = await this.#connect();
    try {
      return await this.#initialize(connection);
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** A driver that is not there any more is explained by how it left. */
  async #reopen(): Promise<OpenSession> {
    try {
      return await this.#open();
    } catch (error) {
      const isGone = error instanceof WireError && error.kind === "cannot-connect";
      if (this.#loss !== undefined && isGone && this.#attachment.restart !== undefined) {
        await this.#attachment.restart();
        return this.#open();
      }
      throw this.#loss !== undefined && isGone ? new WireError(this.#loss, { cause: error }) : error;
    }
  }

  /** Nobody knows the highest epoch but the driver, which tells it when it refuses. */
  async #initialize(connection: DriverConnection): Promise<OpenSession> {
    for (let attempt = 1; ; attempt++) {
      const epoch = ++this.#epoch;
      try {
        return {
          connection,
          info: await unlessGarbled(connection, this.#clock, () => connection.initialize({ epoch })),
        };
      } catch (error) {
        const current = currentEpoch(error);
        if (current === undefined || attempt >= MOST_EPOCH_TRIES) throw error;
        this.#epoch = current;
      }
    }
  }

  async #drop(how: Ending): Promise<void> {
    const session = this.#kept;
    this.#kept = undefined;
    if (session === undefined) return;
    if (how === "kill") await this.#kill(session);
    // A driver that does not answer its shutdown is closed all the same, and judged by the check that is about it.
    if (how === "shutdown" && !session.isClosed) await session.connection.driver.shutdown().catch(() => undefined);
    await session.connection.close();
  }

  async #kill({ connection }: OpenSession): Promise<void> {
    if (this.#attachment.kill === undefined) connection.process?.kill("SIGKILL");
    else await this.#attachment.kill();
  }

  async #closeExtra(): Promise<void> {
    const connections = [...this.#extra];
    this.#extra.clear();
    await Promise.all(connections.map((connection) => connection.close()));
  }
}

function kept(session: OpenSession): KeptSession {
  const keeping: KeptSession = { ...session, isClosed: false };
  void session.connection.closed.then(({ fault }) => {
    keeping.isClosed = true;
    if (fault !== undefined) keeping.lost = fault;
  });
  return keeping;
}

function currentEpoch(error: unknown): number | undefined {
  if (!(error instanceof DriverError) || error.code !== "SESSION_FENCED") return undefined;
  const current: unknown = (error.details as { currentEpoch?: unknown } | undefined)?.currentEpoch;
  return typeof current === "number" ? current : undefined;
}
