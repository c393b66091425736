/** Reaches the driver and opens a session on it. */
import { DriverError } from "@virt-driver-kit/spec";
import type { Clock, DriverConnection, EventParams, InitializeResult } from "@virt-driver-kit/spec";
import { packageVersion } from "../package-version.ts";
import type { EpochStore } from "../persistence/epoch-store.ts";

/** What a session works with. */
export interface SessionOptions {
  /** Reaches the driver. Called again whenever the connection is lost. */
  readonly connect: () => Promise<DriverConnection>;
  readonly epochs: EpochStore;
  readonly clock: Clock;
  /** Writes a line for the operator, without secrets. */
  readonly log: (line: string) => void;
  /** Told each time that a session has been opened, before any call of it. */
  readonly onOpen: () => void;
  /** Told of every event, in order. */
  readonly onEvent: (event: EventParams) => void;
}

/** A session that is open, and what was agreed on. */
export interface OpenSession extends InitializeResult {
  readonly connection: DriverConnection;
}

/** Beyond so many refusals somebody else keeps taking the driver. */
const ATTEMPTS = 10;

/**
 * Opens a session under an epoch that is on disk before it is used.
 *
 * @param options - How to reach the driver, and where epochs come from.
 * @param takesOver - Whether a higher epoch of somebody else's is surpassed. If not, it means that this core has been replaced.
 * @returns The session. Its events are passed on from the first one.
 * @throws DriverError SESSION_FENCED if somebody else is in control and is not to be replaced, or what else `initialize` answers.
 * @throws WireError if the driver cannot be reached or gives no proper answer.
 * @see Requirements `initialize/comes-first`, `initialize/epochs-rise`
 */
export async function openSession(options: SessionOptions, takesOver: boolean): Promise<OpenSession> {
  const { connect, epochs, clock, log, onEvent } = options;
  const connection = await connect();
  connection.onEvent(onEvent);
  connection.onFault(({ message, hint }) => log(`${message}. ${hint}.`));
  const caller = { name: "vdk-core", version: packageVersion() };
  let above = 0;
  for (let attempt = 1; ; attempt += 1) {
    const epoch = epochs.next(above, clock.now());
    try {
      return { ...(await connection.initialize({ epoch, caller })), connection };
    } catch (error) {
      if (!isFenced(error) || !takesOver || attempt === ATTEMPTS) {
        await connection.close();
        throw error;
      }
      above = error.details.currentEpoch;
    }
  }
}

/** Whether an error says that a session with a higher epoch is in control. */
export function isFenced(error: unknown): error is DriverError<"SESSION_FENCED"> {
  return error instanceof DriverError && error.code === "SESSION_FENCED";
}
