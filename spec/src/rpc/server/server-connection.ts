// One connection to a served driver: what comes in is checked, dispatched and answered exactly once; what the driver asks goes out.
// A message that cannot be read is answered with an error, and the connection goes on; a broken caller disturbs nobody
// but itself.
import { createMessageConnection } from "vscode-jsonrpc/node";
import type { MessageConnection } from "vscode-jsonrpc/node";
import { DriverError } from "../../driver/driver-error.ts";
import { AskedRequests } from "../asked-requests.ts";
import type { SentRequest } from "../asked-requests.ts";
import type { ByteChannel } from "../channel/byte-channel.ts";
import { CheckedMessageReader } from "../channel/message-reader.ts";
import type { MessageGate } from "../channel/message-reader.ts";
import { CheckedMessageWriter } from "../channel/message-writer.ts";
import type { WriterOwner } from "../channel/message-writer.ts";
import type { Speaker } from "../faults/speaker.ts";
import type { WireFault } from "../faults/wire-fault.ts";
import { RPC_CODES, isAnswer, isRequest } from "../json-rpc.ts";
import type { AnswerMessage, MessageId, WireMessage } from "../json-rpc.ts";
import { respond, tooLargeAnswer } from "../respond.ts";

/** What a connection hands on. */
export interface ConnectionOwner {
  readonly maxMessageBytes: number;
  /** Answers a request; rejects with the error to answer. */
  dispatch(connection: ServerConnection, method: string, params: object): Promise<object>;
  /** Takes a notification. */
  notified(connection: ServerConnection, method: string, params: object): void;
  /** No more messages come; what came is still carried out. */
  inputEnded(connection: ServerConnection): void;
  /** The connection is gone. */
  disconnected(connection: ServerConnection): void;
  log(line: string): void;
}

/** Beyond this, a caller that does not read loses notifications, which are hints. */
const BACKLOG_LIMIT_BYTES = 16 * 1024 * 1024;
/** What a caller surely accepts before it has said so. */
const DEFAULT_PEER_LIMIT_BYTES = 64 * 1024 * 1024;

/** One connection to a served driver. */
export class ServerConnection implements MessageGate, WriterOwner {
  peerMaxMessageBytes: number = DEFAULT_PEER_LIMIT_BYTES;
  specVersion: string | undefined;
  readonly #channel: ByteChannel;
  readonly #owner: ConnectionOwner;
  readonly #rpc: MessageConnection;
  readonly #writer: CheckedMessageWriter;
  /** What the driver asks the caller. */
  readonly #asked: AskedRequests;
  /** The requests in progress, by id as text; the library underneath does not tell `1` from `"1"`. */
  readonly #inProgress = new Map<string, string>();
  readonly #answered = Promise.withResolvers<void>();
  #hasEnded = false;

