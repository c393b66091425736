/** Reads images from HTTP servers. */

import { createHash } from "node:crypto";
import { SparseFileWriter } from "../contents/sparse-file.ts";
import { getFrom, type HttpPlace } from "./http-request.ts";
import type { ImageFile } from "./image-file.ts";

/**
 * Reads what is at a place, whole.
 *
 * @param place - Where.
 * @param atMostBytes - What the image should have. Reading stops as soon as there is more; the result then has one byte more, or some.
 * @returns What was read.
 * @throws As {@link getFrom} says, and an `Error` if the server broke off.
 */
export async function readHttpImage(place: HttpPlace, atMostBytes: number, signal: AbortSignal): Promise<ImageFile> {
  const response = await getFrom(place, signal);
  const digest = createHash("sha256");
  const writer = new SparseFileWriter();
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    digest.update(chunk);
    writer.append(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > atMostBytes) break;
  }
  signal.throwIfAborted();
  return { sizeBytes, sha256: digest.digest("hex"), file: writer.finish() };
}
