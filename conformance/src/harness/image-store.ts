// The images that a run's instances boot. Each variant is written once, when the first check asks for it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import type { FileImageSource, ImageMeta } from "@virt-driver-kit/spec";

import type { ImageVariant } from "./image-variant.ts";
import { NotApplicable } from "./not-applicable.ts";
import { digestOf, probeImage } from "./probe-image.ts";
import type { ImageDigest } from "./probe-image.ts";
import { readSiteImage } from "./read-site-image.ts";
import type { GuestKind, SiteImage } from "./site-resources.ts";

/** An image in a file of the kit's. */
export type FileImage = ImageMeta & { readonly source: FileImageSource };

/** Where the images of a run come from. */
export interface ImageStoreOptions {
  /** Where to write them. The driver must be able to read files there. */
  readonly directory: string;
  /** Images to use instead of the probe guest's own, for hypervisors that cannot boot that. */
  readonly siteImages?: readonly SiteImage[] | undefined;
  /** The ACPI PM1 base port of the hypervisor's guests, if it is not QEMU's. */
  readonly pm1Base?: number | undefined;
  /** Makes the images' uuids. */
  readonly uuid: () => string;
}

/** Gives out images. */
export interface ImageStore {
  /**
   * Reads the site's images, and fetches those that are elsewhere. Nothing to do where there are none.
   *
   * @throws ResourceError if one cannot be read or is not what it should be.
   */
  prepare(): Promise<void>;
  /**
   * The image of a variant, in a file.
   *
   * @throws NotApplicable if the configuration brings images of its own, and none of a guest that does this.
   */
  image(variant?: ImageVariant): FileImage;
}

/** Makes a store. It writes nothing until it is asked. */
export function imageStore(options: ImageStoreOptions): ImageStore {
  const { siteImages, uuid } = options;
  const images = new Map<string, FileImage>();
  const known = (name: string, make: () => FileImage): FileImage => {
    const image = images.get(name) ?? make();
    images.set(name, image);
    return image;
  };
  const ofSite = new Map<GuestKind, FileImage>();
  return {
    prepare: async () => {
      for (const image of siteImages ?? []) {
        const { path, format, guest } = image;
        ofSite.set(guest, describe(basename(path), path, await readSiteImage(image), uuid(), format));
      }
    },
    image: (variant = {}) =>
      siteImages === undefined ? known(nameOf(variant), () => makeImage(variant, options)) : given(ofSite, variant),
  };
}

function nameOf(variant: ImageVariant): string {
  const off = variant.powerOffAfterTicks === undefined ? "" : `-off-after-${variant.powerOffAfterTicks}`;
  const disks = variant.otherDisks === undefined ? "" : `-disks-${variant.otherDisks}`;
  return `probe${variant.ignorePowerButton ? "-deaf" : ""}${off}${disks}`;
}

/** The file is named for its bytes, so that no file of somebody else's, nor one that another run reads, is ever overwritten. */
function makeImage(variant: ImageVariant, { directory, pm1Base, uuid }: ImageStoreOptions): FileImage {
  mkdirSync(directory, { recursive: true });
  const bytes = probeImage({ ...variant, ...(pm1Base !== undefined && { pm1Base }) });
  const digest = digestOf(bytes);
  const path = join(directory, `${nameOf(variant)}-${digest.sha256.slice(0, 8)}.img`);
  try {
    writeFileSync(path, bytes, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (!bytes.equals(readFileSync(path)))
      throw new TypeError(`Cannot write the probe image "${path}": there is another file of that name`, {
        cause: error,
      });
  }
  return describe(nameOf(variant), path, digest, uuid());
}

function given(images: ReadonlyMap<GuestKind, FileImage>, variant: ImageVariant): FileImage {
  const kind = kindOf(variant);
  const image = kind === undefined ? undefined : images.get(kind);
  if (image !== undefined) return image;
  const does = variant.otherDisks === undefined ? WORDS[kind ?? "powersItselfOff"] : "tells of its other disks";
  throw new NotApplicable(
    `The check needs a guest that ${does}, and no image of the configuration has one`,
    "resources.images",
  );
}

const WORDS: Readonly<Record<GuestKind, string>> = {
  runs: "runs",
  powersItselfOff: "powers itself off",
  ignoresPowerButton: "ignores the power button",
};

function kindOf({ powerOffAfterTicks, ignorePowerButton = false, otherDisks }: ImageVariant): GuestKind | undefined {
  if (otherDisks !== undefined) return undefined;
  if (powerOffAfterTicks === undefined) return ignorePowerButton ? "ignoresPowerButton" : "runs";
  return ignorePowerButton ? undefined : "powersItselfOff";
}

function describe(
  name: string,
  path: string,
  digest: ImageDigest,
  id: string,
  diskFormat: FileImage["diskFormat"] = "raw",
): FileImage {
  return { id, name, diskFormat, ...digest, source: { kind: "file", path } };
}
