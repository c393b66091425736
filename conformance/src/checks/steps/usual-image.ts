// The bytes of the image that instances boot, for checks that make something of their own out of it.
import { readFileSync } from "node:fs";

import type { CheckContext } from "../../harness/check-context.ts";
import type { FileImage } from "../../harness/image-store.ts";

/**
 * Reads a raw image.
 *
 * @throws NotApplicable if it has another layout: what is put together out of its bytes would be no image.
 */
export function rawBytes(t: CheckContext, { diskFormat, source }: FileImage): Buffer {
  if (diskFormat !== "raw")
    t.notApplicable(
      `The check makes an image of its own out of the usual one, and that of the configuration is ${diskFormat}`,
      "resources.images",
    );
  return readFileSync(source.path);
}
