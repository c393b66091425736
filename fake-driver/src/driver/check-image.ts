/**
 * Decides whether an image can be used: first by what the request says of it, then by what the file really holds.
 *
 * @see Requirements `spawn/refuses-a-bad-image`, `spawn/refuses-a-flavor-below-the-image-minimum`
 */

import { DriverError, type ErrorDetails, type Flavor, type ImageMeta } from "@virt-driver-kit/spec";
import { type ImageFile, readImageFile } from "../hypervisor/image-file.ts";

const BYTES_PER_GIB = 2 ** 30;

type Problem = ErrorDetails["IMAGE_UNACCEPTABLE"]["problem"];

/**
 * Checks what a request says of an image.
 *
 * @throws {@link DriverError} `IMAGE_UNACCEPTABLE` if the fake driver does not take the format, or the flavor is too small.
 */
export function assertImageSuits(attempt: string, image: ImageMeta, { memoryMib, rootGib }: Flavor): void {
  if (image.diskFormat !== "raw") {
    throw unacceptable(attempt, image, "format", `its format is "${image.diskFormat}" and only "raw" is taken`);
  }
  const { minMemoryMib = 0, minDiskGib = 0, sizeBytes } = image;
  const refuse = (state: string): never => {
    throw unacceptable(attempt, image, "flavor-too-small", state);
  };
  if (memoryMib < minMemoryMib) refuse(`it needs ${minMemoryMib} MiB of memory and the flavor has ${memoryMib}`);
  if (rootGib === 0) return;
  if (rootGib < minDiskGib) refuse(`it needs a root disk of ${minDiskGib} GiB and the flavor has ${rootGib}`);
  if (sizeBytes > rootGib * BYTES_PER_GIB)
    refuse(`it has ${sizeBytes} bytes and the flavor's root disk ${rootGib} GiB`);
}

/**
 * Reads an image and checks that it is what the request says.
 *
 * @returns What it holds.
 * @throws {@link DriverError} `IMAGE_UNACCEPTABLE` if it cannot be read, or has another size, digest or format. The signal's reason if it
 *   aborts.
 */
export async function readCheckedImage(attempt: string, image: ImageMeta, signal: AbortSignal): Promise<ImageFile> {
  const file = await read(attempt, image, signal);
  if (file.sizeBytes !== image.sizeBytes) {
    throw unacceptable(attempt, image, "size", `it has ${file.sizeBytes} bytes and not ${image.sizeBytes}`);
  }
  if (file.sha256 !== image.sha256) throw unacceptable(attempt, image, "checksum", `its digest is ${file.sha256}`);
  if (file.looksLikeQcow2)
    throw unacceptable(attempt, image, "format", 'it begins like a qcow2 file and claims to be "raw"');
  return file;
}

async function read(attempt: string, image: ImageMeta, signal: AbortSignal): Promise<ImageFile> {
  const { source } = image;
  if (source.kind !== "file") throw unacceptedSource(attempt, image);
  const { path } = source;
  const file = await readImageFile(path, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw unacceptable(attempt, image, "unreadable", error instanceof Error ? error.message : String(error), error);
  });
  if (file === null) throw unacceptable(attempt, image, "unreadable", `"${path}" is no file`);
  return file;
}

function unacceptedSource(attempt: string, { name, source }: ImageMeta): DriverError {
  const message = `Cannot ${attempt}: the driver reads images from files, and image "${name}" is in a source of kind "${source.kind}"`;
  return new DriverError("NOT_SUPPORTED", message, {
    details: { operation: "spawn", path: "params.instance.image.source.kind" },
  });
}

function unacceptable(
  attempt: string,
  { id, name }: ImageMeta,
  problem: Problem,
  state: string,
  cause?: unknown,
): DriverError {
  return new DriverError("IMAGE_UNACCEPTABLE", `Cannot ${attempt}: image "${name}" is unacceptable, ${state}`, {
    effect: "none",
    details: { imageId: id, problem },
    cause,
  });
}
