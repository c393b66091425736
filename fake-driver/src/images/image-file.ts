/**
 * Reads image files: their size, their digest, and their bytes.
 *
 * A file is hashed once. Later readings recognise it by path, inode, size and times of change, and cost one `stat`.
 */

import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { systemClock } from "@virt-driver-kit/spec";
import { type SparseFile, SparseFileWriter } from "../contents/sparse-file.ts";

/** What an image file holds. */
export interface ImageFile {
  readonly sizeBytes: number;
  /** Digest of the whole file, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** Its bytes. */
  readonly file: SparseFile;
}

const REMEMBERED_FILES = 256;

/** A file changed so recently could change again without its times showing it. */
const SETTLED_AFTER_MS = 100;

/** What is known of files, by identity. Shared by all drivers of a process, as the files are. */
const known = new Map<string, ImageFile>();

/**
 * Reads an image file.
 *
 * @param path - Where it is.
 * @param signal - Ends the reading early.
 * @returns What it holds; null if there is something at that path, but no ordinary file.
 * @throws The system's error if there is nothing or it cannot be read; the signal's reason if it aborts.
 */
export async function readImageFile(path: string, signal: AbortSignal): Promise<ImageFile | null> {
  const stat = statSync(path, { bigint: true });
  if (!stat.isFile()) return null;
  const identity = [path, stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(":");
  const remembered = known.get(identity);
  if (remembered !== undefined) return remembered;
  const isSettled = systemClock.now() - Number(stat.ctimeMs) > SETTLED_AFTER_MS;
  const file = await hash(path, signal);
  if (isSettled) remember(identity, file);
  return file;
}

function remember(identity: string, file: ImageFile): void {
  known.set(identity, file);
  for (const oldest of known.keys()) {
    if (known.size <= REMEMBERED_FILES) return;
    known.delete(oldest);
  }
}

async function hash(path: string, signal: AbortSignal): Promise<ImageFile> {
  const digest = createHash("sha256");
  const writer = new SparseFileWriter();
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { signal, highWaterMark: 1 << 20 });
  try {
    for await (const chunk of chunks) {
      digest.update(chunk);
      writer.append(chunk);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
  const file = writer.finish();
  return {
    sizeBytes: file.sizeBytes,
    sha256: digest.digest("hex"),
    file,
  };
}
