/**
 * The core's session with its driver: opened under an epoch that was never used before, opened again when the connection dies, and given
 * up for good when a newer core has taken the driver over.
 */
import { DriverError, WireError } from "@virt-driver-kit/spec";
import type { Capability, DriverConnection, DriverState } from "@virt-driver-kit/spec";
import type { OperationRecord } from "../persistence/operation-store.ts";
import { SetupError } from "../setup-error.ts";
import { Backoff } from "./backoff.ts";
import type { CallWatch } from "./change.ts";
import { isFenced, openSession } from "./open-session.ts";
import type { OpenSession, SessionOptions } from "./open-session.ts";
import { RequestLimit } from "./request-limit.ts";
import { NoAnswerError, SessionEndedError } from "./session-errors.ts";
import { sortFailure } from "./sort-failure.ts";

/** The one way from this core to its driver. */
export class DriverSession {
  readonly #options: SessionOptions;
  readonly #end = new AbortController();
  readonly #limit = new RequestLimit(MOST_REQUESTS);
  #open: OpenSession | undefined;
  #opening = newGate();
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Aborts, with a {@link SessionEndedError}, when there will be no session any more. */
  get ended(): AbortSignal {
    return this.#end.signal;
  }

  /** The session, if one is open now. */
  get current(): OpenSession | undefined {
    return this.ended.aborted ? undefined : this.#open;
  }

  /**
   * Whether the driver declares a capability now; false while no session is open.
   *
   * @see Requirements `capabilities/caller-asks-only-for-what-is-declared`, `capabilitiesChanged/caller-obeys`
   */
  declares(capability: Capability): boolean {
    return this.current?.connection.session?.capabilities[capability] === true;
  }

  /**
   * Opens the first session. An epoch that others have used is no obstacle: whoever starts a core wants it to take the driver over.
   *
   * @throws {@link SetupError} if the driver cannot be reached or refuses the session.
   */
  async start(): Promise<void> {
    try {
      this.#enter(await openSession(this.#options, true));
    } catch (error) {
      const { message } = error as Error;
      throw new SetupError(error instanceof WireError ? message : `Cannot open a session: ${message}`, {
        cause: error,
      });
    }
    this.#keeping = this.#keepOpen();
  }

  /**
   * Waits until a session is open.
   *
   * @throws {@link SessionEndedError} once there will be none.
   */
  async whenOpen(): Promise<OpenSession> {
    this.ended.throwIfAborted();
    return this.#open ?? this.#opening.promise;
  }

  /**
   * Asks the driver something, once and now, or as soon as no more requests are in progress than the driver has to expect.
   *
   * @param question - Makes requests, one at a time.
   * @throws `DriverError` if that is what the driver answered, {@link NoAnswerError} if no proper answer came, {@link SessionEndedError}.
   */
  ask<T>(question: (connection: DriverConnection) => Promise<T>): Promise<T> {
    return this.#limit.hold(() => this.#askNow(question));
  }

