// Bytes both ways: what the wire needs of a pipe, a socket or two ends in one process, and nothing more.
// Writing never throws and never waits. A channel that broke says so through its sink, once, and ignores what is
// written after.

/** Where a {@link ByteChannel} delivers. */
export interface ByteSink {
  /** Some bytes came. They may be kept. */
  data(chunk: Buffer): void;
  /** No more bytes come, because the peer ended its side or the channel broke. Called once. */
  end(error?: Error): void;
}

/** One end of a connection. */
export interface ByteChannel {
  /** Starts delivering. To be called once. */
  open(sink: ByteSink): void;
  /** Sends text, as UTF-8. */
  write(text: string): void;
  /** Sends bytes. */
  writeBytes(bytes: Uint8Array): void;
  /** Tells the peer that no more comes, once everything written has gone. Bytes may still come in. */
  end(): void;
  /** Drops the connection at once. */
  destroy(): void;
  /** Stops delivering, so that the peer meets somebody who does not read. Returns the way to go on. */
  hold(): () => void;
  /** How many bytes were written and have not gone yet. */
  readonly backlogBytes: number;
}
