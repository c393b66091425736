/**
 * The bytes of an image, kept in memory without its blank parts.
 */

/** How much of a file is kept or left out at a time, in bytes. */
export const PAGE_BYTES = 4096;

/** A page of zeros. */
export const BLANK_PAGE: Buffer = Buffer.alloc(PAGE_BYTES);

/** A file that does not change. Parts that hold nothing but zeros take no memory. */
export class SparseFile {
  readonly sizeBytes: number;
  readonly #pages: ReadonlyMap<number, Buffer>;

  constructor(sizeBytes: number, pages: ReadonlyMap<number, Buffer>) {
    this.sizeBytes = sizeBytes;
    this.#pages = pages;
  }

  /** The parts that are kept, by rising offset: a page each, or less where it is the file's last. What lies between them is blank. */
  *pages(): Iterable<{ readonly offset: number; readonly bytes: Buffer }> {
    for (const page of [...this.#pages.keys()].toSorted((left, right) => left - right)) {
      const offset = page * PAGE_BYTES;
      const bytes = this.#pages.get(page);
      if (bytes !== undefined && offset < this.sizeBytes)
        yield { offset, bytes: bytes.subarray(0, this.sizeBytes - offset) };
    }
  }

  /**
   * Reads a part.
   *
   * @param offset - Where it begins, in bytes.
   * @param length - Its length in bytes. What lies past the end of the file reads as zeros.
   */
  read(offset: number, length: number): Buffer {
    const result = Buffer.alloc(length);
    for (let page = Math.floor(offset / PAGE_BYTES); page * PAGE_BYTES < offset + length; page += 1) {
      this.#pages
        .get(page)
        ?.copy(result, Math.max(0, page * PAGE_BYTES - offset), Math.max(0, offset - page * PAGE_BYTES));
    }
    return result;
  }
}

/** Makes a {@link SparseFile} of bytes that come one after the other. */
export class SparseFileWriter {
  readonly #pages = new Map<number, Buffer>();
  #sizeBytes = 0;
  #pending: Buffer = Buffer.alloc(0);

  /** Adds bytes at the end. */
  append(bytes: Buffer): void {
    this.#sizeBytes += bytes.length;
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    let taken = 0;
    while (this.#pending.length - taken >= PAGE_BYTES) {
      this.#keep(this.#sizeBytes - this.#pending.length + taken, this.#pending.subarray(taken, taken + PAGE_BYTES));
      taken += PAGE_BYTES;
    }
    this.#pending = this.#pending.subarray(taken);
  }

  /** Ends the file. */
  finish(): SparseFile {
    if (this.#pending.length > 0) this.#keep(this.#sizeBytes - this.#pending.length, this.#pending);
    return new SparseFile(this.#sizeBytes, this.#pages);
  }

  #keep(offset: number, page: Buffer): void {
    if (!page.equals(BLANK_PAGE.subarray(0, page.length))) this.#pages.set(offset / PAGE_BYTES, Buffer.from(page));
  }
}

/** Makes a {@link SparseFile} of bytes at hand. */
export function sparseFileOf(bytes: Buffer): SparseFile {
  const writer = new SparseFileWriter();
  writer.append(bytes);
  return writer.finish();
}
