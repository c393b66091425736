// Drivers that cache images wrongly: bad ones, the wrong ones, for too short or too long, or without saying so.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

import type { Call, ComputeDriver, ImageCacheEntry, ImageMeta } from "@virt-driver-kit/spec";

import { faulty, misreading, misreporting, planned } from "./faulty.ts";
import { backendFailed, isRefusal, type Mutant, replacing, within } from "./mutant.ts";

type Cache = Required<ComputeDriver>["cacheImage"];

/** Replaces `cacheImage`; called once per run of the driver. */
function caching(make: (proceed: Cache, driver: Required<ComputeDriver>) => Cache): ReturnType<typeof replacing> {
  return replacing((driver) => ({ cacheImage: make(driver.cacheImage, driver) }));
}

const keyOf = ({ id, sha256 = "" }: ImageMeta): string => `${id} ${sha256}`;

/** The image as its file is, if there is one. */
function asItIs(image: ImageMeta): ImageMeta | undefined {
  if (image.source.kind !== "file" || !existsSync(image.source.path)) return undefined;
  const bytes = readFileSync(image.source.path);
  return { ...image, sizeBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

const KEEPS = "cacheImage/keeps-the-image";
const SAYS = "cacheImage/says-whether-it-fetched";
const BAD = "cacheImage/keeps-no-bad-image";
const SAME = "cacheImage/same-id-is-not-same-image";
const AT_ONCE = "cacheImage/calls-at-once-succeed";

const only = (requirement: string): readonly string[] => [`${requirement}*`];

const cacheMutants: readonly Mutant[] = [
  {
    id: `${KEEPS}: only says so`,
    requirement: KEEPS,
    title: "cacheImage answers as it should and fetches nothing",
    message: "IMAGE_UNACCEPTABLE",
    only: only(KEEPS),
    driver: caching(() => {
      const known = new Set<string>();
      return async ({ image }) => ({ fetched: known.size !== known.add(keyOf(image)).size });
    }),
  },
  ...(["true", "false"] as const).map((said): Mutant => ({
    id: `${SAYS}: always ${said}`,
    requirement: SAYS,
    title: `cacheImage always says that fetched is ${said}`,
    message: "Unexpected fetched of cacheImage of an image that",
    only: only(SAYS),
    driver: faulty(misreporting("cacheImage", { pointer: "/fetched", json: said })),
  })),
  {
    id: `${SAYS}: reads the source again`,
    requirement: SAYS,
    title: "cacheImage of a cached image reads the source again",
    message: "Unexpected number of requests to the source after a second cacheImage",
    only: only(SAYS),
    driver: caching((proceed, driver) => {
      const known = new Set<string>();
      return async (params, call) => {
        const key = keyOf(params.image);
        const isKnown = known.has(key);
        const { node } = params;
        if (isKnown) await driver.manageImageCache({ node, imagesInUse: [], unusedForSeconds: 0 }, within(call));
        const { fetched } = await proceed(params, call);
        known.add(key);
        return { fetched: fetched && !isKnown };
      };
    }),
  },
  {
    id: `${SAYS}: not by spawn`,
    requirement: SAYS,
    title: "cacheImage says that it has fetched what spawn had",
    message: "Unexpected fetched of cacheImage of an image that spawn has used",
    only: only(SAYS),
    driver: caching((proceed) => {
      const known = new Set<string>();
      return async (params, call) => {
        const isKnown = known.has(keyOf(params.image));
        await proceed(params, call);
        known.add(keyOf(params.image));
        return { fetched: !isKnown };
      };
    }),
  },
  ...(["checksum", "size"] as const).map((problem): Mutant => ({
    id: `${BAD}: ignores the ${problem}`,
    requirement: BAD,
    title: `cacheImage does not look at the image's ${problem}`,
    message: '"cacheImage" succeeded instead of being refused with IMAGE_UNACCEPTABLE',
    only: only(BAD),
    driver: caching(
      (proceed) => (params, call) =>
        proceed(params, call).catch((error: unknown) => {
          const details = isRefusal(error, "IMAGE_UNACCEPTABLE") ? error.details : {};
          if ((details as { problem?: string }).problem !== problem) throw error;
          return { fetched: true };
        }),
    ),
  })),
  {
    id: `${BAD}: keeps it`,
    requirement: BAD,
    title: "An image that was refused stays in the cache, and spawn boots it",
    message: '"spawn" succeeded instead of being refused with IMAGE_UNACCEPTABLE',
    only: only(BAD),
    driver: replacing((driver) => {
      const kept = new Map<string, ImageMeta>();
      return {
        cacheImage: (params, call) =>
          driver.cacheImage(params, call).catch(async (error: unknown) => {
            const image = asItIs(params.image);
            if (image !== undefined) {
              await driver.cacheImage({ ...params, image }, within(call));
              kept.set(keyOf(params.image), image);
            }
            throw error;
          }),
        spawn: (params, call) => {
          const image = kept.get(keyOf(params.instance.image)) ?? params.instance.image;
          return driver.spawn({ ...params, instance: { ...params.instance, image } }, call);
        },
      };
    }),
  },
  {
    id: `${BAD}: takes it for fetched`,
    requirement: BAD,
    title: "An image whose transfer failed counts as cached",
    message: "Unexpected fetched of cacheImage after a transfer that",
    only: only(BAD),
    driver: caching((proceed) => {
      const failed = new Set<string>();
      return async (params, call) => {
        if (failed.delete(keyOf(params.image))) return { fetched: false };
        return proceed(params, call).catch((error: unknown) => {
          failed.add(keyOf(params.image));
          throw error;
        });
      };
    }),
  },
  {
    id: `${SAME}: by id`,
    requirement: SAME,
    title: "cacheImage looks only at the id of an image",
    message: "Unexpected fetched of cacheImage of an image whose id is cached with another digest",
    only: only(SAME),
    driver: caching((proceed) => {
      const known = new Set<string>();
      return async (params, call) => {
        if (known.has(params.image.id)) return { fetched: false };
        known.add(params.image.id);
        return proceed(params, call);
      };
    }),
  },
  {
    id: `${SAME}: boots the first`,
    requirement: SAME,
    title: "spawn boots the first image that it met of an id",
    message: "the guest of the new image powers itself off",
    only: only(SAME),
    driver: replacing((driver) => {
      const first = new Map<string, ImageMeta>();
      return {
        spawn: (params, call) => {
          const image = first.get(params.instance.image.id) ?? params.instance.image;
          first.set(image.id, image);
          return driver.spawn({ ...params, instance: { ...params.instance, image } }, call);
        },
      };
    }),
  },
  {
    id: `${SAME}: replaces the first`,
    requirement: SAME,
    title: "cacheImage of another image of an id breaks the disks that were made from the first",
    message: "the guest boots after cacheImage of another image of its image's id",
    only: only(SAME),
    driver: replacing((driver) => {
      const madeFrom = new Map<string, ImageMeta>();
      return {
        spawn: (params, call) => {
          madeFrom.set(params.instance.uuid, params.instance.image);
          return driver.spawn(params, call);
        },
        cacheImage: async (params, call) => {
          for (const [instanceUuid, { id, sha256 }] of madeFrom)
            if (id === params.image.id && sha256 !== params.image.sha256) await corrupt(driver, instanceUuid, call);
          return driver.cacheImage(params, call);
        },
      };
    }),
  },
  {
    id: `${AT_ONCE}: one at a time`,
    requirement: AT_ONCE,
    title: "cacheImage is refused while another one is in progress",
    message: "BACKEND_FAILED",
    only: only(AT_ONCE),
    driver: caching((proceed) => {
      let isBusy = false;
      return async (params, call) => {
        if (isBusy) throw backendFailed("lock the image");
        isBusy = true;
        try {
          return await proceed(params, call);
        } finally {
          isBusy = false;
        }
      };
    }),
  },
  {
    id: `${AT_ONCE}: all of them`,
    requirement: AT_ONCE,
    title: "Each of several cacheImage at once says that it has fetched the image",
    message: "Unexpected number of calls of cacheImage at once that said fetched",
    only: only(AT_ONCE),
    driver: faulty(misreporting("cacheImage", { pointer: "/fetched", json: "true" })),
  },
];

/** Makes the root disk of an instance unusable. */
async function corrupt(driver: Required<ComputeDriver>, instanceUuid: string, call: Call): Promise<void> {
  const fault = { kind: "diskCorruption", instanceUuid } as const;
  await driver["simulation/injectFault"]({ fault }, within(call)).catch(() => undefined);
}

const YOUNG = "manageImageCache/keeps-what-is-in-use-or-young";
const NEEDED = "manageImageCache/keeps-what-disks-need";
const REST = "manageImageCache/removes-the-rest";
const TELLS = "manageImageCache/tells-what-it-removed";

const clearing: readonly Mutant[] = [
  {
    id: `${YOUNG}: whoever uses it`,
    requirement: YOUNG,
    title: "manageImageCache does not look at imagesInUse",
    message: "manageImageCache says that it has removed an image of imagesInUse",
    only: only(YOUNG),
    driver: faulty(misreading("manageImageCache", { pointer: "/imagesInUse", json: "[]" })),
  },
  {
    id: `${YOUNG}: whatever its age`,
    requirement: YOUNG,
    title: "manageImageCache does not look at the age of images",
    message: "manageImageCache says that it has removed an image that was used less than unusedForSeconds ago",
    only: only(YOUNG),
    driver: planned("image-cache-removes-images-about-to-be-used"),
  },
  {
    id: `${YOUNG}: secretly`,
    requirement: YOUNG,
    title: "manageImageCache removes young images and does not say so",
    message: "manageImageCache has removed an image that was fetched less than unusedForSeconds ago",
    only: only(YOUNG),
    driver: replacing((driver) => ({
      manageImageCache: async (params, call) => {
        await driver.manageImageCache({ ...params, unusedForSeconds: 0 }, within(call));
        return driver.manageImageCache(params, call);
      },
    })),
  },
  {
    id: `${NEEDED}: only the list`,
    requirement: NEEDED,
    title: "manageImageCache removes every image that is not listed from under the disks that need it",
    message: "the guest goes on, undisturbed by manageImageCache",
    only: [NEEDED],
    driver: replacing((driver) => {
      const madeFrom = new Map<string, string>();
      return {
        spawn: (params, call) => {
          madeFrom.set(params.instance.uuid, params.instance.image.id);
          return driver.spawn(params, call);
        },
        manageImageCache: async (params, call) => {
          const answer = await driver.manageImageCache(params, call);
          for (const [instanceUuid, id] of madeFrom)
            if (!params.imagesInUse.includes(id) && params.unusedForSeconds === 0)
              await corrupt(driver, instanceUuid, call);
          return answer;
        },
      };
    }),
  },
  {
    id: `${NEEDED}: from under a call`,
    requirement: NEEDED,
    title: "manageImageCache removes images that a spawn is about to copy",
    message: "BACKEND_FAILED",
    only: [`${NEEDED}[in-progress]`],
    driver: replacing((driver) => {
      let cleared = 0;
      return {
        manageImageCache: (params, call) => {
          if (params.unusedForSeconds === 0) cleared += 1;
          return driver.manageImageCache(params, call);
        },
        spawn: async (params, call) => {
          const before = cleared;
          const answer = await driver.spawn(params, call);
          if (cleared === before) return answer;
          await driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true }, within(call));
          throw backendFailed("copy the image");
        },
      };
    }),
  },
  {
    id: `${REST}: nothing`,
    requirement: REST,
    title: "manageImageCache removes nothing",
    message: "manageImageCache has not removed an image that nobody uses",
    only: only(REST),
    driver: replacing(() => ({ manageImageCache: async () => ({ removed: [], hasMore: false, sizeBytes: 0 }) })),
  },
  {
    id: `${REST}: what was used once`,
    requirement: REST,
    title: "manageImageCache keeps every image that an instance was ever made from",
    message: "manageImageCache has not removed the image of an instance that was destroyed",
    only: only(REST),
    driver: replacing((driver) => {
      const used = new Set<string>();
      return {
        spawn: (params, call) => {
          used.add(params.instance.image.id);
          return driver.spawn(params, call);
        },
        manageImageCache: (params, call) =>
          driver.manageImageCache({ ...params, imagesInUse: [...params.imagesInUse, ...used] }, call),
      };
    }),
  },
  {
    id: `${REST}: much later`,
    requirement: REST,
    title: "manageImageCache takes seconds for minutes",
    message: "manageImageCache has not removed an image that was out of use for longer than unusedForSeconds",
    only: only(REST),
    driver: replacing((driver) => ({
      manageImageCache: (params, call) =>
        driver.manageImageCache({ ...params, unusedForSeconds: params.unusedForSeconds * 60 }, call),
    })),
  },
  {
    id: `${REST}: but says so`,
    requirement: REST,
    title: "manageImageCache says what it would remove, and removes nothing",
    message: "An image that was removed is still in the cache",
    only: [REST],
    driver: replacing((driver) => {
      const cached = new Map<string, ImageCacheEntry>();
      return {
        cacheImage: (params, call) => {
          const { id, sha256 = "", sizeBytes } = params.image;
          cached.set(id, { imageId: id, sha256, sizeBytes });
          return driver.cacheImage(params, call);
        },
        manageImageCache: async () => ({ removed: [...cached.values()].slice(-256), hasMore: false, sizeBytes: 0 }),
      };
    }),
  },
  {
    id: `${TELLS}: nothing`,
    requirement: TELLS,
    title: "manageImageCache does not say what it removed",
    message: "An image is not listed as removed, and is gone",
    only: only(TELLS),
    driver: faulty(misreporting("manageImageCache", { pointer: "/removed", json: "[]" })),
  },
  {
    id: `${TELLS}: what was to go`,
    requirement: TELLS,
    title: "manageImageCache also lists what it kept",
    message: "An image is listed as removed, and is still in the cache",
    only: only(TELLS),
    driver: replacing((driver) => {
      const cached = new Map<string, ImageCacheEntry>();
      return {
        cacheImage: (params, call) => {
          const { id, sha256 = "", sizeBytes } = params.image;
          cached.set(id, { imageId: id, sha256, sizeBytes });
          return driver.cacheImage(params, call);
        },
        manageImageCache: async (params, call) => {
          const answer = await driver.manageImageCache(params, call);
          const kept = params.imagesInUse.flatMap((id) => cached.get(id) ?? []);
          return { ...answer, removed: [...answer.removed, ...kept] };
        },
      };
    }),
  },
  {
    id: `${TELLS}: twice`,
    requirement: TELLS,
    title: "manageImageCache lists each image that it removed twice",
    message: "Unexpected entries that are listed as removed twice",
    only: only(TELLS),
    driver: replacing((driver) => ({
      manageImageCache: async (params, call) => {
        const answer = await driver.manageImageCache(params, call);
        return { ...answer, removed: [...answer.removed, ...answer.removed].slice(0, 256) };
      },
    })),
  },
];

/** The mutants of the image cache. */
export const imageCacheMutants: readonly Mutant[] = [...cacheMutants, ...clearing];
