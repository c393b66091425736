import type { CacheImageParams, CacheImageResult, Call } from "@virt-driver-kit/spec";
import type { DriverContext } from "../driver-context.ts";
import { nodeOf } from "../not-found.ts";
import { withEffect } from "../with-effect.ts";
import { assertImageSuits } from "./assert-image-suits.ts";
import { fetchIntoCache } from "./fetch-image.ts";

/**
 * Fetches an image into the cache of a node's store, with its kernel and RAM disk.
 *
 * Calls for the same image at the same time each fetch it, and the first that has it whole puts it in.
 *
 * @see Requirements `cacheImage/says-whether-it-fetched`, `cacheImage/calls-at-once-succeed`
 */
export async function cacheImage(
  context: DriverContext,
  { node, image }: CacheImageParams,
  call: Call,
): Promise<CacheImageResult> {
  const operation = "cacheImage";
  const attempt = `cache image "${image.name}" on node "${node}"`;
  nodeOf(context.hypervisor.look(attempt), node, attempt);
  assertImageSuits(context, image, { operation, attempt, path: "params.image" });
  const step = { operation, attempt, node, signal: call.signal };
  try {
    return { fetched: await fetchIntoCache(context, step, call, node, image) };
  } catch (thrown) {
    throw withEffect(thrown, "none");
  }
}
