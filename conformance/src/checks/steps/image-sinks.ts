// Places for images that a driver writes, and what it wrote there.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { DiskFormat, ImageSink, SnapshotResult } from "@virt-driver-kit/spec";

import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import type { ImageServer } from "../../harness/image-server.ts";
import type { TestInstance } from "../../harness/test-instance.ts";

/** A place for an image. */
export interface GivenSink {
  readonly sink: ImageSink;
  /** The image that is there, whole; undefined if there is none. */
  read(): Buffer | undefined;
  /** Whatever is there: names of files, or requests that were whole. */
  contents(): readonly string[];
}

/** A file in a directory of its own. */
export interface FileSink extends GivenSink {
  readonly sink: Extract<ImageSink, { kind: "file" }>;
}

/** A path on an HTTP server of its own. */
export interface HttpSink extends GivenSink {
  readonly sink: Extract<ImageSink, { kind: "http" }>;
  readonly path: string;
  readonly server: ImageServer;
}

/** Whether the node writes images to such sinks. */
function takes({ node }: CheckContext, kind: "file" | "http"): boolean {
  return (node.accepts?.imageSinks ?? ["file"]).includes(kind);
}

/** A place of a kind that the node writes to. Not applicable if there is none that the kit can make. */
export async function givenSink(t: CheckContext): Promise<GivenSink> {
  if (takes(t, "file")) return givenFileSink(t);
  return givenHttpSink(t);
}

/** A file sink. Not applicable if the node writes to none. */
export function givenFileSink(t: CheckContext): FileSink {
  if (!takes(t, "file")) t.notApplicable(`Node "${t.node.name}" writes no images to files`);
  const directory = t.newFile(`sink-${t.uuid()}`);
  mkdirSync(directory);
  // The driver may run as somebody else.
  chmodSync(directory, 0o777);
  const path = join(directory, "image");
  return {
    sink: { kind: "file", path },
    read: () => (existsSync(path) ? readFileSync(path) : undefined),
    contents: () => readdirSync(directory),
  };
}

/** An HTTP sink. Not applicable if the node writes to none. */
export async function givenHttpSink(t: CheckContext): Promise<HttpSink> {
  if (!takes(t, "http") || t.session.capabilities.supportsHttpImages !== true)
    t.notApplicable(`Node "${t.node.name}" writes no images to HTTP servers`);
  const server = await t.imageServer();
  const path = `/${t.uuid()}`;
  return {
    sink: { kind: "http", url: `${server.origin}${path}` },
    path,
    server,
    read: () => server.received(path),
    contents: () =>
      server.requests.filter(({ isWhole }) => isWhole).map(({ method, body }) => `${method} of ${body.length} bytes`),
  };
}

/** A sink that cannot be written to: a file in a directory that is not there, or a server that does not listen. */
export function unreachableSink(t: CheckContext): ImageSink {
  return takes(t, "file")
    ? { kind: "file", path: join(t.newFile(`absent-${t.uuid()}`), "image") }
    : { kind: "http", url: "http://127.0.0.1:9/image" };
}

/** A root disk as large as its image, so that an image of it is small in every format. */
export const SMALL_DISK = { flavor: { rootGib: 0 } } as const;

/** Formats of an image that the kit can boot an instance from again, the usual ones first. */
function formatsToBoot({ node }: CheckContext): DiskFormat[] {
  const known: readonly DiskFormat[] = ["qcow2", "raw", "vmdk", "vhd", "vhdx", "vdi"];
  return known.filter((format) => node.accepts?.diskFormats?.includes(format) !== false);
}

/** Parameters of a snapshot in the format that suits the driver best. */
export function snapshotOf(
  t: CheckContext,
  { target }: Pick<TestInstance, "target">,
  sink: ImageSink,
): { instanceUuid: string; imageId: string; diskFormats: DiskFormat[]; sink: ImageSink } {
  return { ...target, imageId: t.uuid(), diskFormats: formatsToBoot(t), sink };
}

/** Parameters of a spawn from an image that a driver wrote. */
export async function newInstanceFrom(
  t: CheckContext,
  { image }: SnapshotResult,
  sink: GivenSink,
): Promise<NewInstance> {
  const params = await t.newInstance(SMALL_DISK);
  const bytes = t.expectDefined(sink.read(), "image in the sink after snapshot");
  const path = t.newFile(`snapshot-${params.instance.uuid}`);
  writeFileSync(path, bytes);
  const { diskFormat, sizeBytes, sha256 } = image;
  const source = { kind: "file", path } as const;
  const written = { id: t.uuid(), name: "snapshot", diskFormat, sizeBytes, sha256, source };
  return { ...params, instance: { ...params.instance, image: written } };
}
