// A channel over Node streams: the two pipes of a process, or a socket.
import type { Readable, Writable } from "node:stream";
import { systemClock } from "../../driver/clock.ts";
import type { ByteChannel, ByteSink } from "./byte-channel.ts";

/** How long a peer that does not read any more may go on writing, in real milliseconds. */
const SETTLE_MS = 300;

/** What is needed of a writable stream. `write` is separate, since standard output is guarded by replacing its own. */
export interface StreamPair {
  readonly readable: Readable;
  readonly writable: Writable;
  /** Writes to `writable`. @defaultValue its own method */
  readonly write?: (data: string | Uint8Array) => void;
}

/**
 * Makes a channel of a readable and a writable stream, which may be the same.
 *
 * @param pair - The streams.
 * @returns Their channel. An error of either stream ends it; none is left unhandled, so a peer that has gone raises no
 *   EPIPE.
 */
export function streamChannel(pair: StreamPair): ByteChannel {
  const { readable, writable } = pair;
  const write = pair.write ?? ((data: string | Uint8Array): void => void writable.write(data));
  let sink: ByteSink | undefined;
  let broken: Error | undefined;
  let ended = false;
  let held = 0;

  const end = (error?: Error): void => {
    broken ??= error;
    if (sink === undefined || ended) return;
    ended = true;
    sink.end(broken);
  };
  writable.on("error", (error: Error) => {
    broken = error;
    // What the peer wrote before it stopped reading may still be on its way.
    const timer = systemClock.setTimer(SETTLE_MS, () => end(error));
    readable.once("close", () => timer.cancel());
  });
  readable.on("error", end);

  return {
    open(target) {
      sink = target;
      readable.on("data", (chunk: Buffer) => target.data(chunk));
      readable.on("end", () => end());
      readable.on("close", () => end());
      if (readable.destroyed) end();
    },
    write(text) {
      if (writable.writable) write(text);
    },
    writeBytes(bytes) {
      if (writable.writable) write(bytes);
    },
    end() {
      if (writable.writable) writable.end();
    },
    destroy() {
      readable.destroy();
      writable.destroy();
    },
    hold() {
      held += 1;
      readable.pause();
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        held -= 1;
        if (held === 0) readable.resume();
      };
    },
    get backlogBytes() {
      return writable.writableLength;
    },
  };
}
