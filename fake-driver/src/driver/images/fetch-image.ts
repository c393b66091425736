/**
 * Gets an image, or its kernel, from the cache or else from its source, checks it, and leaves it in the cache.
 *
 * @see Requirements `spawn/refuses-a-bad-image`, `cacheImage/keeps-the-image`, `cacheImage/keeps-no-bad-image`,
 *   `cacheImage/same-id-is-not-same-image`, `placement/kernel-is-checked`, `placement/signature-is-checked`
 */

import type { Call, DiskFormat, ImageMeta, ImageSignature, KernelBoot } from "@virt-driver-kit/spec";
import { sha256Of, withoutBlankEnd } from "../../contents/frozen-contents.ts";
import type { SparseFile } from "../../contents/sparse-file.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { readDisk } from "../../images/disk-formats.ts";
import { FormatProblem } from "../../images/format-problem.ts";
import type { ImageFile } from "../../images/image-file.ts";
import { isSignatureOf } from "../../images/signature.ts";
import type { BootFile, CachedImage, KernelRecord } from "../../site/image-record.ts";
import type { Pool } from "../../site/pool.ts";
import { assertRoom } from "../assert-room.ts";
import type { DriverContext } from "../driver-context.ts";
import { download } from "./download.ts";
import { type ImageName, unacceptable } from "./image-errors.ts";

const BYTES_PER_GIB = 2 ** 30;

/** How an image is fetched. */
export interface FetchOptions {
  /** The root disk that it has to fit, in GiB; 0 or absent for one as large as the image. */
  readonly rootGib?: number;
  /** How much of the call is done before and afterwards, in per cent. Absent, progress is told without. */
  readonly percent?: readonly [from: number, to: number];
}

/** An image that is there, whole and checked. */
export interface FetchedImage {
  readonly imageId: string;
  /** Digest of what a disk made from it begins with, in the site's content store: the disk, in whatever format the image came. */
  readonly sha256: string;
  /** How large the image file is, in bytes. */
  readonly sizeBytes: number;
  /** How large the disk is that the image describes, in bytes. */
  readonly virtualSizeBytes: number;
}

/** A file that belongs to an image. */
interface Part extends ImageName {
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly source: ImageMeta["source"];
  readonly diskFormat: DiskFormat;
  readonly signature?: ImageSignature | undefined;
}

interface CheckedPart {
  readonly part: Part;
  /** What is found on the disk in it. */
  readonly disk: SparseFile;
  /** Digest of that, in the content store. */
  readonly contents: string;
}

/**
 * Fetches an image for a node, without its kernel.
 *
 * What is in the cache of the node's store by id and digest is not read from its source again. All that the request says of the image is
 * checked either way. The image stays in the cache at least until the call is answered. One step, and none if it was in the cache.
 *
 * @param step - What for.
 * @param call - The call, which is told of the progress.
 * @param node - The uuid of the node.
 * @param image - An image that `assertImageSuits` let pass, whose source is no volume.
 * @throws `IMAGE_UNACCEPTABLE`, `IMAGE_TRANSFER_FAILED`, `CREDENTIALS_EXPIRED`, or what the step throws, such as `BACKEND_FAILED` if the
 *   store has no room. Nothing of it is then in the cache.
 */
export async function fetchImage(
  context: DriverContext,
  step: StepContext,
  call: Call,
  node: string,
  image: ImageMeta,
  options: FetchOptions = {},
): Promise<FetchedImage> {
  const part = imagePartOf(step.attempt, image);
  const { checked } = await fetchParts(context, step, call, node, [part], options);
  const [{ contents, disk } = lost(image)] = checked;
  return { imageId: image.id, sha256: contents, sizeBytes: part.sizeBytes, virtualSizeBytes: disk.sizeBytes };
}

/** Fetches the kernel and the RAM disk that come with an image, likewise. Returns null for an image without. */
export async function fetchKernel(
  context: DriverContext,
  step: StepContext,
  call: Call,
  node: string,
  { kernelBoot }: ImageMeta,
): Promise<KernelRecord | null> {
  if (kernelBoot === undefined) return null;
  const { checked } = await fetchParts(context, step, call, node, kernelPartsOf(kernelBoot), {});
  const [kernel = lost(kernelBoot.kernel), ramdisk] = checked;
  return {
    kernel: bootFileOf(kernel),
    ramdisk: ramdisk === undefined ? null : bootFileOf(ramdisk),
    commandLine: kernelBoot.commandLine ?? null,
  };
}

/**
 * Fetches an image into the cache, with kernel and RAM disk, likewise and in one step.
 *
 * @returns Whether this call put any of them there.
 */
export async function fetchIntoCache(
  context: DriverContext,
  step: StepContext,
  call: Call,
  node: string,
  image: ImageMeta,
): Promise<boolean> {
  const disk = image.source.kind === "volume" ? [] : [imagePartOf(step.attempt, image)];
  const kernel = image.kernelBoot === undefined ? [] : kernelPartsOf(image.kernelBoot);
  const options = { kind: "cacheImage", percent: [0, 100] } as const;
  return (await fetchParts(context, step, call, node, [...disk, ...kernel], options)).isNew;
}

