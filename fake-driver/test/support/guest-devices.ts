/** Devices to give to guests where a test does not mind which. */

import type { NetworkInterface, VolumeAttachment } from "@virt-driver-kit/spec";
import { networkInterface } from "./network-interface.ts";
import { attachmentOf, type FileAttachment, rawVolume, VOLUME_BYTES } from "./volume-files.ts";

/** A network interface on a bridge. */
export function bridgeInterface(changes: Partial<NetworkInterface> = {}): NetworkInterface {
  return networkInterface({ vifType: "bridge", bridgeName: "br-test" }, changes);
}

/** A blank volume in a file. */
export function fileVolume(directory: string, changes: Partial<VolumeAttachment> = {}): FileAttachment {
  return attachmentOf(rawVolume(directory, Buffer.alloc(VOLUME_BYTES)), changes);
}
