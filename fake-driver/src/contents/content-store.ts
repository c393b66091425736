/**
 * The images from which disks were made. A disk refers to its image by digest and keeps only what was written since, so a thousand
 * instances of one image hold it once.
 */

import type { SparseFile } from "./sparse-file.ts";

/** Images by their SHA-256. */
export class ContentStore {
  readonly #files = new Map<string, SparseFile>();
  readonly #load: (sha256: string) => SparseFile | undefined;
  readonly #save: (sha256: string, file: SparseFile) => void;

  /**
   * @param load - Fetches an image that an earlier run kept; undefined if there is none.
   * @param save - Keeps an image for later runs.
   */
  constructor(
    load: (sha256: string) => SparseFile | undefined = () => undefined,
    save: (sha256: string, file: SparseFile) => void = () => undefined,
  ) {
    this.#load = load;
    this.#save = save;
  }

  /** Keeps an image. One that is there already is left as it is. */
  add(sha256: string, file: SparseFile): void {
    if (this.#files.has(sha256)) return;
    this.#files.set(sha256, file);
    this.#save(sha256, file);
  }

  /**
   * Finds an image.
   *
   * @throws RangeError if nobody has added it: a disk refers to an image that was never there.
   */
  get(sha256: string): SparseFile {
    const file = this.#files.get(sha256) ?? this.#load(sha256);
    if (file === undefined) throw new RangeError(`The content store has no image ${sha256}`);
    this.#files.set(sha256, file);
    return file;
  }
}
