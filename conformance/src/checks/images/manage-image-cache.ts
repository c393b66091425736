// Checks of `manageImageCache`: what somebody needs stays, the rest goes, and the answer says what went.
import { rmSync } from "node:fs";

import type { ImageCacheEntry } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectBoot } from "../steps/boot-counter.ts";
import { type CachedImage, clearCache, givenCached, mayClearCache, newImage } from "../steps/cached-images.ts";
import { cutOff, expectUndisturbed } from "../steps/guest.ts";
import { durationOf, simulates } from "../steps/guest-time.ts";

/** So old is no image that the kit has made, in seconds. */
const DAY_SECONDS = 86_400;
/** An age that a simulator's images soon have, in seconds. */
const HOUR_SECONDS = 3_600;

const lists = (removed: readonly ImageCacheEntry[], { image }: CachedImage): boolean =>
  removed.some(({ imageId, sha256 }) => imageId === image.id && sha256 === image.sha256);

/** Whether an image is in the cache. It is afterwards. */
async function isCached(t: CheckContext, { image }: CachedImage): Promise<boolean> {
  const { fetched } = await t.given("cacheImage", () => t.driver.cacheImage({ node: t.node.uuid, image }));
  return !fetched;
}

async function expectKept(
  t: CheckContext,
  own: CachedImage,
  removed: readonly ImageCacheEntry[],
  what: string,
): Promise<void> {
  t.expectThat(!lists(removed, own), `manageImageCache says that it has removed ${what}`, { got: removed });
  t.expectThat(await isCached(t, own), `manageImageCache has removed ${what}`, {
    expected: "an image that is still in the cache",
  });
}

async function expectGone(
  t: CheckContext,
  own: CachedImage,
  removed: readonly ImageCacheEntry[],
  what: string,
): Promise<void> {
  t.expectThat(lists(removed, own), `manageImageCache has not removed ${what}`, {
    expected: { imageId: own.image.id, sha256: own.image.sha256 },
    got: removed,
  });
}

const keeping: readonly Check[] = [
  {
    id: "manageImageCache/keeps-what-is-in-use-or-young[in-use]",
    requirement: "manageImageCache/keeps-what-is-in-use-or-young",
    title: "An image of imagesInUse stays in the cache, whatever its age",
    run: async (t) => {
      await mayClearCache(t);
      const own = await givenCached(t, await newImage(t));
      const removed = await clearCache(t, { imagesInUse: [t.uuid(), own.image.id] });
      await expectKept(t, own, removed, "an image of imagesInUse");
    },
  },
  {
    id: "manageImageCache/keeps-what-is-in-use-or-young[young]",
    requirement: "manageImageCache/keeps-what-is-in-use-or-young",
    title: "An image that was fetched just now stays in the cache for unusedForSeconds",
    run: async (t) => {
      await mayClearCache(t);
      const own = await givenCached(t, await newImage(t));
      const removed = await clearCache(t, { unusedForSeconds: DAY_SECONDS });
      await expectKept(t, own, removed, "an image that was fetched less than unusedForSeconds ago");
    },
  },
  {
    id: "manageImageCache/keeps-what-is-in-use-or-young[used-again]",
    requirement: "manageImageCache/keeps-what-is-in-use-or-young",
    title: "An image that was fetched long ago and used just now stays in the cache for unusedForSeconds",
    needs: { simulation: true },
    run: async (t) => {
      const own = await givenCached(t, await newImage(t));
      await t.elapse(HOUR_SECONDS * 2_000);
      await t.given("spawn", () => t.driver.spawn(own.params));
      const target = { instanceUuid: own.params.instance.uuid };
      await t.given("destroy", () => t.driver.destroy({ ...target, destroyDisks: true }));
      const removed = await clearCache(t, { unusedForSeconds: HOUR_SECONDS });
      await expectKept(t, own, removed, "an image that was used less than unusedForSeconds ago");
    },
  },
];

/** The moments of a spawn at which the cache is cleared, as parts of the time that it takes. */
const MOMENTS = [0.1, 0.3, 0.5, 0.7, 0.9];

