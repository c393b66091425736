// A volume in a file of the kit's, which a driver that accepts local files can attach. What a guest wrote there, the kit can read.
import { closeSync, openSync, readSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from "node:fs";

import type { VolumeAttachment } from "@virt-driver-kit/spec";

/** What {@link CheckContext.volume} may be told. */
export interface VolumeOptions {
  /** Its size in bytes. @defaultValue 1 MiB */
  readonly sizeBytes?: number;
  /** What it begins with. Left out: nothing but zeros, and a marker of its own at {@link MARKER_OFFSET}. */
  readonly contents?: Buffer;
}

/** A volume of the kit's. */
export interface TestVolume {
  readonly volumeId: string;
  /** The file. */
  readonly path: string;
  /** How it is attached; `changes` come on top. */
  attachment(changes?: Partial<VolumeAttachment>): VolumeAttachment;
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
    writeFileSync(path, contents ?? Buffer.alloc(0), { mode: 0o666 });
    truncateSync(path, Math.max(sizeBytes, contents?.length ?? 0));
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
