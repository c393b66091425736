// The caller's end of a connection: requests go out, and each comes back with an answer or with the fault that kept it
// from one.
// A message that is lost may have been the answer to a call. If its id can be read the call of that id fails, otherwise
// all calls in progress fail: none waits for ever, whatever a driver sends.
import { ParameterStructures, ResponseError, createMessageConnection } from "vscode-jsonrpc/node";
import type { MessageConnection } from "vscode-jsonrpc/node";
import { CheckedMessageReader } from "../channel/message-reader.ts";
import type { MessageGate } from "../channel/message-reader.ts";
import { CheckedMessageWriter } from "../channel/message-writer.ts";
import type { WriterOwner } from "../channel/message-writer.ts";
import { requestTooLong } from "../faults/call-faults.ts";
import { excerptOf } from "../faults/excerpt.ts";
import { duplicateAnswer, unexpectedRequest, unknownId, unreadable } from "../faults/message-faults.ts";
import { WireError } from "../faults/wire-error.ts";
import { isWireFault } from "../faults/wire-fault.ts";
import type { WireFault } from "../faults/wire-fault.ts";
import { isAnswer, isRequest } from "../json-rpc.ts";
import type { AnswerMessage, ErrorObject, MessageId, WireMessage } from "../json-rpc.ts";
import { redactMessage } from "../redact.ts";
import type { Attachment } from "./attachment.ts";

/** What a {@link ClientWire} tells its owner. */
export interface WireOwner {
  /** Something went wrong. */
  fault(fault: WireFault): void;
  /** A message was sent or received. `method` is that of the request, also for its answer. */
  message(direction: "sent" | "received", message: WireMessage, bytes: number, method: string | undefined): void;
  /** A notification came. */
  notified(method: string, params: object): void;
  /** The connection has ended, though its owner did not end it. */
  ended(fault: WireFault): void;
}

/** A request that was sent. */
export interface SentRequest {
  readonly id: MessageId;
  /** Resolves with the result; rejects with an {@link AnsweredError} or a {@link WireError}. */
  readonly answer: Promise<unknown>;
}

/** The error with which a driver answered, as it came. */
export class AnsweredError extends Error {
  readonly error: ErrorObject;

  constructor(error: ErrorObject) {
    super(error.message);
    this.name = "AnsweredError";
    this.error = error;
  }
}

/**
 * The code of the answers that stand for a fault. They never leave this process, and the fault is recognised by itself.
 */
const FAULT_CODE = -32_000;

/** The caller's end of a connection. */
export class ClientWire implements MessageGate, WriterOwner {
  maxMessageBytes: number;
  peerMaxMessageBytes: number = 64 * 1024 * 1024;
  readonly #owner: WireOwner;
  readonly #attachment: Attachment;
  readonly #reader: CheckedMessageReader;
  readonly #writer: CheckedMessageWriter;
  readonly #rpc: MessageConnection;
  /** The method of each call in progress, by id. */
  readonly #pending = new Map<MessageId, string>();
  /** The calls that were given up and may still be answered. */
  readonly #abandoned = new Set<MessageId>();
  #lastId: MessageId = -1;
  #rawAnswers = 0;
  #end: WireFault | undefined;

