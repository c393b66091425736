// How large a volume's device is for its guest. No operation reads it, and `extendVolume` refuses to go below it.
import type { VolumeAttachment } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { refusalOf } from "./refusal.ts";

const SECTOR_BYTES = 512;

/**
 * Checks that a device has a size: a little less is a size that it would have to shrink to. Needs `supportsExtendVolume`.
 *
 * @param sizeBytes - The size, which is also that of the volume.
 * @param when - The end of the sentence, such as `after extendVolume`.
 */
export async function expectDeviceSize(
  t: CheckContext,
  { target }: TestInstance,
  volume: VolumeAttachment,
  sizeBytes: number,
  when: string,
): Promise<void> {
  const less = sizeBytes - SECTOR_BYTES;
  const refusal = await refusalOf(t.driver.extendVolume({ ...target, volume, sizeBytes: less }));
  t.expectThat(refusal?.code === "INVALID_REQUEST", `The guest's device is not as large as its volume ${when}`, {
    expected: `INVALID_REQUEST to an extension to ${less} bytes, since the device has ${sizeBytes}`,
    got: refusal?.code ?? "success",
    hint: "Tell the guest that runs of the new size, and not only the host.",
  });
}
