/** What a device holds at one moment, and what is known of it without reading its blank parts. */

import { createHash } from "node:crypto";
import type { Contents } from "./contents.ts";
import type { SparseFile } from "./sparse-file.ts";
import { SparseFileBuilder } from "./sparse-file-builder.ts";

const CHUNK_BYTES = 1 << 20;

/** Makes a file of what a device holds now; writes to the device that come later do not reach it. */
export function frozenContents(contents: Contents): SparseFile {
  const builder = new SparseFileBuilder();
  const { sizeBytes } = contents;
  for (const { offset, length } of contents.usedParts()) {
    const end = Math.min(offset + length, sizeBytes);
    for (let at = offset; at < end; at += CHUNK_BYTES) {
      builder.write(at, contents.read(at, Math.min(CHUNK_BYTES, end - at)));
    }
  }
  return builder.finish(sizeBytes);
}

/** Cuts the blank end of a file off: as the beginning of a device it says the same, and costs no more than what is in it. */
export function withoutBlankEnd(file: SparseFile): SparseFile {
  const builder = new SparseFileBuilder();
  let end = 0;
  for (const { offset, bytes } of file.pages()) {
    builder.write(offset, bytes);
    end = offset + bytes.length;
  }
  return builder.finish(end);
}

/** The bytes of a file, a part after the other. */
export function* chunksOf(file: SparseFile): Iterable<Buffer> {
  for (let offset = 0; offset < file.sizeBytes; offset += CHUNK_BYTES) {
    yield file.read(offset, Math.min(CHUNK_BYTES, file.sizeBytes - offset));
  }
}

/** The digest of a file: SHA-256, 64 lower-case hexadecimal digits. */
export function sha256Of(file: SparseFile): string {
  const digest = createHash("sha256");
  for (const chunk of chunksOf(file)) digest.update(chunk);
  return digest.digest("hex");
}