  constructor(attachment: Attachment, maxMessageBytes: number, owner: WireOwner) {
    this.maxMessageBytes = maxMessageBytes;
    this.#owner = owner;
    this.#attachment = attachment;
    this.#reader = new CheckedMessageReader(attachment.channel, attachment.speaker, this);
    this.#writer = new CheckedMessageWriter(attachment.channel, this);
    this.#rpc = createMessageConnection(this.#reader, this.#writer);
    this.#rpc.onNotification((method: string, params: unknown) =>
      owner.notified(method, (params as object | undefined) ?? {}),
    );
    this.#rpc.listen();
  }

  /** Sends a request. Never throws: what keeps it from being sent is the answer. */
  request(method: string, params: object): SentRequest {
    if (this.#end !== undefined) return { id: -1, answer: Promise.reject(new WireError(this.#end)) };
    const answer = this.#rpc.sendRequest(method, ParameterStructures.byName, params);
    return { id: this.#lastId, answer: answer.catch(rethrow) };
  }

  /** Sends a notification. */
  notify(method: string, params: object): void {
    if (this.#end === undefined) this.#writer.send({ jsonrpc: "2.0", method, params });
  }

  /** Sends bytes as they are, to which so many answers with ids that are not ours are no fault. */
  writeRaw(bytes: string | Uint8Array, answers: number): void {
    this.#rawAnswers += answers;
    this.#attachment.channel.writeBytes(typeof bytes === "string" ? Buffer.from(bytes) : bytes);
  }

  /** Says what has come of a message that is not complete; undefined between messages. */
  describeState(): string | undefined {
    return this.#reader.describeState();
  }

  /** Fails a call; an answer that still comes is ignored. */
  abandon(id: MessageId, fault: WireFault): void {
    if (!this.#pending.delete(id)) return;
    this.#abandoned.add(id);
    this.#fail(id, fault);
  }

  /** Fails all calls in progress and every later one. */
  finish(fault: WireFault): void {
    this.#end ??= fault;
    this.#abandonAll(fault);
  }

  admit(message: WireMessage, bytes: number): boolean {
    if (isAnswer(message)) return this.#admitAnswer(message, bytes);
    this.#owner.message("received", message, bytes, message.method);
    if (isRequest(message)) this.#owner.fault(unexpectedRequest(message.method, shown(message)));
    return isRequest(message) || !message.method.startsWith("$/");
  }

  fault(fault: WireFault): void {
    this.#owner.fault(fault);
  }

  lost(fault: WireFault, body?: string, value?: unknown): void {
    this.#owner.fault(fault);
    const { id, isCall } = readTraces(body, value);
    if (id !== undefined && this.#pending.has(id)) this.abandon(id, fault);
    else if (!isCall) this.#abandonAll(fault);
  }

  ended(error?: Error): void {
    if (this.#end !== undefined) return;
    void this.#findEnd(error);
  }

  sending(message: WireMessage, bytes: number): void {
    if (isRequest(message)) {
      this.#lastId = message.id;
      this.#pending.set(message.id, message.method);
    }
    this.#owner.message("sent", message, bytes, "method" in message ? message.method : undefined);
  }

  oversized(message: WireMessage, bytes: number): undefined {
    if (!isRequest(message)) return;
    this.#lastId = message.id;
    this.#fail(message.id, requestTooLong(message.method, bytes, this.peerMaxMessageBytes));
  }

  async #findEnd(error: Error | undefined): Promise<void> {
    const fault = await this.#attachment.whyEnded(error);
    if (this.#end !== undefined) return;
    this.finish(fault);
    this.#owner.ended(fault);
  }

  #admitAnswer(message: AnswerMessage, bytes: number): boolean {
    const id = message.id ?? "";
    const method = this.#pending.get(id);
    this.#owner.message("received", message, bytes, method);
    if (this.#pending.delete(id)) return true;
    if (!this.#abandoned.delete(id)) this.#unmatched(message);
    return false;
  }

  #unmatched(message: AnswerMessage): void {
    const { id } = message;
    if (typeof id === "number" && id >= 0 && id <= Number(this.#lastId)) {
      this.#owner.fault(duplicateAnswer(id, shown(message)));
    } else if (this.#rawAnswers > 0) {
      this.#rawAnswers -= 1;
    } else {
      this.#lostAnswer(message);
    }
  }

  /**
   * An answer that is none of ours was meant for one of our calls: for that of the same id as text, or nobody knows for
   * which.
   */
  #lostAnswer(message: AnswerMessage): void {
    const { id, error } = message;
    const fault =
      id === null
        ? unreadable(error?.message ?? "", shown(message))
        : unknownId(id, [...this.#pending.keys()], shown(message));
    this.#owner.fault(fault);
    const meant = Number(id);
    if (id !== null && this.#pending.has(meant)) this.abandon(meant, fault);
    else this.#abandonAll(fault);
  }

  #abandonAll(fault: WireFault): void {
    for (const id of this.#pending.keys()) this.abandon(id, fault);
  }

  #fail(id: MessageId, fault: WireFault): void {
    this.#reader.inject({ jsonrpc: "2.0", id, error: { code: FAULT_CODE, message: fault.message, data: fault } });
  }
}

function rethrow(thrown: unknown): never {
  if (!(thrown instanceof ResponseError)) throw thrown;
  const { code, message, data } = thrown as ResponseError<unknown>;
  if (isWireFault(data)) throw new WireError(data);
  throw new AnsweredError(data === undefined ? { code, message } : { code, message, data });
}

function shown(message: WireMessage): string {
  return excerptOf(JSON.stringify(redactMessage(message)));
}

/** Reads what can be read of a message that is none: its id, and whether it was a call and no answer. */
function readTraces(body: string | undefined, value: unknown): { id: MessageId | undefined; isCall: boolean } {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const { id, method } = value as { id?: unknown; method?: unknown };
    return { id: typeof id === "number" || typeof id === "string" ? id : undefined, isCall: method !== undefined };
  }
  const id = /^[^{]*\{[^{[]*?"id"\s*:\s*(\d{1,15})\s*[,}]/u.exec(body ?? "")?.[1];
  return { id: id === undefined ? undefined : Number(id), isCall: /^[^{]*\{[^{[]*?"method"\s*:/u.test(body ?? "") };
}
