// Writes messages for vscode-jsonrpc: serialised once, measured against what the peer accepts, and sent as one piece.
import { AbstractMessageWriter } from "vscode-jsonrpc/node";
import type { Message, MessageWriter } from "vscode-jsonrpc/node";
import type { WireMessage } from "../json-rpc.ts";
import type { ByteChannel } from "./byte-channel.ts";

/** What a {@link CheckedMessageWriter} asks and tells its owner. */
export interface WriterOwner {
  /** How long a message the peer accepts, in bytes. */
  readonly peerMaxMessageBytes: number;
  /** A message is about to be sent. */
  sending(message: WireMessage, bytes: number): void;
  /** A message is longer than the peer accepts, and was not sent. Answers what to send in its place, if anything. */
  oversized(message: WireMessage, bytes: number): WireMessage | undefined;
}

const DONE = Promise.resolve();

/** Writes messages as frames. */
export class CheckedMessageWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #channel: ByteChannel;
  readonly #owner: WriterOwner;

  constructor(channel: ByteChannel, owner: WriterOwner) {
    super();
    this.#channel = channel;
    this.#owner = owner;
  }

  write(message: Message): Promise<void> {
    this.send(message as WireMessage);
    return DONE;
  }

  /**
   * Writes a message at once; those of vscode-jsonrpc come here too, so the order of calls is the order on the wire.
   */
  send(message: WireMessage): void {
    const text = JSON.stringify(message);
    const bytes = Buffer.byteLength(text);
    if (bytes > this.#owner.peerMaxMessageBytes) {
      const instead = this.#owner.oversized(message, bytes);
      if (instead !== undefined) this.send(instead);
      return;
    }
    this.#owner.sending(message, bytes);
    this.#channel.write(`Content-Length: ${bytes}\r\n\r\n${text}`);
  }

  end(): void {
    this.#channel.end();
  }
}
