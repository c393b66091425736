// The images that a run's instances boot. Each variant is written once, when the first check asks for it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import type { FileImageSource, ImageMeta } from "@virt-driver-kit/spec";

import type { ImageVariant } from "./image-variant.ts";
import { NotApplicable } from "./not-applicable.ts";
import { digestOf, probeImage } from "./probe-image.ts";

/** An image in a file of the kit's. */
export type FileImage = ImageMeta & { readonly source: FileImageSource };

/** Where the images of a run come from. */
export interface ImageStoreOptions {
  /** Where to write them. The driver must be able to read files there. */
  readonly directory: string;
  /** An image to use instead of the probe guest's own, for hypervisors that cannot boot that. */
  readonly image?: string | undefined;
  /** The ACPI PM1 base port of the hypervisor's guests, if it is not QEMU's. */
  readonly pm1Base?: number | undefined;
  /** Makes the images' uuids. */
  readonly uuid: () => string;
}

/** Gives out images. */
export interface ImageStore {
  /**
   * The image of a variant, in a file.
   *
   * @throws NotApplicable for a variant if the configuration brings an image of its own.
   */
  image(variant?: ImageVariant): FileImage;
}

/** Makes a store. It writes nothing until it is asked. */
export function imageStore(options: ImageStoreOptions): ImageStore {
  const images = new Map<string, FileImage>();
  return {
    image: (variant = {}) => {
      const name = nameOf(variant);
      const image = images.get(name) ?? makeImage(name, variant, options);
      images.set(name, image);
      return image;
    },
  };
}

function nameOf(variant: ImageVariant): string {
  const off = variant.powerOffAfterTicks === undefined ? "" : `-off-after-${variant.powerOffAfterTicks}`;
  return `probe${variant.ignorePowerButton ? "-deaf" : ""}${off}`;
}

function makeImage(name: string, variant: ImageVariant, options: ImageStoreOptions): FileImage {
  if (options.image === undefined) {
    mkdirSync(options.directory, { recursive: true });
    const path = join(options.directory, `${name}.img`);
    const bytes = probeImage({ ...variant, ...(options.pm1Base !== undefined && { pm1Base: options.pm1Base }) });
    // A file that is right already stays as it is: another run may be reading it.
    if (!existsSync(path) || !bytes.equals(readFileSync(path))) writeFileSync(path, bytes);
    return describe(name, path, bytes, options.uuid());
  }
  if (name !== "probe")
    throw new NotApplicable(
      `The check needs the probe guest "${name}", and the configuration brings an image of its own`,
    );
  return describe(basename(options.image), options.image, readFileSync(options.image), options.uuid());
}

function describe(name: string, path: string, bytes: Buffer, id: string): FileImage {
  return { id, name, diskFormat: "raw", ...digestOf(bytes), source: { kind: "file", path } };
}
