/**
 * Clears images out of a cache that nobody needs.
 *
 * @see Requirements `manageImageCache/keeps-what-is-in-use-or-young`, `manageImageCache/keeps-what-disks-need`,
 *   `manageImageCache/removes-the-rest`, `manageImageCache/tells-what-it-removed`
 */

import {
  type Call,
  type ImageCacheEntry,
  type ManageImageCacheParams,
  type ManageImageCacheResult,
  timestampOf,
} from "@virt-driver-kit/spec";
import type { CachedImage, KernelRecord } from "../../site/image-record.ts";
import { uuidOf } from "../../site/node-record.ts";
import type { Pool } from "../../site/pool.ts";
import type { DriverContext } from "../driver-context.ts";
import { nodeOf } from "../not-found.ts";
import { withEffect } from "../with-effect.ts";

const MS_PER_SECOND = 1000;
/** How many images go in one call. */
const MOST_REMOVED = 256;

/** Removes the images of a node's store that have been out of use for long enough, one step each. */
export async function manageImageCache(
  context: DriverContext,
  params: ManageImageCacheParams,
  call: Call,
): Promise<ManageImageCacheResult> {
  const { hypervisor, site } = context;
  const { node } = params;
  const operation = "manageImageCache";
  const attempt = `clear the image cache of node "${node}"`;
  const host = hypervisor.look(attempt);
  nodeOf(host, node, attempt);
  const pool = host.pool(node);
  const step = { operation, attempt, node, signal: call.signal };
  const mayGo = (image: CachedImage): boolean => isOutOfUse(context, pool, image, params);
  const removed: ImageCacheEntry[] = [];
  for (const image of pool.images.filter(mayGo).slice(0, MOST_REMOVED)) {
    const remove = (): boolean => {
      if (!mayGo(image)) return false;
      pool.images.splice(pool.images.indexOf(image), 1);
      pool.changed();
      return true;
    };
    const isGone = await hypervisor
      .change("removeCachedImage", step, remove, () => true)
      .catch((thrown: unknown) => {
        throw withEffect(thrown, removed.length === 0 ? "none" : "partial");
      });
    if (isGone) removed.push(entryOf(image));
  }
  return {
    removed,
    hasMore: pool.images.some(mayGo),
    sizeBytes: pool.images.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    ...(pool.isShared && { storeId: uuidOf(`${site.seed}/${pool.id}`) }),
  };
}

function entryOf({ imageId, sha256, sizeBytes, lastUsedAtMs }: CachedImage): ImageCacheEntry {
  return { imageId, sha256, sizeBytes, lastUsedAt: timestampOf(lastUsedAtMs) };
}

function isOutOfUse(
  context: DriverContext,
  pool: Pool,
  image: CachedImage,
  { imagesInUse, unusedForSeconds }: ManageImageCacheParams,
): boolean {
  const ageMs = context.clock.now() - image.lastUsedAtMs;
  if (ageMs < unusedForSeconds * MS_PER_SECOND) return false;
  if (!pool.images.includes(image) || imagesInUse.includes(image.imageId)) return false;
  return !context.imagesInUse.has(image) && !isNeeded(context, pool, image.imageId);
}

/** Disks read from the image that they were made from, and a host that reaches the store reads kernels there at each boot. */
function isNeeded({ site }: DriverContext, pool: Pool, imageId: string): boolean {
  for (const disk of pool.allDisks()) if (disk.imageId === imageId) return true;
  for (const { host } of site.hypervisors.filter((hypervisor) => hypervisor.host.pools.has(pool))) {
    for (const { kernel, rescue } of host.instances) {
      if (isOf(kernel, imageId) || isOf(rescue?.kernel ?? null, imageId)) return true;
    }
  }
  return false;
}

function isOf(record: KernelRecord | null, imageId: string): boolean {
  return record?.kernel.imageId === imageId || record?.ramdisk?.imageId === imageId;
}
