/** What is answered when an image cannot be used, or did not get through. */

import { DriverError, type ErrorDetails } from "@virt-driver-kit/spec";

type Problem = ErrorDetails["IMAGE_UNACCEPTABLE"]["problem"];

/** An image, a kernel or a RAM disk, as errors name it. */
export interface ImageName {
  readonly id: string;
  /** What it is called for people; a kernel has only its identity. */
  readonly name?: string;
}

const called = ({ id, name = id }: ImageName): string => `image "${name}"`;

/** Makes the error of an image that cannot be used anywhere. `state` ends a sentence about the image. */
export function unacceptable(
  attempt: string,
  image: ImageName,
  problem: Problem,
  state: string,
  cause?: unknown,
): DriverError {
  return new DriverError("IMAGE_UNACCEPTABLE", `Cannot ${attempt}: ${called(image)} is unacceptable, ${state}`, {
    effect: "none",
    details: { imageId: image.id, problem },
    cause,
  });
}

/** Makes the error of a transfer that broke off. `state` says how. */
export function transferFailed(attempt: string, image: ImageName, state: string, cause?: unknown): DriverError {
  const message = `Cannot ${attempt}: the transfer of ${called(image)} failed, ${state}; what had come through is discarded`;
  return new DriverError("IMAGE_TRANSFER_FAILED", message, { effect: "none", details: { imageId: image.id }, cause });
}

/** Makes the error of credentials that have lost their force and were not renewed. `state` says why not. */
export function credentialsExpired(
  attempt: string,
  resource: "imageSource" | "imageSink",
  { id }: ImageName,
  state: string,
  cause?: unknown,
): DriverError {
  const place = resource === "imageSource" ? "source" : "sink";
  const message = `Cannot ${attempt}: the credentials for the ${place} of image "${id}" have lost their force, ${state}`;
  return new DriverError("CREDENTIALS_EXPIRED", message, {
    effect: "none",
    details: { resource: `${resource} ${id}` },
    cause,
  });
}

/** Puts what a system call or a server said into an error's sentence. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
