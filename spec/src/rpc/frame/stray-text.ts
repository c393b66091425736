// The text between two messages: finds its end, and reports it once, by its first line.
import type { Speaker } from "../faults/speaker.ts";
import { strayText } from "../faults/stream-faults.ts";
import type { FrameSink } from "./frame-decoder.ts";
import { mayBecomeHeader } from "./header.ts";

const HEADER_START = /content-(?:length|type)[ \t]*:/iu;
const LONGEST_PREFIX = 64;
const LONGEST_QUOTE = 256;

/**
 * Where a search ended: at the beginning of a header, or at bytes that have to be seen again together with what
 * follows.
 */
export interface SearchEnd {
  readonly header: boolean;
  readonly at: number;
}

/** Collects the text between two messages. */
export class StrayText {
  readonly #speaker: Speaker;
  readonly #sink: FrameSink;
  /** The first bytes, one character each, since a chunk may end in the middle of a character. */
  #quote = "";
  #length = 0;
  #reported = false;

  constructor(speaker: Speaker, sink: FrameSink) {
    this.#speaker = speaker;
    this.#sink = sink;
  }

  /** Takes the text that follows as explained: it is skipped without a report. */
  expect(): void {
    this.#reported = true;
  }

  /** Looks for the next header in `data` from `at` on; the bytes before it are text. */
  findHeader(data: Buffer, at: number): SearchEnd {
    const shown = data.toString("latin1", at);
    const match = HEADER_START.exec(shown);
    if (match !== null) {
      this.add(data.subarray(at, at + match.index));
      return { header: true, at: at + match.index };
    }
    const keep = headerPrefixLength(shown.slice(-LONGEST_PREFIX));
    this.add(data.subarray(at, data.length - keep));
    return { header: false, at: data.length - keep };
  }

  /** Adds bytes to the text, and reports it as soon as its first line is complete. */
  add(bytes: Buffer): void {
    this.#length += bytes.length;
    if (this.#reported || bytes.length === 0) return;
    this.#quote += bytes.toString("latin1", 0, LONGEST_QUOTE - this.#quote.length);
    if (/\S[^\n]*\n/u.test(this.#quote) || this.#quote.length === LONGEST_QUOTE) this.#report();
  }

  /** The text so far, unless it was reported. */
  get unreported(): string | undefined {
    return this.#reported || this.#length === 0 ? undefined : this.#text();
  }

  /** Tells that the text is over. */
  finish(): void {
    if (!this.#reported && this.#length > 0) this.#report();
    this.#quote = "";
    this.#length = 0;
    this.#reported = false;
  }

  #report(): void {
    this.#reported = true;
    this.#sink.fault(strayText(this.#speaker, this.#text()), false);
  }

  #text(): string {
    return Buffer.from(this.#quote, "latin1").toString("utf8");
  }
}

/** How many characters at the end of a text may be the beginning of a header. */
function headerPrefixLength(tail: string): number {
  for (let at = 0; at < tail.length; at += 1) {
    if (mayBecomeHeader(tail.slice(at))) return tail.length - at;
  }
  return 0;
}
