/**
 * Decides by what a request says of an image whether it can be used, before anything is fetched.
 *
 * @see Requirements `spawn/refuses-a-bad-image`, `spawn/refuses-a-flavor-below-the-image-minimum`, `spawn/checks-the-image-signature`
 */

import type { Flavor, ImageMeta, ImageSource } from "@virt-driver-kit/spec";
import { isKnownFormat } from "../../images/disk-formats.ts";
import { problemOfSignature } from "../../images/signature.ts";
import type { Attempted } from "../attempted.ts";
import type { DriverContext } from "../driver-context.ts";
import { notSupported } from "../refusals.ts";
import { unacceptable } from "./image-errors.ts";

const BYTES_PER_GIB = 2 ** 30;

/** The one kind of vmdk that is read: what is not blank, in one file, uncompressed. */
const VMDK_TYPE = "sparse";

/** How an image is to be used. */
export interface ImageDemands extends Attempted {
  /** Where the request has the image, such as `params.instance.image`. */
  readonly path: string;
  /** The flavor that it has to suit; absent where it makes no root disk. */
  readonly flavor?: Pick<Flavor, "memoryMib" | "rootGib"> | undefined;
  /** Who may vouch for its signature, which it then has to have. */
  readonly trustedCertificates?: readonly string[] | undefined;
}

/**
 * Refuses an image that cannot be used, by what the request says of it.
 *
 * @throws {@link DriverError} `IMAGE_UNACCEPTABLE` if its format is not taken, it has no digest, no signature that will do, or asks for a
 *   larger flavor; `NOT_SUPPORTED` if it is in a kind of source that the node does not read.
 */
export function assertImageSuits(context: DriverContext, image: ImageMeta, demands: ImageDemands): void {
  const { attempt, flavor } = demands;
  if (flavor !== undefined) assertFlavorSuffices(attempt, image, flavor);
  assertSigned(image, demands);
  if (image.kernelBoot !== undefined) {
    const { kernel, ramdisk } = image.kernelBoot;
    assertReadable(context, kernel.source, { ...demands, path: `${demands.path}.kernelBoot.kernel` });
    if (ramdisk !== undefined) {
      assertReadable(context, ramdisk.source, { ...demands, path: `${demands.path}.kernelBoot.ramdisk` });
    }
  }
  if (image.source.kind === "volume") return;
  assertReadable(context, image.source, demands);
  const formats = context.persona.accepts.diskFormats;
  if (!isKnownFormat(image.diskFormat) || formats?.includes(image.diskFormat) === false) {
    const taken = formats?.map((format) => `"${format}"`).join(", ") ?? "others";
    throw unacceptable(attempt, image, "format", `its format is "${image.diskFormat}" and the node takes ${taken}`);
  }
  assertLayoutTaken(attempt, image);
  if (image.sha256 === undefined) throw unacceptable(attempt, image, "checksum", "it comes without a digest");
}

function assertLayoutTaken(attempt: string, image: ImageMeta): void {
  const { vmdkType = VMDK_TYPE } = image.properties?.disk ?? {};
  if (vmdkType === VMDK_TYPE) return;
  throw unacceptable(attempt, image, "format", `its vmdk type is "${vmdkType}" and only "${VMDK_TYPE}" is taken`);
}

function assertFlavorSuffices(attempt: string, image: ImageMeta, flavor: Pick<Flavor, "memoryMib" | "rootGib">): void {
  const { minMemoryMib = 0, minDiskGib = 0, source, diskFormat, sizeBytes } = image;
  const { memoryMib, rootGib } = flavor;
  const refuse = (state: string): never => {
    throw unacceptable(attempt, image, "flavor-too-small", state);
  };
  if (memoryMib < minMemoryMib) refuse(`it needs ${minMemoryMib} MiB of memory and the flavor has ${memoryMib}`);
  if (rootGib === 0 || source.kind === "volume") return;
  if (rootGib < minDiskGib) refuse(`it needs a root disk of ${minDiskGib} GiB and the flavor has ${rootGib}`);
  if (diskFormat === "raw" && sizeBytes > rootGib * BYTES_PER_GIB) {
    refuse(`it has ${sizeBytes} bytes and the flavor's root disk ${rootGib} GiB`);
  }
}

/** A volume's bytes are vouched for by nobody, so one is no image for an instance that wants its image vouched for. */
function assertSigned(image: ImageMeta, { attempt, trustedCertificates }: ImageDemands): void {
  const { signature, source } = image;
  const refuse = (state: string): never => {
    throw unacceptable(attempt, image, "signature", state);
  };
  if (trustedCertificates !== undefined && source.kind === "volume") refuse("the bytes of a volume cannot be checked");
  if (signature === undefined) {
    if (trustedCertificates !== undefined) refuse("it carries no signature and the instance trusts only signed ones");
    return;
  }
  const problem = problemOfSignature(signature, trustedCertificates);
  if (problem !== null) refuse(problem);
}

/** What a node says nothing of it reads from files alone. */
function assertReadable({ persona }: DriverContext, { kind }: ImageSource, demands: ImageDemands): void {
  const { path } = demands;
  const kinds: readonly string[] = persona.accepts.imageSources ?? ["file"];
  if (kinds.includes(kind)) return;
  const state = `the node reads images from sources of kind ${kinds.map((taken) => `"${taken}"`).join(" and ")}`;
  throw notSupported(demands, `${path}.source.kind`, `${state}, and ${path} has one of kind "${kind}"`);
}
