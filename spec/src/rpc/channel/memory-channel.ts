// Two ends of a connection within one process. What is written travels as bytes, so nothing is shared between the
// sides.
import type { ByteChannel, ByteSink } from "./byte-channel.ts";

class MemoryChannel implements ByteChannel {
  peer: MemoryChannel | undefined;
  readonly backlogBytes = 0;
  #sink: ByteSink | undefined;
  #waiting: Buffer[] = [];
  #scheduled = false;
  #held = 0;
  #peerEnded = false;
  #ended = false;

  open(sink: ByteSink): void {
    this.#sink = sink;
    this.#schedule();
  }

  write(text: string): void {
    if (!this.#ended) this.peer?.receive(Buffer.from(text));
  }

  writeBytes(bytes: Uint8Array): void {
    if (!this.#ended) this.peer?.receive(Buffer.from(bytes));
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.peer?.receiveEnd();
  }

  destroy(): void {
    this.end();
    this.#waiting = [];
    this.receiveEnd();
  }

  hold(): () => void {
    this.#held += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#held -= 1;
      this.#schedule();
    };
  }

  receive(bytes: Buffer): void {
    if (this.#peerEnded) return;
    this.#waiting.push(bytes);
    this.#schedule();
  }

  receiveEnd(): void {
    if (this.#peerEnded) return;
    this.#peerEnded = true;
    this.#schedule();
  }

  /** Delivers later but soon, as a pipe would: never within the writer's own turn. */
  #schedule(): void {
    if (this.#scheduled || this.#held > 0 || this.#sink === undefined) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#deliver(this.#sink));
  }

  #deliver(sink: ByteSink | undefined): void {
    this.#scheduled = false;
    if (this.#held > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const bytes of waiting) sink?.data(bytes);
    if (!this.#peerEnded || this.#waiting.length > 0) return;
    this.#sink = undefined;
    sink?.end();
  }
}

/**
 * Makes the two ends of a connection.
 *
 * @returns The ends; what is written to one comes out of the other.
 */
export function memoryChannelPair(): [ByteChannel, ByteChannel] {
  const [left, right] = [new MemoryChannel(), new MemoryChannel()];
  left.peer = right;
  right.peer = left;
  return [left, right];
}
