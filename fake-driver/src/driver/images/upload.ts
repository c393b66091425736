/** Puts the bytes of an image where they are wanted. */

import { type Call, DriverError, type ImageSink } from "@virt-driver-kit/spec";
import type { SparseFile } from "../../contents/sparse-file.ts";
import { writeHttpImage } from "../../images/write-http-image.ts";
import { writeImageFile } from "../../images/write-image-file.ts";
import type { DriverContext } from "../driver-context.ts";
import { Credentials } from "./credentials.ts";
import { type ImageName, transferFailed, wordsOf } from "./image-errors.ts";
import { passTransferTime, takeTransferTrouble } from "./transfer-time.ts";

/** What is to be uploaded. */
export interface Upload {
  /** What is attempted, for errors. */
  readonly attempt: string;
  readonly image: ImageName;
  readonly sink: ImageSink;
  readonly file: SparseFile;
  /** Hears how much is done, in per cent. */
  readonly onPart: (percent: number) => void;
}

/**
 * Writes an image to its sink, when the time has passed that it takes. That is the last thing that can fail or be cancelled: the bytes are
 * really written, while virtual time stands, and are there whole or not at all.
 *
 * @throws `IMAGE_TRANSFER_FAILED` if the sink could not be reached, refused the image or broke off, `CREDENTIALS_EXPIRED` if it takes the
 *   credentials no longer and the core has no others; the signal's reason once it aborts.
 */
export async function upload(context: DriverContext, call: Call, wanted: Upload): Promise<void> {
  const { attempt, image, file, onPart } = wanted;
  const { sizeBytes } = file;
  const { write, breakOff, renew } = destinationOf(context, call, wanted);
  const trouble = takeTransferTrouble(context.site, "upload");
  const until = trouble?.afterPercent ?? 0;
  await passTransferTime(context, call, { sizeBytes, fromPercent: 0, toPercent: until, onPart });
  if (trouble?.manner === "breaks" || trouble?.manner === "corrupts") {
    await breakOff(Math.min(Math.floor((sizeBytes * until) / 100), sizeBytes - 1));
    const state = trouble.manner === "breaks" ? "the connection broke" : "the sink received other bytes";
    throw transferFailed(attempt, image, `${state} after ${until} per cent`);
  }
  if (trouble?.manner === "expires") await renew();
  await passTransferTime(context, call, { sizeBytes, fromPercent: until, toPercent: 100, onPart });
  await write();
}

interface Destination {
  readonly write: () => Promise<void>;
  /** Writes no more than so many bytes, in a way that nobody takes for the whole. */
  readonly breakOff: (afterBytes: number) => Promise<void>;
  /** Has the credentials renewed, where there are any. */
  readonly renew: () => Promise<void>;
}

function destinationOf(context: DriverContext, call: Call, { attempt, image, sink, file }: Upload): Destination {
  const failed = (error: unknown): unknown => {
    call.signal.throwIfAborted();
    return error instanceof DriverError ? error : transferFailed(attempt, image, wordsOf(error), error);
  };
  switch (sink.kind) {
    case "file":
      return {
        async write() {
          try {
            writeImageFile(sink.path, file, call.operationId ?? image.id);
          } catch (error) {
            throw failed(error);
          }
        },
        breakOff: async () => undefined,
        renew: async () => undefined,
      };
    case "http": {
      const credentials = new Credentials(sink, { context, call, attempt, resource: "imageSink", image });
      const put = (breakOffAfter?: number): Promise<void> =>
        credentials
          .use((place) => writeHttpImage(place, file, call.signal, breakOffAfter))
          .catch((error: unknown) => {
            throw failed(error);
          });
      return {
        write: () => put(),
        breakOff: (afterBytes) => put(afterBytes),
        renew: () => credentials.renew(),
      };
    }
  }
}
