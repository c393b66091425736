/** The operations of group `images`. */

import type { ComputeDriver } from "@virt-driver-kit/spec";
import type { DriverContext } from "./driver-context.ts";
import { cacheImage } from "./images/cache-image.ts";
import { manageImageCache } from "./images/manage-image-cache.ts";
import { quiesce, unquiesce } from "./images/quiesce.ts";
import { snapshot } from "./images/snapshot.ts";

type ImageOperation = "cacheImage" | "manageImageCache" | "snapshot" | "quiesce" | "unquiesce";

/** Makes the operations of group `images`. */
export function imageOperations(context: DriverContext): Required<Pick<ComputeDriver, ImageOperation>> {
  return {
    cacheImage: (params, call) => cacheImage(context, params, call),
    manageImageCache: (params, call) => manageImageCache(context, params, call),
    snapshot: (params, call) => snapshot(context, params, call),
    quiesce: (params, call) => quiesce(context, params, call),
    unquiesce: (params, call) => unquiesce(context, params, call),
  };
}