const needed: readonly Check[] = [
  {
    id: "manageImageCache/keeps-what-disks-need",
    requirement: "manageImageCache/keeps-what-disks-need",
    title: "Guests whose image imagesInUse does not list go on, and boot again, when the cache has been cleared",
    needs: { probeGuest: true },
    run: async (t) => {
      await mayClearCache(t);
      const own = await newImage(t);
      const { instance } = own.params;
      const target = { instanceUuid: instance.uuid };
      await t.given("spawn", () => t.driver.spawn(own.params));
      const boot = await t.given("spawn", () => expectBoot(t, instance, 1, "its own disk", "after spawn"));
      await clearCache(t, {});
      rmSync(own.path);
      await expectUndisturbed(t, instance.uuid, boot, "by manageImageCache");
      await t.driver.powerOff(cutOff({ target }));
      await clearCache(t, {});
      await t.driver.powerOn(target);
      await expectBoot(t, instance, 2, "its own disk", "after manageImageCache and powerOn");
    },
  },
  {
    id: "manageImageCache/keeps-what-disks-need[in-progress]",
    requirement: "manageImageCache/keeps-what-disks-need",
    title: "spawn() succeeds although the cache is cleared while it is in progress",
    needs: { probeGuest: true },
    run: async (t) => {
      await mayClearCache(t);
      const first = await newImage(t);
      const usualMs = await durationOf(t, () => t.given("spawn", () => t.driver.spawn(first.params)));
      for (const moment of MOMENTS) {
        const own = await newImage(t);
        if (simulates(t)) await t.simulation.hold();
        const spawned = t.driver.spawn(own.params);
        spawned.catch(() => undefined);
        await (simulates(t) ? t.simulation.advance(Math.round(moment * usualMs)) : t.elapse(moment * usualMs));
        const cleared = clearCache(t, {});
        cleared.catch(() => undefined);
        // The clock goes on when the driver has both calls.
        if (simulates(t)) await t.simulation.release();
        await cleared;
        await spawned;
        await expectBoot(t, own.params.instance, 1, "its own disk", "after a spawn during manageImageCache");
      }
    },
  },
];

/** The checks of `manageImageCache`. */
export const manageImageCacheChecks: readonly Check[] = [
  ...keeping,
  ...needed,
  {
    id: "manageImageCache/removes-the-rest",
    requirement: "manageImageCache/removes-the-rest",
    title: "An image that nobody uses is removed",
    run: async (t) => {
      await mayClearCache(t);
      const own = await givenCached(t, await newImage(t));
      await expectGone(t, own, await clearCache(t, {}), "an image that nobody uses");
      t.expectThat(!(await isCached(t, own)), "An image that was removed is still in the cache");
    },
  },
  {
    id: "manageImageCache/removes-the-rest[destroyed]",
    requirement: "manageImageCache/removes-the-rest",
    title: "The image of an instance that was destroyed is removed",
    run: async (t) => {
      await mayClearCache(t);
      const own = await newImage(t);
      await t.given("spawn", () => t.driver.spawn(own.params));
      const instanceUuid = own.params.instance.uuid;
      await t.given("destroy", () => t.driver.destroy({ instanceUuid, destroyDisks: true }));
      await givenCached(t, own);
      await expectGone(t, own, await clearCache(t, {}), "the image of an instance that was destroyed");
    },
  },
  {
    id: "manageImageCache/removes-the-rest[old]",
    requirement: "manageImageCache/removes-the-rest",
    title: "An image that was out of use for unusedForSeconds is removed, and was not before",
    needs: { simulation: true },
    run: async (t) => {
      const own = await givenCached(t, await newImage(t));
      await clearCache(t, { unusedForSeconds: HOUR_SECONDS });
      await t.elapse((HOUR_SECONDS + 60) * 1_000);
      const removed = await clearCache(t, { unusedForSeconds: HOUR_SECONDS });
      await expectGone(t, own, removed, "an image that was out of use for longer than unusedForSeconds");
    },
  },
  {
    id: "manageImageCache/tells-what-it-removed",
    requirement: "manageImageCache/tells-what-it-removed",
    title: "cacheImage() fetches again what manageImageCache() says that it has removed, and nothing else",
    run: async (t) => {
      await mayClearCache(t);
      const [listed, unlisted, fresh] = [await newImage(t), await newImage(t), await newImage(t)];
      for (const own of [listed, unlisted, fresh]) await givenCached(t, own);
      const removed = await clearCache(t, { imagesInUse: [listed.image.id] });
      for (const own of [listed, unlisted, fresh]) {
        const told = lists(removed, own);
        const isThere = await isCached(t, own);
        const what = told ? "is listed as removed, and is still in the cache" : "is not listed as removed, and is gone";
        t.expectThat(isThere !== told, `An image ${what}`, { got: { removed, imageId: own.image.id } });
      }
      const twice = removed.filter(({ imageId, sha256 }, index) =>
        removed.slice(0, index).some((entry) => entry.imageId === imageId && entry.sha256 === sha256),
      );
      t.expectEqual(twice, [], "entries that are listed as removed twice");
    },
  },
];
