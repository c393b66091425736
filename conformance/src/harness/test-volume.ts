// A volume that a check may have attached. One in a file of the kit's own, the kit can read and write like the storage's side.
import { closeSync, openSync, readSync, rmSync, statSync, truncateSync, writeSync } from "node:fs";

import type { VolumeAttachment } from "@virt-driver-kit/spec";

import { usersOfFile } from "./file-users.ts";
import { writeSparse } from "./write-sparse.ts";

/** What {@link CheckContext.volume} may be told. */
export interface VolumeOptions {
  /** Its size in bytes. @defaultValue 1 MiB */
  readonly sizeBytes?: number;
  /** What it begins with. Left out: nothing but zeros, and a marker of its own at {@link MARKER_OFFSET}. */
  readonly contents?: Buffer;
  /** Whether the check has what is on it overwritten, beyond what the probe guest does to any disk: nothing. */
  readonly isOverwritten?: boolean;
}

/**
 * A volume. All that is about its file throws {@link NotApplicable} where the site has lent the volume, so that the kit has no way into it:
 * `path`, `read`, `write`, `grow`, `remove` and `restore`.
 */
export interface TestVolume {
  readonly volumeId: string;
  /** The file. */
  readonly path: string;
  /** How it is attached; `changes` come on top. */
  attachment(changes?: Partial<VolumeAttachment>): VolumeAttachment;
  /** Who has its file open, where that can be seen. */
  users(): string[];
  /** Reads bytes of it. */
  read(offset: number, length: number): Buffer;
  /** Writes bytes to it, as the storage's side would. */
  write(offset: number, bytes: Buffer): void;
  /** Its size in bytes. */
  size(): number;
  /** Makes it larger. */
  grow(sizeBytes: number): void;
  /** Removes the file. */
  remove(): void;
  /** Makes the file anew as it was in the beginning. */
  restore(): void;
}

/** Where a volume has its marker, in bytes: past what a boot loader or a label of encryption would overwrite. */
export const MARKER_OFFSET = 65_536;

const DEFAULT_BYTES = 1 << 20;

/**
 * Makes a volume.
 *
 * @param path - Where its file is to be.
 * @param volumeId - Its identity, which is also its marker.
 */
export function makeVolume(
  path: string,
  volumeId: string,
  { sizeBytes = DEFAULT_BYTES, contents }: VolumeOptions,
): TestVolume {
  const write = (offset: number, bytes: Buffer): void => {
    const file = openSync(path, "r+");
    writeSync(file, bytes, 0, bytes.length, offset);
    closeSync(file);
  };
  const restore = (): void => {
    writeSparse(path, contents ?? Buffer.alloc(0), sizeBytes);
    if (contents === undefined && sizeBytes > MARKER_OFFSET) write(MARKER_OFFSET, Buffer.from(volumeId));
  };
  restore();
  return {
    volumeId,
    path,
    attachment: (changes) => ({
      volumeId,
      accessMode: "readWrite",
      connection: { protocol: "localFile", path, format: "raw" },
      ...changes,
    }),
    users: () => usersOfFile(path),
    read: (offset, length) => {
      const bytes = Buffer.alloc(length);
      const file = openSync(path, "r");
      readSync(file, bytes, 0, length, offset);
      closeSync(file);
      return bytes;
    },
    write,
    size: () => statSync(path).size,
    grow: (size) => truncateSync(path, size),
    remove: () => rmSync(path, { force: true }),
    restore,
  };
}
