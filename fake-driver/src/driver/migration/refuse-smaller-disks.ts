import type { Flavor } from "@virt-driver-kit/spec";
import type { DiskRecord, DiskUse } from "../../site/disk-record.ts";
import type { Attempt } from "../begin.ts";
import { invalidRequest } from "../refusals.ts";

const BYTES_PER_GIB = 2 ** 30;

/**
 * Refuses a flavor whose root disk or ephemeral disks would be smaller than those that an instance has. Swap holds nothing and may shrink.
 *
 * @param about - What is attempted.
 * @param before - The flavor that the instance has.
 * @param after - The flavor that it is to have. A `rootGib` of 0 is the size of the image, and so no smaller than that of a disk that has it.
 * @param disks - Its local disks.
 * @throws `INVALID_REQUEST`, naming the field of the flavor.
 * @see Requirement `migrateDiskAndPowerOff/refuses-a-smaller-disk`
 */
export function refuseSmallerDisks(
  about: Attempt,
  before: Flavor,
  after: Flavor,
  disks: readonly Pick<DiskRecord, "use" | "contents">[],
): void {
  const { rootGib, ephemeralGib = 0 } = after;
  const sizes = [
    { field: "rootGib", gib: rootGib, bytes: bytesOf(disks, "root"), isOfImage: rootGib === 0 && before.rootGib === 0 },
    { field: "ephemeralGib", gib: ephemeralGib, bytes: bytesOf(disks, "ephemeral"), isOfImage: false },
  ];
  for (const { field, gib, bytes, isOfImage } of sizes) {
    if (isOfImage || bytes <= gib * BYTES_PER_GIB) continue;
    throw invalidRequest(about, `params.flavor.${field}`, `is ${gib}, and there are ${bytes} bytes on disk already`);
  }
}

function bytesOf(disks: readonly Pick<DiskRecord, "use" | "contents">[], wanted: DiskUse): number {
  return disks.filter(({ use }) => use === wanted).reduce((sum, { contents }) => sum + contents.sizeBytes, 0);
}
