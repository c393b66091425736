// An image of the site's, read once, and fetched before that where it is elsewhere.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { ImageDigest } from "./probe-image.ts";
import { ResourceError } from "./resource-error.ts";
import type { SiteImage } from "./site-resources.ts";

/**
 * Reads an image to its end.
 *
 * @returns Its size and digest.
 * @throws ResourceError if it cannot be read or fetched, or has another digest than the configuration says.
 */
export async function readSiteImage(image: SiteImage): Promise<ImageDigest> {
  const { path, url, sha256 } = image;
  if (url !== undefined && !(existsSync(path) && (await digestOfFile(path)).sha256 === sha256))
    await fetchTo(path, url);
  const digest = await digestOfFile(path);
  const name = url === undefined ? path : withoutSecrets(url);
  if (digest.sizeBytes === 0) throw new ResourceError(`Cannot use the image "${name}": it is empty`);
  if (sha256 === undefined || digest.sha256 === sha256) return digest;
  throw new ResourceError(
    `Cannot use the image "${name}": its sha256 is ${digest.sha256}, and the configuration says ${sha256}`,
  );
}

async function digestOfFile(path: string): Promise<ImageDigest> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  try {
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(piece);
      sizeBytes += piece.length;
    }
  } catch (error) {
    throw new ResourceError(`Cannot read the image "${path}": ${(error as Error).message}`, { cause: error });
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

/** Nobody sees half of a file. */
async function fetchTo(path: string, url: string): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  const name = withoutSecrets(url);
  mkdirSync(dirname(path), { recursive: true });
  try {
    const response = await fetch(url);
    if (!response.ok || response.body === null)
      throw new ResourceError(`Cannot fetch the image "${name}": the server answered ${response.status}`);
    await pipeline(Readable.fromWeb(response.body), createWriteStream(part));
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    if (error instanceof ResourceError) throw error;
    throw new ResourceError(`Cannot fetch the image "${name}": ${reasonOf(error)}`, { cause: error });
  }
}

/** What `fetch` throws says nothing but that it failed; the cause says why. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
}

/** What follows the path of a signed address is a credential. */
function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
