// Cuts a stream of bytes into message bodies, however the bytes were split on the way.
// It never gives up: text between messages, a header that cannot be read or a length beyond the limit is reported once,
// and reading goes on at the next place that looks like a header. What it holds is bounded by the limit, whatever a
// peer sends.
import { excerptOf } from "../faults/excerpt.ts";
import type { Speaker } from "../faults/speaker.ts";
import { badHeader, oddHeader, tooLong, truncated } from "../faults/stream-faults.ts";
import type { WireFault } from "../faults/wire-fault.ts";
import { readHeader, readUsualHeader } from "./header.ts";
import { StrayText } from "./stray-text.ts";

/** Where a {@link FrameDecoder} delivers. */
export interface FrameSink {
  /**
   * The body of one message. The bytes are valid during the call only. Answers false to have them searched for a header
   * instead.
   */
  frame(body: Buffer): boolean;
  /** Something was wrong. `lost` tells that a message was there and cannot be delivered. */
  fault(fault: WireFault, lost: boolean): void;
}

const EMPTY = Buffer.alloc(0);

/** Cuts a stream of bytes into message bodies. */
export class FrameDecoder {
  readonly #speaker: Speaker;
  readonly #maxMessageBytes: () => number;
  readonly #sink: FrameSink;
  readonly #stray: StrayText;
  /** Bytes not yet understood: the beginning of a header, or the tail of a text. */
  #rest: Buffer = EMPTY;
  /** The parts of a body that is still coming, and how much of it has come. */
  #parts: Buffer[] = [];
  #have = 0;
  /** The length of the body that is coming; -1 between messages. */
  #need = -1;
  #searching = false;

  /**
   * @param speaker - Whose bytes these are.
   * @param maxMessageBytes - Tells how long a body may be, in bytes, at the moment its header is read.
   * @param sink - Receives bodies and faults, in the order of the bytes.
   */
  constructor(speaker: Speaker, maxMessageBytes: () => number, sink: FrameSink) {
    this.#speaker = speaker;
    this.#maxMessageBytes = maxMessageBytes;
    this.#sink = sink;
    this.#stray = new StrayText(speaker, sink);
  }

  /**
   * Takes the next bytes.
   *
   * @param chunk - Any number of them.
   */
  push(chunk: Buffer): void {
    if (this.#need >= 0) {
      this.#parts.push(chunk);
      this.#have += chunk.length;
      if (this.#have < this.#need) return;
      const data = Buffer.concat(this.#parts);
      this.#parts = [];
      this.#read(data, this.#takeBody(data, 0));
    } else if (this.#rest.length > 0) {
      const data = Buffer.concat([this.#rest, chunk]);
      this.#rest = EMPTY;
      this.#read(data, 0);
    } else {
      this.#read(chunk, 0);
    }
  }

  /** Tells that no more bytes come, and reports what was left in the middle. */
  end(): void {
    const state = this.describeState();
    const inText = this.#searching;
    if (inText) this.#stray.add(this.#rest);
    this.#stray.finish();
    if (state !== undefined && !inText) this.#sink.fault(truncated(this.#speaker, state), true);
    this.#rest = EMPTY;
    this.#parts = [];
    this.#need = -1;
  }

  /**
   * Says what has come of a message that is not complete.
   *
   * @returns Such as `40 of the 120 bytes of a body`; undefined between messages.
   */
  describeState(): string | undefined {
    if (this.#searching)
      return this.#stray.unreported === undefined ? undefined : `the text ${excerptOf(this.#stray.unreported)}`;
    if (this.#need >= 0) return `${this.#have} of the ${this.#need} bytes of a body`;
    if (this.#rest.length > 0) return `${this.#rest.length} bytes of a header`;
    return undefined;
  }

  #read(data: Buffer, start: number): void {
    let at = start;
    while (at >= 0 && at < data.length) {
      at = this.#searching ? this.#search(data, at) : this.#message(data, at);
    }
  }

  /** Reads one message at `at`; answers where the next one begins, or -1 if more bytes are needed. */
  #message(data: Buffer, at: number): number {
    const usual = readUsualHeader(data, at);
    if (usual >= 0) return this.#body(data, at + (usual & 31), Math.floor(usual / 32));
    const header = readHeader(data, at);
    switch (header.kind) {
      case "header":
        if (header.oddity !== undefined) this.#sink.fault(oddHeader(this.#speaker, header.text, header.oddity), false);
        return this.#body(data, header.bodyStart, header.length);
      case "incomplete":
        this.#rest = data.subarray(at);
        return -1;
      case "text":
        this.#searching = true;
        return at;
      case "bad":
        this.#lose(badHeader(this.#speaker, header.text, header.problem));
        return header.end;
    }
  }

  #body(data: Buffer, start: number, length: number): number {
    const limit = this.#maxMessageBytes();
    if (length > limit) {
      this.#lose(tooLong(this.#speaker, length, limit));
      return start;
    }
    this.#need = length;
    if (data.length - start >= length) return this.#takeBody(data, start);
    this.#parts = [data.subarray(start)];
    this.#have = data.length - start;
    return -1;
  }

  #takeBody(data: Buffer, start: number): number {
    const end = start + this.#need;
    this.#need = -1;
    if (this.#sink.frame(data.subarray(start, end))) return end;
    this.#searching = true;
    this.#stray.expect();
    return start;
  }

  /**
   * Reports a message that cannot be delivered, and searches for the next without reporting the remains of this one as
   * well.
   */
  #lose(fault: WireFault): void {
    this.#sink.fault(fault, true);
    this.#searching = true;
    this.#stray.expect();
  }

  #search(data: Buffer, at: number): number {
    const found = this.#stray.findHeader(data, at);
    if (found.header) {
      this.#searching = false;
      this.#stray.finish();
    } else {
      this.#rest = data.subarray(found.at);
    }
    return found.header ? found.at : -1;
  }
}
