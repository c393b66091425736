// The disk image of the probe guest: the boot sector that ships with this package, with its parameter block filled in, and what it loads.
// guest/README.md describes the block.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import type { ImageVariant } from "./image-variant.ts";

/** What a probe image is to do, and on which kind of machine. */
export interface ProbeImageOptions extends ImageVariant {
  /**
   * I/O port of the ACPI PM1a event block, where the power button and soft off are. 0x400 on bhyve.
   *
   * @defaultValue 0x600, as on QEMU's `pc` and `q35`
   */
  readonly pm1Base?: number;
}

/** Size and digest of an image, as `spawn` wants to be told. */
export interface ImageDigest {
  readonly sizeBytes: number;
  /** SHA-256, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** Size of the image. Firmware ignores disks that are much smaller. */
const IMAGE_BYTES = 1024 * 1024;

/** Offsets in the boot sector. */
const PM1_BASE_AT = 24;
const FLAGS_AT = 26;
const POWER_OFF_AFTER_TICKS_AT = 28;

const IGNORE_POWER_BUTTON = 1;
/** What the flags say of other disks. */
const OTHER_DISKS = { tell: 2, show: 4, write: 4 | 8 } as const;

/** Where the part is that looks at other disks. */
const DISKS_AT = 4096;

/** The same from `src` and from `dist`: both are two levels above. */
const bootSector = new URL("../../guest/probe.bin", import.meta.url);
const disksPart = new URL("../../guest/disks.bin", import.meta.url);

/**
 * Makes a raw disk image of the probe guest. The same options give the same bytes.
 *
 * @param options - How the guest behaves. `powerOffAfterTicks` and `pm1Base` are at most 65535.
 * @returns The image, 1 MiB.
 * @throws RangeError if a number does not fit.
 */
export function probeImage(options: ProbeImageOptions = {}): Buffer {
  const image = Buffer.alloc(IMAGE_BYTES);
  readFileSync(bootSector).copy(image);
  readFileSync(disksPart).copy(image, DISKS_AT);
  const others = options.otherDisks === undefined ? 0 : OTHER_DISKS[options.otherDisks];
  image.writeUInt16LE(options.pm1Base ?? 0x600, PM1_BASE_AT);
  image.writeUInt16LE((options.ignorePowerButton === true ? IGNORE_POWER_BUTTON : 0) | others, FLAGS_AT);
  image.writeUInt16LE(options.powerOffAfterTicks ?? 0, POWER_OFF_AFTER_TICKS_AT);
  return image;
}

/** Measures an image, for the `sizeBytes` and `sha256` of an `ImageMeta`. */
export function digestOf(image: Buffer): ImageDigest {
  return { sizeBytes: image.length, sha256: createHash("sha256").update(image).digest("hex") };
}
