/** Devices to give to guests. */

import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { NetworkInterface, VolumeAttachment } from "@virt-driver-kit/spec";

let macs = 0;

/** A network interface on a bridge. */
export function bridgeInterface(changes: Partial<NetworkInterface> = {}): NetworkInterface {
  macs += 1;
  return {
    portId: randomUUID(),
    macAddress: `fa:16:3e:00:${Math.floor(macs / 256)
      .toString(16)
      .padStart(2, "0")}:${(macs % 256).toString(16).padStart(2, "0")}`,
    network: { id: randomUUID(), subnets: [] },
    binding: { vifType: "bridge", bridgeName: "br-test" },
    ...changes,
  };
}

/** A blank volume in a file. */
export function fileVolume(directory: string, changes: Partial<VolumeAttachment> = {}): VolumeAttachment {
  const volumeId = randomUUID();
  const path = join(directory, `${volumeId}.raw`);
  writeFileSync(path, Buffer.alloc(1 << 20));
  return { volumeId, accessMode: "readWrite", connection: { protocol: "localFile", path, format: "raw" }, ...changes };
}
