// Whether an image can become the root disk of an instance, judged by what the request says of it.
import { DriverError, type Instance } from "@virt-driver-kit/spec";

const GIB = 1024 ** 3;

/**
 * Refuses an image that this driver does not take or that does not fit the flavor.
 *
 * @throws {@link DriverError} `IMAGE_UNACCEPTABLE`.
 */
export function acceptImage({ flavor, image }: Instance): void {
  const { id: imageId, diskFormat, minDiskGib = 0, minMemoryMib = 0, sizeBytes } = image;
  // A qcow2 image may name any file of this host as its backing file. Taking one safely needs more than an example should have.
  if (diskFormat !== "raw") {
    throw new DriverError(
      "IMAGE_UNACCEPTABLE",
      `Cannot use image "${imageId}": its format is "${diskFormat}", not "raw"`,
      {
        effect: "none",
        details: { imageId, problem: "format" },
      },
    );
  }
  const diskBytes = rootDiskBytes(flavor.rootGib, sizeBytes);
  if (flavor.memoryMib >= minMemoryMib && diskBytes >= Math.max(minDiskGib * GIB, sizeBytes)) return;
  throw new DriverError(
    "IMAGE_UNACCEPTABLE",
    `Cannot use image "${imageId}": flavor "${flavor.name}" is too small for it`,
    {
      effect: "none",
      details: { imageId, problem: "flavor-too-small" },
    },
  );
}

/**
 * How large an instance's root disk is, in bytes.
 *
 * @param rootGib - The flavor's figure in GiB. 0 stands for the size of the image.
 * @param imageBytes - The size of the image.
 */
export function rootDiskBytes(rootGib: number, imageBytes: number): number {
  return rootGib === 0 ? imageBytes : rootGib * GIB;
}
