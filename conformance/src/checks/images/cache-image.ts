// Checks of `cacheImage`: what is cached needs no source any more, and nothing bad is.
import { rmSync, writeFileSync } from "node:fs";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { digestOf } from "../../harness/probe-image.ts";
import { expectBoot } from "../steps/boot-counter.ts";
import { type CachedImage, givenCached, newImage } from "../steps/cached-images.ts";
import { expectOneMoreBoot, expectUndisturbed, givenTickingGuest, cutOff } from "../steps/guest.ts";
import { takesHttpImages } from "../steps/http-images.ts";
import { expectState } from "../steps/power-state.ts";
import { rawBytes } from "../steps/usual-image.ts";

/** About one second after its boot, a guest's end. */
const SHORT_LIFE = { powerOffAfterTicks: 10 };

function cache(t: CheckContext, { image }: CachedImage): Promise<{ fetched: boolean }> {
  return t.driver.cacheImage({ node: t.node.uuid, image });
}

async function expectFetched(t: CheckContext, own: CachedImage, expected: boolean, when: string): Promise<void> {
  const hint = expected ? "Keep only images that are whole and right." : "Look for the image by its id and its digest.";
  t.expectEqual((await cache(t, own)).fetched, expected, `fetched of cacheImage ${when}`, hint);
}

const BAD = [
  { variant: "checksum", what: "other bytes than its digest says", damage: (own: CachedImage) => own.damage() },
  {
    variant: "size",
    what: "more bytes than it is said to have",
    damage: (own: CachedImage) => writeFileSync(own.path, Buffer.concat([own.bytes, Buffer.alloc(512)])),
  },
] as const;

const bad = BAD.map(({ variant, what, damage }): Check => ({
  id: `cacheImage/keeps-no-bad-image[${variant}]`,
  requirement: "cacheImage/keeps-no-bad-image",
  title: `cacheImage() of an image with ${what} is IMAGE_UNACCEPTABLE, and neither spawn() nor cacheImage() finds it later`,
  run: async (t) => {
    const own = await newImage(t);
    damage(own);
    const refusal = await t.expectError(cache(t, own), "IMAGE_UNACCEPTABLE", { effect: "none" });
    t.expectEqual(refusal.details["imageId"], own.image.id, "imageId in the details of IMAGE_UNACCEPTABLE");
    rmSync(own.path);
    await t.expectError(t.driver.spawn(own.params), "IMAGE_UNACCEPTABLE", {
      hint: "The image is nowhere any more but in the cache, where a bad one must not be.",
    });
    own.mend();
    await expectFetched(t, own, true, "after the image was refused and mended");
    rmSync(own.path);
    await t.driver.spawn(own.params);
    await expectState(t, own.params.instance.uuid, "running", "after spawn from the image that was mended");
  },
}));