async function fetchParts(
  context: DriverContext,
  step: StepContext,
  call: Call,
  node: string,
  parts: readonly Part[],
  options: FetchOptions & { readonly kind?: "fetchImage" | "cacheImage" },
): Promise<{ readonly checked: readonly CheckedPart[]; readonly isNew: boolean }> {
  const pool = context.hypervisor.look(step.attempt).pool(node);
  const checked: CheckedPart[] = [];
  for (const [index, part] of parts.entries()) {
    const onPart = (percent: number): void => tellProgress(call, options, (index + percent / 100) / parts.length);
    const wanted = { attempt: step.attempt, image: part, onPart };
    const file = cachedFile(context, pool, part) ?? (await download(context, call, wanted));
    checked.push(check(context, step.attempt, part, file, options));
  }
  const isNew = await putIntoCache(context, { ...step, node }, pool, checked, options.kind ?? "fetchImage");
  for (const { part } of checked) holdEntry(context, call, pool, part);
  return { checked, isNew };
}

function imagePartOf(attempt: string, image: ImageMeta): Part {
  const { id, name, sizeBytes, sha256, source, diskFormat, signature } = image;
  if (sha256 === undefined) throw unacceptable(attempt, image, "checksum", "it comes without a digest");
  return { id, name, sizeBytes, sha256, source, diskFormat, signature };
}

/** Kernels are taken as they are. */
function kernelPartsOf({ kernel, ramdisk }: KernelBoot): readonly Part[] {
  return [kernel, ...(ramdisk === undefined ? [] : [ramdisk])].map((file) => ({ ...file, diskFormat: "raw" }));
}

function lost({ id }: ImageName): never {
  throw new RangeError(`Image "${id}" was fetched and is not there`);
}

function entryOf(pool: Pool, { id, sha256 }: Part): CachedImage | undefined {
  return pool.images.find((entry) => entry.imageId === id && entry.sha256 === sha256);
}

function cachedFile({ site }: DriverContext, pool: Pool, part: Part): ImageFile | undefined {
  const entry = entryOf(pool, part);
  return entry === undefined ? undefined : { ...entry, file: site.contents.get(entry.sha256) };
}

function check(
  { site }: DriverContext,
  attempt: string,
  part: Part,
  { file, sizeBytes, sha256 }: ImageFile,
  { rootGib = 0 }: FetchOptions,
): CheckedPart {
  if (sizeBytes !== part.sizeBytes) {
    throw unacceptable(attempt, part, "size", `it has ${sizeBytes} bytes or more and not ${part.sizeBytes}`);
  }
  if (sha256 !== part.sha256) throw unacceptable(attempt, part, "checksum", `its digest is ${sha256}`);
  if (part.signature !== undefined && !isSignatureOf(file, part.signature)) {
    throw unacceptable(attempt, part, "signature", "its signature is not one of these bytes");
  }
  const disk = diskIn(attempt, part, file);
  if (rootGib > 0 && disk.sizeBytes > rootGib * BYTES_PER_GIB) {
    const state = `its disk has ${disk.sizeBytes} bytes and the flavor's root disk ${rootGib} GiB`;
    throw unacceptable(attempt, part, "flavor-too-small", state);
  }
  site.contents.add(sha256, file);
  if (disk === file) return { part, disk, contents: sha256 };
  const stored = withoutBlankEnd(disk);
  const contents = sha256Of(stored);
  site.contents.add(contents, stored);
  return { part, disk, contents };
}

function diskIn(attempt: string, part: Part, file: SparseFile): SparseFile {
  try {
    return readDisk(part.diskFormat, file);
  } catch (error) {
    if (error instanceof FormatProblem) throw unacceptable(attempt, part, "format", error.message, error);
    throw error;
  }
}

/** Whoever comes first puts it in; who fetched it at the same time finds it there. */
async function putIntoCache(
  { hypervisor, clock }: DriverContext,
  step: StepContext,
  pool: Pool,
  checked: readonly CheckedPart[],
  kind: "fetchImage" | "cacheImage",
): Promise<boolean> {
  const use = (): CheckedPart[] =>
    checked.filter(({ part }) => {
      const entry = entryOf(pool, part);
      if (entry !== undefined) entry.lastUsedAtMs = clock.now();
      return entry === undefined;
    });
  const missing = use();
  pool.changed();
  if (missing.length === 0) return false;
  const put = (): boolean => {
    const absent = use();
    const sizeBytes = absent.reduce((sum, { part }) => sum + part.sizeBytes, 0);
    assertRoom(step, pool, { name: absent[0]?.part.id ?? kind, allocatedBytes: sizeBytes }, kind);
    for (const { part } of absent) {
      const { id: imageId, sha256, sizeBytes: bytes } = part;
      pool.images.push({ imageId, sha256, sizeBytes: bytes, lastUsedAtMs: clock.now() });
    }
    pool.changed();
    return absent.length > 0;
  };
  return hypervisor.change(kind, step, put, () => true);
}

function holdEntry({ imagesInUse }: DriverContext, call: Call, pool: Pool, part: Part): void {
  const entry = entryOf(pool, part);
  if (entry !== undefined) imagesInUse.hold(call, entry);
}

const bootFileOf = ({ part, contents }: CheckedPart): BootFile => ({ imageId: part.id, contents });

function tellProgress(call: Call, { percent }: FetchOptions, done: number): void {
  const step = "fetching the image";
  if (percent === undefined) call.reportProgress({ step });
  else call.reportProgress({ step, percent: Math.round(percent[0] + (percent[1] - percent[0]) * done) });
}
