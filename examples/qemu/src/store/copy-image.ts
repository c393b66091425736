// Makes a root disk from an image, and checks the image while it is read.
import { createHash } from "node:crypto";
import { constants, open, type FileHandle } from "node:fs/promises";

import { DriverError, type ImageMeta } from "@virt-driver-kit/spec";

const CHUNK_BYTES = 1024 * 1024;
const ZEROS = Buffer.alloc(CHUNK_BYTES);
/** Without O_NONBLOCK, opening a named pipe waits for ever. */
const READ_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/** What {@link copyImage} needs to know. */
export interface ImageCopy {
  readonly image: ImageMeta;
  /** The disk to write. Replaced if it exists. */
  readonly disk: string;
  /** Ends the copy early; the disk is then incomplete. */
  readonly signal: AbortSignal;
  /** Told how much is done, in percent, each time that number changes. */
  readonly onPercent: (percent: number) => void;
}

type Problem = "unreadable" | "size" | "checksum";

/**
 * Copies an image to a disk. Holes stay holes.
 *
 * @returns Resolves when the disk has the image's bytes and they have the digest that they should have.
 * @throws {@link DriverError} `IMAGE_UNACCEPTABLE` if the image cannot be read or is another one than the request describes;
 *   `BACKEND_FAILED` if the disk cannot be written; the signal's reason if it aborts. The disk has then to be removed.
 */
export async function copyImage(copy: ImageCopy): Promise<void> {
  const { image } = copy;
  const source = await open(filePathOf(image), READ_FLAGS).catch((error: unknown) =>
    unacceptable(image, "unreadable", error),
  );
  try {
    const found = await source.stat();
    if (!found.isFile()) unacceptable(image, "unreadable");
    if (found.size !== image.sizeBytes) unacceptable(image, "size");
    const disk = await open(copy.disk, "w", 0o600);
    try {
      const digest = await pour(copy, source, disk);
      if (digest !== image.sha256) unacceptable(image, "checksum");
    } finally {
      await disk.close();
    }
  } finally {
    await source.close();
  }
}

/** Copies, and returns the digest of what was read. */
async function pour({ image, signal, onPercent }: ImageCopy, source: FileHandle, disk: FileHandle): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let percent = 0;
  let position = 0;
  while (position < image.sizeBytes) {
    signal.throwIfAborted();
    const { bytesRead } = await source
      .read(buffer, 0, Math.min(CHUNK_BYTES, image.sizeBytes - position), position)
      .catch((error: unknown) => unacceptable(image, "unreadable", error));
    // The file has become shorter under our hands.
    if (bytesRead === 0) unacceptable(image, "size");
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    if (!chunk.equals(ZEROS.subarray(0, bytesRead))) await writeAll(disk, chunk, position);
    position += bytesRead;
    const reached = Math.floor((position / image.sizeBytes) * 100);
    if (reached > percent) onPercent((percent = reached));
  }
  await disk.truncate(image.sizeBytes);
  return hash.digest("hex");
}

async function writeAll(disk: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    written += (await disk.write(chunk, written, chunk.length - written, position + written)).bytesWritten;
  }
}

/** The driver reads images from files only. */
function filePathOf({ id, source }: ImageMeta): string {
  if (source.kind === "file") return source.path;
  throw new DriverError(
    "NOT_SUPPORTED",
    `Cannot read image "${id}": it is in a source of kind "${source.kind}", and this driver reads files`,
    {
      details: { operation: "spawn", path: "params.instance.image.source.kind" },
    },
  );
}

function unacceptable(image: ImageMeta, problem: Problem, cause?: unknown): never {
  const reason = {
    unreadable: "it cannot be read",
    size: `it does not have ${image.sizeBytes} bytes`,
    checksum: `its SHA-256 is not ${image.sha256}`,
  }[problem];
  throw new DriverError("IMAGE_UNACCEPTABLE", `Cannot use image "${image.id}" at "${filePathOf(image)}": ${reason}`, {
    details: { imageId: image.id, problem },
    cause,
  });
}
