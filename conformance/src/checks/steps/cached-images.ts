// Images that no cache can know, and what a node's cache is asked.
import { readFileSync } from "node:fs";

import type { ImageCacheEntry, ManageImageCacheParams, SpawnParams } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { simulates } from "./guest-time.ts";
import { type OwnImage, ownImage } from "./own-image.ts";

/** An image in a file, that no other call has named. */
export interface CachedImage extends OwnImage {
  readonly image: SpawnParams["instance"]["image"];
  readonly path: string;
  readonly bytes: Buffer;
}

/** Makes an image that no cache can know. */
export async function newImage(t: CheckContext): Promise<CachedImage> {
  const own = await ownImage(t);
  const { image } = own.params.instance;
  const path = image.source.kind === "file" ? image.source.path : "";
  return { ...own, image, path, bytes: readFileSync(path) };
}

/** Has an image cached. */
export async function givenCached(t: CheckContext, own: CachedImage): Promise<CachedImage> {
  await t.given("cacheImage", () => t.driver.cacheImage({ node: t.node.uuid, image: own.image }));
  return own;
}

/** More calls than any cache needs to be cleared. */
const MOST_CALLS = 1_000;
/** So old is no image, in seconds. */
const TEN_YEARS = 315_360_000;

/**
 * Clears a node's cache, in as many calls as it takes.
 *
 * @returns What was removed.
 */
export async function clearCache(
  t: CheckContext,
  { imagesInUse = [], unusedForSeconds = 0 }: Partial<ManageImageCacheParams>,
): Promise<ImageCacheEntry[]> {
  const removed: ImageCacheEntry[] = [];
  for (let call = 0; call < MOST_CALLS; call++) {
    const answer = await t.driver.manageImageCache({ node: t.node.uuid, imagesInUse, unusedForSeconds });
    removed.push(...answer.removed);
    if (!answer.hasMore) return removed;
  }
  return t.fail(`manageImageCache still says hasMore after ${MOST_CALLS} calls`);
}

/**
 * Makes sure that the kit may clear a node's cache: other hosts may depend on a store that is shared, and other guests of the node on what
 * it has cached for them, which only their caller knows.
 *
 * @throws NotApplicable if that may be so, and nobody simulates it.
 */
export async function mayClearCache(t: CheckContext): Promise<void> {
  const params = { node: t.node.uuid, imagesInUse: [], unusedForSeconds: TEN_YEARS };
  const { storeId } = await t.given("manageImageCache", () => t.driver.manageImageCache(params));
  if (storeId !== undefined && !simulates(t))
    t.notApplicable(
      `The store of node "${t.node.name}" is shared, and the kit does not know which images its sharers use`,
      "resources.nodes",
    );
  const others = simulates(t) ? [] : await t.strangers(t.node);
  if (others.length > 0)
    t.notApplicable(
      `${others.length} guests are on node "${t.node.name}" that this run did not make, and the kit does not know which images they use`,
      "resources.nodes",
    );
}
