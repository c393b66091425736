// The checks of the group `images`.
import type { Check } from "../../harness/check.ts";
import { cacheImageChecks } from "./cache-image.ts";
import { imagesThatDoNotComeChecks } from "./images-that-do-not-come.ts";
import { manageImageCacheChecks } from "./manage-image-cache.ts";
import { quiesceChecks } from "./quiesce.ts";
import { snapshotAftermathChecks } from "./snapshot-aftermath.ts";
import { snapshotQuiescingChecks } from "./snapshot-quiescing.ts";
import { snapshotChecks } from "./snapshot.ts";

/** The checks of the operations on images. */
export const imagesChecks: readonly Check[] = [
  ...cacheImageChecks,
  ...manageImageCacheChecks,
  ...imagesThatDoNotComeChecks,
  ...snapshotChecks,
  ...snapshotAftermathChecks,
  ...snapshotQuiescingChecks,
  ...quiesceChecks,
];
