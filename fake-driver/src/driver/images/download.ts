/** Gets the bytes of an image from where they are. */

import { type Call, DriverError, type ImageSource } from "@virt-driver-kit/spec";
import { SparseFileBuilder } from "../../contents/sparse-file-builder.ts";
import { sha256Of } from "../../contents/frozen-contents.ts";
import { HttpRefusal } from "../../images/http-request.ts";
import { type ImageFile, readImageFile } from "../../images/image-file.ts";
import { readHttpImage } from "../../images/read-http-image.ts";
import type { DriverContext } from "../driver-context.ts";
import { Credentials } from "./credentials.ts";
import { type ImageName, transferFailed, unacceptable, wordsOf } from "./image-errors.ts";
import { passTransferTime, takeTransferTrouble } from "./transfer-time.ts";

/** What is to be downloaded. */
export interface Download {
  /** What is attempted, for errors. */
  readonly attempt: string;
  readonly image: ImageName & { readonly sizeBytes: number; readonly source: ImageSource };
  /** Hears how much is done, in per cent. */
  readonly onPart: (percent: number) => void;
}

/**
 * Reads an image from its source, and lets the time pass that it takes. The bytes are really read, while virtual time stands.
 *
 * @returns What was read, whatever it is.
 * @throws `IMAGE_UNACCEPTABLE` if the source has no such image, `IMAGE_TRANSFER_FAILED` if reading broke off, `CREDENTIALS_EXPIRED` if the
 *   source takes the credentials no longer and the core has no others; the signal's reason once it aborts.
 */
export async function download(context: DriverContext, call: Call, wanted: Download): Promise<ImageFile> {
  const { attempt, image, onPart } = wanted;
  const { read, renew } = readerOf(context, call, wanted);
  const trouble = takeTransferTrouble(context.site, "download");
  let file = await read();
  const { sizeBytes } = file;
  const until = trouble?.afterPercent ?? 0;
  await passTransferTime(context, call, { sizeBytes, fromPercent: 0, toPercent: until, onPart });
  if (trouble?.manner === "breaks")
    throw transferFailed(attempt, image, `the connection broke after ${until} per cent`);
  if (trouble?.manner === "corrupts") file = garbled(file);
  if (trouble?.manner === "expires" && renew !== undefined) {
    await renew();
    file = await read();
  }
  await passTransferTime(context, call, { sizeBytes, fromPercent: until, toPercent: 100, onPart });
  return file;
}

interface Reader {
  readonly read: () => Promise<ImageFile>;
  /** Has the credentials renewed; absent for a source that needs none. */
  readonly renew?: () => Promise<void>;
}

function readerOf(context: DriverContext, call: Call, { attempt, image }: Download): Reader {
  const { source } = image;
  switch (source.kind) {
    case "file":
      return { read: () => readFile(attempt, image, source.path, call.signal) };
    case "http": {
      const credentials = new Credentials(source, { context, call, attempt, resource: "imageSource", image });
      return {
        read: () =>
          credentials
            .use((place) => readHttpImage(place, image.sizeBytes, call.signal))
            .catch((error: unknown) => {
              call.signal.throwIfAborted();
              throw httpFailure(attempt, image, error);
            }),
        renew: () => credentials.renew(),
      };
    }
    case "volume":
      throw unacceptable(attempt, image, "unreadable", "it is on a volume and has no bytes to fetch");
  }
}

async function readFile(attempt: string, image: ImageName, path: string, signal: AbortSignal): Promise<ImageFile> {
  const file = await readImageFile(path, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw unacceptable(attempt, image, "unreadable", wordsOf(error), error);
  });
  if (file === null) throw unacceptable(attempt, image, "unreadable", `"${path}" is no file`);
  return file;
}

function httpFailure(attempt: string, image: ImageName, error: unknown): unknown {
  if (error instanceof HttpRefusal && error.isForGood) {
    return unacceptable(attempt, image, "unreadable", wordsOf(error), error);
  }
  return error instanceof DriverError ? error : transferFailed(attempt, image, wordsOf(error), error);
}

/** What a network that delivers other bytes than were sent makes of a file. */
function garbled({ sizeBytes, file }: ImageFile): ImageFile {
  const builder = new SparseFileBuilder();
  builder.writeFile(0, file);
  builder.write(0, Buffer.from([file.read(0, 1).readUInt8() ^ 0xff]));
  const other = builder.finish(sizeBytes);
  return { sizeBytes, sha256: sha256Of(other), file: other };
}
