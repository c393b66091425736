/** Writes images to files, so that each appears at once and whole. */

import { closeSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { SparseFile } from "../contents/sparse-file.ts";

/**
 * Puts a file at a path, in place of what was there, in one step. Blank parts take no room on disk.
 *
 * @param mark - Sets the file that is written first, beside the path, apart from those of others.
 * @throws The system's error if it cannot be written. The path is then as it was, and nothing is left beside it.
 */
export function writeImageFile(path: string, file: SparseFile, mark: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${mark}.part`);
  try {
    const descriptor = openSync(temporary, "wx", 0o644);
    try {
      for (const { offset, bytes } of file.pages()) writeSync(descriptor, bytes, 0, bytes.length, offset);
      ftruncateSync(descriptor, file.sizeBytes);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
