/** An image in a file. */
export type FileImage = ImageMeta & { source: FileImageSource };

/** Writes images of the probe guest, as it is assembled, with the behaviour that a test wants. */

import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileImageSource, ImageMeta } from "@virt-driver-kit/spec";
import { afterAll } from "vitest";

const IMAGE_BYTES = 1 << 20;
const FLAGS_AT = 26;
const POWER_OFF_AFTER_TICKS_AT = 28;

/** What the guest is to do. */
export interface ProbeBehaviour {
  readonly ignoresPowerButton?: boolean;
  readonly powerOffAfterTicks?: number;
}

/** Makes a directory that is removed when the test file is done. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "vdk-fake-driver-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Describes a file as an image. */
export function imageOf(path: string, bytes: Buffer): FileImage {
  return {
    id: randomUUID(),
    name: "probe",
    diskFormat: "raw",
    sizeBytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    source: { kind: "file", path },
  };
}

/** Writes an image of the probe. */
export function probeImage(
  directory: string,
  { ignoresPowerButton = false, powerOffAfterTicks = 0 }: ProbeBehaviour = {},
): FileImage {
  const bytes = Buffer.alloc(IMAGE_BYTES);
  readFileSync(new URL("../../../conformance/guest/probe.bin", import.meta.url)).copy(bytes);
  bytes.writeUInt16LE(ignoresPowerButton ? 1 : 0, FLAGS_AT);
  bytes.writeUInt16LE(powerOffAfterTicks, POWER_OFF_AFTER_TICKS_AT);
  return writeImage(directory, bytes);
}

/** Writes an image of a guest that is no probe. */
export function silentImage(directory: string): FileImage {
  return writeImage(directory, Buffer.alloc(4096, 0x90));
}

function writeImage(directory: string, bytes: Buffer): FileImage {
  const path = join(directory, `${randomUUID()}.img`);
  writeFileSync(path, bytes);
  return imageOf(path, bytes);
}