/** The checks of `cacheImage`. */
export const cacheImageChecks: readonly Check[] = [
  {
    id: "cacheImage/keeps-the-image",
    requirement: "cacheImage/keeps-the-image",
    title: "spawn() from a cached image succeeds although the source is gone",
    needs: { probeGuest: true },
    run: async (t) => {
      const own = await newImage(t);
      await cache(t, own);
      rmSync(own.path);
      await t.driver.spawn(own.params);
      await expectState(t, own.params.instance.uuid, "running", "after spawn from a cached image");
      await expectBoot(t, own.params.instance, 1, "a disk made from the image", "after spawn from a cached image");
    },
  },
  {
    id: "cacheImage/says-whether-it-fetched",
    requirement: "cacheImage/says-whether-it-fetched",
    title: "The first cacheImage() of an image says fetched, and the second says not, although the source is gone",
    run: async (t) => {
      const own = await newImage(t);
      await expectFetched(t, own, true, "of an image that no call has named before");
      rmSync(own.path);
      await expectFetched(t, own, false, "of an image that is cached");
    },
  },
  {
    id: "cacheImage/says-whether-it-fetched[spawned]",
    requirement: "cacheImage/says-whether-it-fetched",
    title: "cacheImage() of an image that spawn() has used says not fetched, although the source is gone",
    run: async (t) => {
      const own = await newImage(t);
      await t.given("spawn", () => t.driver.spawn(own.params));
      rmSync(own.path);
      await expectFetched(t, own, false, "of an image that spawn has used");
    },
  },
  {
    id: "cacheImage/says-whether-it-fetched[http]",
    requirement: "cacheImage/says-whether-it-fetched",
    title: "A second cacheImage() of an image on an HTTP server asks the server nothing",
    needs: { capabilities: ["supportsHttpImages"] },
    run: async (t) => {
      takesHttpImages(t);
      const own = await newImage(t);
      const server = await t.imageServer();
      const image = { ...own.image, source: { kind: "http", url: server.put("/image", own.bytes) } as const };
      await t.given("cacheImage", () => t.driver.cacheImage({ node: t.node.uuid, image }));
      const asked = server.requests.length;
      await t.given("cacheImage", async () => t.expectThat(asked > 0, "The server was asked for nothing"));
      t.expectEqual(
        (await t.driver.cacheImage({ node: t.node.uuid, image })).fetched,
        false,
        "fetched of cacheImage of an image that is cached",
      );
      t.expectEqual(server.requests.length, asked, "number of requests to the source after a second cacheImage");
    },
  },
  ...bad,
  {
    id: "cacheImage/keeps-no-bad-image[broken-off]",
    requirement: "cacheImage/keeps-no-bad-image",
    title: "cacheImage() whose source breaks off is IMAGE_TRANSFER_FAILED, and the next one fetches the image",
    needs: { capabilities: ["supportsHttpImages"] },
    run: async (t) => {
      takesHttpImages(t);
      const own = await newImage(t);
      const server = await t.imageServer();
      let isBroken = true;
      const url = server.handle("/image", (_request, response) => {
        response.writeHead(200, { "content-length": own.bytes.length });
        if (!isBroken) response.end(own.bytes);
        else response.write(own.bytes.subarray(0, own.bytes.length / 2), () => response.destroy());
      });
      const image = { ...own.image, source: { kind: "http", url } as const };
      const call = t.driver.cacheImage({ node: t.node.uuid, image });
      await t.expectError(call, "IMAGE_TRANSFER_FAILED", { effect: "none" });
      isBroken = false;
      const { fetched } = await t.driver.cacheImage({ node: t.node.uuid, image });
      t.expectEqual(fetched, true, "fetched of cacheImage after a transfer that broke off");
    },
  },
  {
    id: "cacheImage/keeps-no-bad-image[garbled]",
    requirement: "cacheImage/keeps-no-bad-image",
    title: "cacheImage() that receives other bytes than were sent fails, and the next one fetches the image",
    needs: { simulation: true },
    run: async (t) => {
      const own = await newImage(t);
      await t.simulation.injectFault({ kind: "imageTransfer", manner: "corrupts", direction: "download" });
      await t.expectError(cache(t, own), ["IMAGE_UNACCEPTABLE", "IMAGE_TRANSFER_FAILED"], { effect: "none" });
      await expectFetched(t, own, true, "after a transfer that was garbled");
    },
  },
  {
    id: "cacheImage/same-id-is-not-same-image",
    requirement: "cacheImage/same-id-is-not-same-image",
    title:
      "An image with the id of a cached one and another digest is fetched and booted, and guests of the earlier one go on",
    needs: { probeGuest: true },
    run: async (t) => {
      const own = await givenCached(t, await newImage(t));
      const earlier = await givenTickingGuest(t);
      const { image } = own;
      const usual = await t.newInstance({ image: SHORT_LIFE });
      const bytes = Buffer.concat([rawBytes(t, usual.instance.image), Buffer.from(t.uuid().padEnd(512))]);
      const path = t.newFile(`image-${t.uuid()}`);
      writeFileSync(path, bytes);
      const source = { kind: "file", path } as const;
      await t.given("spawn", () => t.driver.spawn(own.params));
      const before = await t.given("spawn", () =>
        expectBoot(t, own.params.instance, 1, "a disk made from the image", "after spawn"),
      );
      const other = { ...image, ...digestOf(bytes), source };
      const { fetched } = await t.driver.cacheImage({ node: t.node.uuid, image: other });
      t.expectEqual(fetched, true, "fetched of cacheImage of an image whose id is cached with another digest");
      const { uuid } = usual.instance;
      await t.driver.spawn({ ...usual, instance: { ...usual.instance, image: other } });
      await t.waitFor(
        "the guest of the new image powers itself off after one second, as that of the old one does not",
        async () => (await t.driver.getInfo({ instanceUuid: uuid })).info.powerState === "shutdown",
        { hint: "Name what is in the cache for its digest too." },
      );
      await expectUndisturbed(t, earlier.instance, earlier.boot, "by cacheImage of another image");
      const target = { instanceUuid: own.params.instance.uuid };
      await t.driver.powerOff(cutOff({ target }));
      await t.driver.powerOn(target);
      await expectOneMoreBoot(t, target.instanceUuid, before, "after cacheImage of another image of its image's id");
    },
  },
  {
    id: "cacheImage/calls-at-once-succeed",
    requirement: "cacheImage/calls-at-once-succeed",
    title: "Of four calls of cacheImage() at once for one image, all succeed and one says fetched",
    run: async (t) => {
      const own = await newImage(t);
      const answers = await Promise.all([cache(t, own), cache(t, own), cache(t, own), cache(t, own)]);
      const fetched = answers.filter((answer) => answer.fetched).length;
      t.expectEqual(fetched, 1, "number of calls of cacheImage at once that said fetched", "Lock the entry.");
      rmSync(own.path);
      await t.driver.spawn(own.params);
      await expectState(
        t,
        own.params.instance.uuid,
        "running",
        "after spawn from an image cached by four calls at once",
      );
    },
  },
];
