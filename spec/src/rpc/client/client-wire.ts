// The caller's end of a connection: requests go out, and each comes back with an answer or with the fault that kept it
// from one. What the driver asks comes in, and is answered once.
import { createMessageConnection } from "vscode-jsonrpc/node";
import type { MessageConnection } from "vscode-jsonrpc/node";
import { AskedRequests } from "../asked-requests.ts";
import type { SentRequest } from "../asked-requests.ts";
import { CheckedMessageReader } from "../channel/message-reader.ts";
import type { MessageGate } from "../channel/message-reader.ts";
import { CheckedMessageWriter } from "../channel/message-writer.ts";
import type { WriterOwner } from "../channel/message-writer.ts";
import { repeatedRequestId } from "../faults/message-faults.ts";
import { WireError } from "../faults/wire-error.ts";
import type { WireFault } from "../faults/wire-fault.ts";
import { shownMessage } from "../faults/shown-message.ts";
import { isAnswer, isRequest } from "../json-rpc.ts";
import type { MessageId, RequestMessage, WireMessage } from "../json-rpc.ts";
import { respond, tooLargeAnswer } from "../respond.ts";
import type { Attachment } from "./attachment.ts";

/** What a {@link ClientWire} tells its owner. */
export interface WireOwner {
  /** The version of the spec that the session speaks, once one is open. */
  readonly specVersion: string | undefined;
  /** Something went wrong. */
  fault(fault: WireFault): void;
  /** A message was sent or received. `method` is that of the request, also for its answer. */
  message(direction: "sent" | "received", message: WireMessage, bytes: number, method: string | undefined): void;
  /** A notification came. */
  notified(method: string, params: object): void;
  /** A request came. Resolves with the result to answer; rejects with the error to answer. */
  asked(method: string, params: object): Promise<object>;
  /** The connection has ended, though its owner did not end it. */
  ended(fault: WireFault): void;
}

/** The caller's end of a connection. */
export class ClientWire implements MessageGate, WriterOwner {
  maxMessageBytes: number;
  peerMaxMessageBytes: number = 64 * 1024 * 1024;
  readonly #owner: WireOwner;
  readonly #attachment: Attachment;
  readonly #reader: CheckedMessageReader;
  readonly #writer: CheckedMessageWriter;
  readonly #rpc: MessageConnection;
  /** What the caller asks. */
  readonly #asked: AskedRequests;
  /** What the driver asks: the methods of its requests in progress, by id as text. */
  readonly #answering = new Map<string, string>();
  #end: WireFault | undefined;

  constructor(attachment: Attachment, maxMessageBytes: number, owner: WireOwner) {
    this.maxMessageBytes = maxMessageBytes;
    this.#owner = owner;
    this.#attachment = attachment;
    this.#reader = new CheckedMessageReader(attachment.channel, attachment.speaker, this);
    this.#writer = new CheckedMessageWriter(attachment.channel, this);
    this.#asked = new AskedRequests({
      peer: "driver",
      fault: (fault) => owner.fault(fault),
      inject: (answer) => this.#reader.inject(answer),
    });
    this.#rpc = createMessageConnection(this.#reader, this.#writer);
    this.#rpc.onNotification((method: string, params: unknown) =>
      owner.notified(method, (params as object | undefined) ?? {}),
    );
    this.#rpc.onRequest((method: string, params: unknown) =>
      respond(
        () => owner.asked(method, (params as object | undefined) ?? {}),
        () => owner.specVersion,
      ),
    );
    this.#rpc.listen();
  }

  /** Sends a request. Never throws: what keeps it from being sent is the answer. */
  request(method: string, params: object): SentRequest {
    if (this.#end !== undefined) return { id: -1, answer: Promise.reject(new WireError(this.#end)) };
    return this.#asked.ask(this.#rpc, method, params);
  }

  /** Sends a notification. */
  notify(method: string, params: object): void {
    if (this.#end === undefined) this.#writer.send({ jsonrpc: "2.0", method, params });
  }

  /** Sends bytes as they are, to which so many answers with ids that are not ours are no fault. */
  writeRaw(bytes: string | Uint8Array, answers: number): void {
    this.#asked.expectForeign(answers);
    this.#attachment.channel.writeBytes(typeof bytes === "string" ? Buffer.from(bytes) : bytes);
  }

  /** Reads nothing. Returns the way to go on. */
  holdReading(): () => void {
    return this.#attachment.channel.hold();
  }

  /** Says what has come of a message that is not complete; undefined between messages. */
  describeState(): string | undefined {
    return this.#reader.describeState();
  }

  /** Fails a call; an answer that still comes is ignored. */
  abandon(id: MessageId, fault: WireFault): void {
    this.#asked.abandon(id, fault);
  }

  /** Fails all calls in progress and every later one. */
  finish(fault: WireFault): void {
    this.#end ??= fault;
    this.#asked.abandonAll(fault);
  }

  admit(message: WireMessage, bytes: number): boolean {
    const method = isAnswer(message) ? this.#asked.methodOf(message) : message.method;
    this.#owner.message("received", message, bytes, method);
    if (isAnswer(message)) return this.#asked.admit(message);
    return isRequest(message) ? this.#admitRequest(message) : !message.method.startsWith("$/");
  }

  fault(fault: WireFault): void {
    this.#owner.fault(fault);
  }

  lost(fault: WireFault, body?: string, value?: unknown): void {
    this.#owner.fault(fault);
    this.#asked.lost(fault, body, value);
  }

  ended(error?: Error): void {
    if (this.#end !== undefined) return;
    void this.#findEnd(error);
  }

  sending(message: WireMessage, bytes: number): void {
    if (isRequest(message)) this.#asked.sending(message);
    const method = isAnswer(message) ? this.#answering.get(String(message.id)) : message.method;
    if (isAnswer(message)) this.#answering.delete(String(message.id));
    this.#owner.message("sent", message, bytes, method);
  }

  oversized(message: WireMessage, bytes: number): WireMessage | undefined {
    const limit = this.peerMaxMessageBytes;
    if (isAnswer(message)) return tooLargeAnswer(message.id, this.#answering.get(String(message.id)), bytes, limit);
    if (isRequest(message)) this.#asked.oversized(message, bytes, limit);
    return undefined;
  }

  #admitRequest(message: RequestMessage): boolean {
    const key = String(message.id);
    if (this.#answering.has(key)) {
      this.#owner.fault(repeatedRequestId(message.id, message.method, shownMessage(message)));
      return false;
    }
    this.#answering.set(key, message.method);
    return true;
  }

  async #findEnd(error: Error | undefined): Promise<void> {
    const fault = await this.#attachment.whyEnded(error);
    if (this.#end !== undefined) return;
    this.finish(fault);
    this.#owner.ended(fault);
  }
}
