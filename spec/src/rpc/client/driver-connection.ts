// A connection to a driver, as its caller has it.
import type { EventParams, InitializeParams, InitializeResult, NotificationMap } from "../../generated/types.ts";
import type { WireFault } from "../faults/wire-fault.ts";
import type { ErrorObject, WireMessage } from "../json-rpc.ts";
import type { DriverProcess } from "./attachment.ts";
import type { CallOptions } from "./call-options.ts";
import type { DriverClient } from "./driver-client.ts";

/** One message on the wire, as a tap sees it. */
export interface TappedMessage {
  /** Which way it went, as this side sees it. */
  readonly direction: "sent" | "received";
  /** The message itself, secrets and all; `redactMessage` makes a copy to be shown. */
  readonly message: WireMessage;
  /** The operation: of an answer, that which it answers. Absent for an answer that matches no call. */
  readonly method?: string;
  /** The length of the message's body. */
  readonly bytes: number;
  /** When it passed, in milliseconds of the connection's clock. */
  readonly atMs: number;
}

/** Why a connection is no more. */
export interface CloseReason {
  /** Whether this side closed it. */
  readonly requested: boolean;
  /** What went wrong; absent if nothing did. */
  readonly fault?: WireFault;
}

/** An answer as it came, unjudged: either a result or an error. */
export interface RawAnswer {
  /** The result, if the call succeeded. */
  readonly result?: unknown;
  /** The error, if it failed. */
  readonly error?: ErrorObject;
}

/** The notifications that a driver sends. */
export type DriverNotification = Exclude<keyof NotificationMap, "cancelOperation">;

/** What `initialize` asks; all but the epoch has a default. */
export type SessionRequest = Pick<InitializeParams, "epoch"> & Partial<InitializeParams>;

/** A connection to a driver. */
export interface DriverConnection {
  /** The driver's operations as methods. */
  readonly driver: DriverClient;
  /** What the last `initialize` of this connection agreed on, with the capabilities as they are now; undefined before. */
  readonly session: InitializeResult | undefined;
  /** What went wrong on this connection so far; the same fault is listed once. */
  readonly faults: readonly WireFault[];
  /** Resolves when the connection is no more. Never rejects. */
  readonly closed: Promise<CloseReason>;
  /** The driver's process, if this side started it. */
  readonly process?: DriverProcess;

  /**
   * Opens a session.
   *
   * @param request - The session's epoch, higher than any before; the rest has defaults: the versions this library
   *   speaks, its name, and the connection's `maxMessageBytes`.
   * @param options - What else there is to say about the call.
   * @returns What was agreed on.
   * @throws `DriverError` `SESSION_FENCED` with `details.currentEpoch` if the epoch is too low; `VERSION_NOT_SUPPORTED`
   *   if there is no common version.
   * @throws {@link WireError} if no proper answer came.
   */
  initialize(request: SessionRequest, options?: CallOptions): Promise<InitializeResult>;

  /**
   * Asks the driver to stop working on a call, which still answers.
   *
   * @param operationId - The call; one that is finished or unknown is left alone.
   */
  cancelOperation(operationId: string): void;

  /**
   * Sends a request as it is and returns the answer as it is: nothing is added, checked or kept from being sent.
   *
   * @param method - Any method.
   * @param params - Any parameters.
   * @param options - How long the driver may be silent.
   * @returns The answer.
   * @throws {@link WireError} if no answer came.
   */
  request(method: string, params?: object, options?: Pick<CallOptions, "hangTimeoutMs">): Promise<RawAnswer>;

  /**
   * Sends bytes as they are, for whoever has to find out how a driver takes what is malformed.
   *
   * @param bytes - The bytes, or text to be sent as UTF-8.
   * @param answers - How many answers may come to that: with no id, or with one that this side did not mint. They are
   *   no fault, and only taps see them. @defaultValue 1
   */
  writeRaw(bytes: string | Uint8Array, answers?: number): void;

  /**
   * Reads nothing that comes, for whoever has to find out how a driver takes a caller that does not read. Calls go on to be made, and time
   * out as ever.
   *
   * @returns The way to read again. Nothing that came meanwhile is lost.
   */
  holdReading(): () => void;

  /** Has a function called with every event that matches the schema. Returns the way to stop it. */
  onEvent(listener: (event: EventParams) => void): () => void;

  /**
   * Has a function called with every notification of a kind that matches the schema, such as `nodesChanged`. Returns the way to stop it.
   *
   * @param name - The notification.
   * @param listener - Receives what it tells.
   */
  onNotification<Name extends DriverNotification>(
    name: Name,
    listener: (params: NotificationMap[Name]) => void,
  ): () => void;

  /** Has a function called with every fault from now on. Returns the way to stop it. */
  onFault(listener: (fault: WireFault) => void): () => void;

  /**
   * Has a function called with every message, in both directions and in the order of the wire. Returns the way to stop
   * it.
   */
  onMessage(tap: (message: TappedMessage) => void): () => void;

  /**
   * Closes the connection, and ends the driver if this side started it: by the end of its input, then SIGTERM, then
   * SIGKILL.
   *
   * @returns Resolves once that is done, in bounded time. Calls in progress reject. Safe to call twice.
   */
  close(): Promise<void>;
}
