// Reads messages for vscode-jsonrpc and checks each before that library sees it.
// On its own the library ignores a second answer and a foreign id, and treats text between messages as a header; a call
// would wait for ever. Here the bytes become messages, a gate decides which of them go on, and everything else becomes
// a fault.
import { isUtf8 } from "node:buffer";
import { AbstractMessageReader } from "vscode-jsonrpc/node";
import type { DataCallback, Disposable } from "vscode-jsonrpc/node";
import { notJsonRpc } from "../faults/message-faults.ts";
import type { Speaker } from "../faults/speaker.ts";
import { invalidJson, invalidUtf8 } from "../faults/stream-faults.ts";
import type { WireFault } from "../faults/wire-fault.ts";
import { FrameDecoder } from "../frame/frame-decoder.ts";
import { messageProblem } from "../json-rpc.ts";
import type { WireMessage } from "../json-rpc.ts";
import type { ByteChannel } from "./byte-channel.ts";

/** Decides what becomes of what is read. */
export interface MessageGate {
  /** How long a message may be, in bytes. */
  readonly maxMessageBytes: number;
  /** Takes a message; answers whether it goes on to the connection. */
  admit(message: WireMessage, bytes: number): boolean;
  /** Takes a fault in the stream. */
  fault(fault: WireFault): void;
  /**
   * Takes a fault that cost a message. `body`, where it is known, is the message's text, and `value` what it parsed to.
   */
  lost(fault: WireFault, body?: string, value?: unknown): void;
  /** No more messages come. */
  ended(error?: Error): void;
}

/** Reads messages, and checks each before the connection sees it. */
export class CheckedMessageReader extends AbstractMessageReader {
  readonly #channel: ByteChannel;
  readonly #speaker: Speaker;
  readonly #gate: MessageGate;
  readonly #decoder: FrameDecoder;
  #deliver: DataCallback = () => undefined;

  constructor(channel: ByteChannel, speaker: Speaker, gate: MessageGate) {
    super();
    this.#channel = channel;
    this.#speaker = speaker;
    this.#gate = gate;
    this.#decoder = new FrameDecoder(speaker, () => gate.maxMessageBytes, {
      frame: (body) => this.#frame(body),
      fault: (fault, lost) => (lost ? gate.lost(fault) : gate.fault(fault)),
    });
  }

  override listen(callback: DataCallback): Disposable {
    this.#deliver = callback;
    this.#channel.open({
      data: (chunk) => this.#decoder.push(chunk),
      end: (error) => {
        this.#decoder.end();
        this.#gate.ended(error);
      },
    });
    return { dispose: () => undefined };
  }

  /** Hands the connection a message that did not come from the peer. */
  inject(message: WireMessage): void {
    this.#deliver(message);
  }

  /** Tells the connection that no more messages come. */
  close(): void {
    this.fireClose();
  }

  /** Says what has come of a message that is not complete; see {@link FrameDecoder.describeState}. */
  describeState(): string | undefined {
    return this.#decoder.describeState();
  }

  #frame(body: Buffer): boolean {
    const text = body.toString("utf8");
    if (!isUtf8(body)) {
      this.#gate.lost(invalidUtf8(this.#speaker, text), text);
      return false;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      this.#gate.lost(invalidJson(this.#speaker, text, body.length, (error as Error).message), text);
      return false;
    }
    const problem = messageProblem(value);
    if (problem === undefined) {
      if (this.#gate.admit(value as WireMessage, body.length)) this.inject(value as WireMessage);
    } else {
      this.#gate.lost(notJsonRpc(this.#speaker, problem, text), text, value);
    }
    return true;
  }
}
