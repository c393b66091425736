import type { DiskFormat, SnapshotParams } from "@virt-driver-kit/spec";
import { isKnownFormat } from "../../images/disk-formats.ts";
import type { DriverContext } from "../driver-context.ts";
import { unacceptable } from "./image-errors.ts";

/**
 * Chooses the format of an image to be made: the first of the caller's that the hypervisor can write.
 *
 * @throws `IMAGE_UNACCEPTABLE` with problem `format` if there is none.
 * @see Requirement `snapshot/writes-the-first-format-it-can`
 */
export function formatToWrite(
  { persona }: Pick<DriverContext, "persona">,
  attempt: string,
  { imageId, diskFormats }: Pick<SnapshotParams, "imageId" | "diskFormats">,
): DiskFormat {
  const { diskFormats: taken } = persona.accepts;
  const format = diskFormats.find((one) => isKnownFormat(one) && taken?.includes(one) !== false);
  if (format !== undefined) return format;
  const wanted = diskFormats.map((one) => `"${one}"`).join(", ");
  throw unacceptable(
    attempt,
    { id: imageId },
    "format",
    `it is to be in one of ${wanted}, and the hypervisor writes none`,
  );
}