  async #askNow<T>(question: (connection: DriverConnection) => Promise<T>): Promise<T> {
    this.ended.throwIfAborted();
    const open = this.#open;
    if (open === undefined) throw new NoAnswerError("The driver is not connected");
    try {
      return await question(open.connection);
    } catch (error) {
      this.ended.throwIfAborted();
      throw await this.#sort(error, open);
    }
  }

  /**
   * Asks the driver something until it answers, over as many connections as that takes.
   *
   * @throws `DriverError` if that is the answer and asking again would not change it, {@link SessionEndedError}.
   */
  async read<T>(question: (connection: DriverConnection) => Promise<T>): Promise<T> {
    const backoff = new Backoff(this.#options.clock, this.ended);
    for (;;) {
      await this.whenOpen();
      try {
        return await this.ask(question);
      } catch (error) {
        const isPassing =
          error instanceof NoAnswerError || (error instanceof DriverError && error.recovery === "retry");
        if (!isPassing) throw error;
        this.#options.log(`Asking the driver again: ${error.message}`);
      }
      await backoff.wait();
    }
  }

  /** Makes a changing call, once and now. Throws as {@link DriverSession.ask} does. */
  change(
    { operation, params, operationId }: OperationRecord,
    watch: CallWatch,
  ): Promise<{ driverState?: DriverState }> {
    const { signal, onProgress } = watch;
    const options = {
      operationId,
      ...(signal && { signal }),
      ...(onProgress && {
        onProgress: ({ percent }: { percent?: number }) => percent !== undefined && onProgress(percent),
      }),
    };
    return this.ask(({ driver }) => {
      const call = driver[operation] as (given: object, said: typeof options) => Promise<{ driverState?: DriverState }>;
      return call(params, options);
    });
  }

  /** Asks the driver to stop working on a call, if it can be asked now. */
  cancel(operationId: string): void {
    this.#open?.connection.cancelOperation(operationId);
  }

  /**
   * Ends the session. The driver is told so if nothing is in progress; otherwise it goes on with that, and the next session asks.
   *
   * @param inOrder - Whether nothing is in progress.
   */
  async stop(inOrder: boolean): Promise<void> {
    const open = this.#open;
    if (inOrder && open !== undefined && !this.ended.aborted) {
      await this.ask(({ driver }) => driver.shutdown({}, { hangTimeoutMs: SHUTDOWN_LIMIT_MS })).catch(
        (error: Error) => {
          this.#options.log(`The driver did not end the session in good order: ${error.message}`);
        },
      );
    }
    this.#finish(new SessionEndedError("This core is shutting down."));
    await open?.connection.close();
    await this.#keeping;
  }

  #enter(open: OpenSession): void {
    this.#open = open;
    this.#opening.resolve(open);
    this.#options.onOpen();
  }

  async #keepOpen(): Promise<void> {
    for (let open = this.#open; open !== undefined; open = await this.#reopen()) {
      await open.connection.closed;
      this.#open = undefined;
      if (this.ended.aborted) return;
      this.#opening = newGate();
      this.#options.log("Lost the driver; trying to reach it again");
    }
  }

  /** Opens the next session, however long it takes; undefined once there will be none. */
  async #reopen(): Promise<OpenSession | undefined> {
    const backoff = new Backoff(this.#options.clock, this.ended);
    while (!this.ended.aborted) {
      try {
        await backoff.wait();
        const open = await openSession(this.#options, false);
        if (this.ended.aborted) await open.connection.close();
        else this.#enter(open);
        return this.current;
      } catch (error) {
        if (isFenced(error)) this.#fence(error);
        else if (!this.ended.aborted) this.#options.log(`Cannot reach the driver yet: ${(error as Error).message}`);
      }
    }
    return undefined;
  }

  /** Puts a failed call into one of three classes, and acts on what it says about the session itself. */
  async #sort(error: unknown, open: OpenSession): Promise<unknown> {
    const { kind, error: sorted } = sortFailure(error);
    if (kind === "fenced") {
      this.#fence(sorted);
      return this.ended.reason;
    }
    if (kind === "unusable") await open.connection.close();
    return sorted;
  }

  #fence(error: Error): void {
    this.#options.log(`This core has been fenced and stops acting: ${error.message}`);
    this.#finish(new SessionEndedError("A newer core controls the driver; this one has stopped acting."));
    void this.#open?.connection.close();
  }

  #finish(reason: SessionEndedError): void {
    if (this.ended.aborted) return;
    this.#end.abort(reason);
    this.#opening.reject(reason);
  }
}

const SHUTDOWN_LIMIT_MS = 5000;

/** @see Requirement `limits/caller-keeps-within` */
const MOST_REQUESTS = 1000;

/** A promise to be settled once. Nobody may be waiting when it is rejected. */
function newGate(): PromiseWithResolvers<OpenSession> {
  const gate = Promise.withResolvers<OpenSession>();
  gate.promise.catch(() => undefined);
  return gate;
}
