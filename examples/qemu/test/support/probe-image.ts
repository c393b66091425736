// Images of the probe guest, which the kit ships as a boot sector with a parameter block.
import { createHash, randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { FileImageSource, ImageMeta } from "@virt-driver-kit/spec";

const IMAGE_BYTES = 1024 * 1024;
/** An image in a file. */
export type FileImage = ImageMeta & { source: FileImageSource };

/** Where the parameter block has its fields, as conformance/guest/README.md says. */
const FLAGS_AT = 26;
const POWER_OFF_AFTER_TICKS_AT = 28;
/** Where it has the part that tells of other disks. */
const DISKS_AT = 4096;

/** What the guest is to do. */
export interface ProbeBehaviour {
  readonly ignorePowerButton?: boolean;
  readonly powerOffAfterTicks?: number;
  readonly tellsDisks?: boolean;
}

/** Writes an image of the probe guest into a directory. */
export function probeImage(directory: string, behaviour: ProbeBehaviour = {}): FileImage {
  const image = Buffer.alloc(IMAGE_BYTES);
  readFileSync(new URL("../../../../conformance/guest/probe.bin", import.meta.url)).copy(image);
  readFileSync(new URL("../../../../conformance/guest/disks.bin", import.meta.url)).copy(image, DISKS_AT);
  image.writeUInt16LE(
    Number(behaviour.ignorePowerButton === true) + 2 * Number(behaviour.tellsDisks === true),
    FLAGS_AT,
  );
  image.writeUInt16LE(behaviour.powerOffAfterTicks ?? 0, POWER_OFF_AFTER_TICKS_AT);
  return imageFile(directory, image);
}

/** Writes a file into a directory and describes it as a raw image. */
export function imageFile(directory: string, bytes: Buffer): FileImage {
  const id = randomUUID();
  const path = join(directory, `${id}.raw`);
  writeFileSync(path, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { id, name: "probe", diskFormat: "raw", sizeBytes: bytes.length, sha256, source: { kind: "file", path } };
}
