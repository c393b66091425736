// The probe guest as a kernel, for hosts that load one beside the disk: `guest/kernel.bin` with the probe's own sector before it.
// guest/README.md says what it writes before the probe begins.
import { readFileSync } from "node:fs";

import { probeImage, type ProbeImageOptions } from "./probe-image.ts";

/** Where the header of the Linux boot protocol begins. What is before is the probe's. */
const HEADER_AT = 0x1f1;

/** The same from `src` and from `dist`: both are two levels above. */
const kernelFile = new URL("../../guest/kernel.bin", import.meta.url);

/**
 * Makes the probe guest as a kernel. The same options give the same bytes.
 *
 * @param options - As for the image of the probe.
 * @returns The kernel, a few sectors.
 * @throws RangeError if a number does not fit.
 */
export function probeKernel(options: ProbeImageOptions = {}): Buffer {
  const kernel = readFileSync(kernelFile);
  probeImage(options).copy(kernel, 0, 0, HEADER_AT);
  return kernel;
}