  constructor(channel: ByteChannel, speaker: Speaker, owner: ConnectionOwner) {
    this.#channel = channel;
    this.#owner = owner;
    this.#writer = new CheckedMessageWriter(channel, this);
    const reader = new CheckedMessageReader(channel, speaker, this);
    this.#asked = new AskedRequests({
      peer: "caller",
      fault: (fault) => this.#log(fault),
      inject: (answer) => reader.inject(answer),
    });
    this.#rpc = createMessageConnection(reader, this.#writer);
    this.#rpc.onRequest((method: string, params: unknown) =>
      respond(
        () => owner.dispatch(this, method, (params as object | undefined) ?? {}),
        () => this.specVersion,
      ),
    );
    this.#rpc.onNotification((method: string, params: unknown) =>
      owner.notified(this, method, (params as object | undefined) ?? {}),
    );
    this.#rpc.listen();
  }

  get maxMessageBytes(): number {
    return this.#owner.maxMessageBytes;
  }

  /** Sends a notification, unless the caller has stopped reading. */
  notify(method: string, params: object): void {
    if (this.#channel.backlogBytes > BACKLOG_LIMIT_BYTES) return;
    this.#writer.send({ jsonrpc: "2.0", method, params });
  }

  /** Asks the caller. Never throws: what keeps the request from being sent is the answer. */
  request(method: string, params: object): SentRequest {
    return this.#asked.ask(this.#rpc, method, params);
  }

  /** Ends the connection once everything written has gone. */
  end(): void {
    this.#channel.end();
  }

  admit(message: WireMessage): boolean {
    if (isAnswer(message)) return this.#asked.admit(message);
    if (!isRequest(message)) return !message.method.startsWith("$/");
    const key = String(message.id);
    if (this.#inProgress.has(key)) {
      this.#refuse(
        null,
        RPC_CODES.invalidRequest,
        `Cannot begin a second request with id ${key}: the first is in progress`,
      );
      return false;
    }
    this.#inProgress.set(key, message.method);
    return true;
  }

  fault(fault: WireFault): void {
    this.#log(fault);
    this.#refuse(null, RPC_CODES.parseError, fault.message);
  }

  lost(fault: WireFault, body?: string, value?: unknown): void {
    this.#log(fault);
    this.#asked.lost(fault, body, value);
    // Nobody waits for an answer to an answer: the caller would take it for that of a call of its own.
    if (isMeantAsAnswer(value)) return;
    const read = fault.kind === "not-json-rpc" ? requestIdOf(value) : null;
    // A request in progress under that id keeps its own answer.
    const id = read !== null && this.#inProgress.has(String(read)) ? null : read;
    this.#refuse(id, fault.kind === "not-json-rpc" ? RPC_CODES.invalidRequest : RPC_CODES.parseError, fault.message);
  }

  /** Whether no more requests come. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Resolves once no more requests come and all that came are answered. */
  get answered(): Promise<void> {
    return this.#answered.promise;
  }

  ended(): void {
    this.#hasEnded = true;
    this.#owner.inputEnded(this);
    this.#disposeIfAnswered();
  }

  sending(message: WireMessage, _bytes: number): void {
    if (isRequest(message)) this.#asked.sending(message);
    if (!isAnswer(message)) return;
    this.#inProgress.delete(String(message.id));
    // A turn later: the answer is about to be written.
    if (this.#hasEnded) setImmediate(() => this.#disposeIfAnswered());
  }

  /** What came whole before the end is carried out, and answered for whoever still reads. */
  #disposeIfAnswered(): void {
    if (this.#inProgress.size > 0) return;
    this.#owner.disconnected(this);
    this.#rpc.dispose();
    this.#answered.resolve();
  }

  oversized(message: WireMessage, bytes: number): WireMessage | undefined {
    const limit = this.peerMaxMessageBytes;
    if (isAnswer(message)) return tooLargeAnswer(message.id, this.#inProgress.get(String(message.id)), bytes, limit);
    if (isRequest(message)) this.#asked.oversized(message, bytes, limit);
    return undefined;
  }

  #log(fault: WireFault): void {
    this.#owner.log(`${fault.message}. ${fault.hint}`);
  }

  /** Answers what cannot be dispatched. An answer without an id carries JSON-RPC's own code, as that protocol asks. */
  #refuse(id: MessageId | null, code: number, message: string): void {
    const error = new DriverError("INVALID_REQUEST", message, {
      effect: "none",
      details: { path: "", problem: message },
    }).toWire();
    const answer: AnswerMessage = { jsonrpc: "2.0", id, error: id === null ? { ...error, code } : error };
    this.#writer.send(answer);
  }
}

function isMeantAsAnswer(value: unknown): boolean {
  return typeof value === "object" && value !== null && !("method" in value) && ("result" in value || "error" in value);
}

function requestIdOf(value: unknown): MessageId | null {
  if (typeof value !== "object" || value === null || !("method" in value) || !("id" in value)) return null;
  return typeof value.id === "string" || typeof value.id === "number" ? value.id : null;
}
