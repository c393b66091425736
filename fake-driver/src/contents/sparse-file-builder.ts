/** Puts a {@link SparseFile} together of parts in any order. */

import { BLANK_PAGE, PAGE_BYTES, SparseFile } from "./sparse-file.ts";

/** A file in the making. What is not written is blank. */
export class SparseFileBuilder {
  readonly #pages = new Map<number, Buffer>();

  /** Puts bytes at an offset, over what was there. Pages that stay blank take no memory. */
  write(offset: number, bytes: Buffer): void {
    for (let done = 0; done < bytes.length;) {
      const page = Math.floor((offset + done) / PAGE_BYTES);
      const within = offset + done - page * PAGE_BYTES;
      const length = Math.min(PAGE_BYTES - within, bytes.length - done);
      const part = bytes.subarray(done, done + length);
      if (this.#pages.has(page) || !part.equals(BLANK_PAGE.subarray(0, length))) part.copy(this.#page(page), within);
      done += length;
    }
  }

  /** Puts all of a file in, `offset` bytes from the beginning. */
  writeFile(offset: number, file: SparseFile): void {
    for (const page of file.pages()) this.write(offset + page.offset, page.bytes);
  }

  /** Ends the file, with that size in bytes. */
  finish(sizeBytes: number): SparseFile {
    return new SparseFile(sizeBytes, this.#pages);
  }

  #page(number: number): Buffer {
    const page = this.#pages.get(number) ?? Buffer.alloc(PAGE_BYTES);
    this.#pages.set(number, page);
    return page;
  }
}
