/** Writes images to HTTP servers. */

import { once } from "node:events";
import { chunksOf } from "../contents/frozen-contents.ts";
import type { SparseFile } from "../contents/sparse-file.ts";
import { type HttpPlace, HttpRefusal, openRequest, responseTo } from "./http-request.ts";

/**
 * Sends a file as the body of one PUT.
 *
 * Whoever stops early breaks the connection, so that the server never sees an end of what is not whole.
 *
 * @param breakAfterBytes - After how many bytes the connection breaks; absent for an upload that goes through.
 * @throws {@link HttpRefusal} if the server does not say that it has the image; an `Error` if it could not be reached, was not vouched for,
 *   or broke off; the signal's reason once it aborts.
 */
export async function writeHttpImage(
  place: HttpPlace,
  file: SparseFile,
  signal: AbortSignal,
  breakAfterBytes?: number,
): Promise<void> {
  const request = openRequest("PUT", new URL(place.url), place, signal);
  request.setHeader("Content-Length", file.sizeBytes);
  const answered = responseTo(request);
  // The body's own failure is told first; the answer then fails for the same reason.
  answered.catch(() => undefined);
  try {
    await Promise.race([answered, sendBody(request, file, breakAfterBytes)]);
    const response = await answered;
    response.resume();
    const { statusCode: status = 0 } = response;
    if (status < 200 || status > 299) throw new HttpRefusal(status);
    await once(response, "end", { signal });
  } finally {
    request.destroy();
  }
}

async function sendBody(
  request: ReturnType<typeof openRequest>,
  file: SparseFile,
  breakAfterBytes: number | undefined,
): Promise<void> {
  let sent = 0;
  for (const chunk of chunksOf(file)) {
    const part = chunk.subarray(0, breakAfterBytes === undefined ? chunk.length : Math.max(0, breakAfterBytes - sent));
    if (!request.write(part)) await once(request, "drain");
    sent += chunk.length;
    if (breakAfterBytes !== undefined && sent >= breakAfterBytes) throw new Error("the connection broke");
  }
  request.end();
}
