/** The operations of group `volumes`. */

import type { ComputeDriver } from "@virt-driver-kit/spec";
import type { DriverContext } from "./driver-context.ts";
import { attachVolume } from "./volumes/attach-volume.ts";
import { detachVolume } from "./volumes/detach-volume.ts";
import { extendVolume } from "./volumes/extend-volume.ts";
import { getDeviceNames } from "./volumes/get-device-names.ts";
import { createVolumeSnapshot } from "./volumes/snapshot-create.ts";
import { deleteVolumeSnapshot } from "./volumes/snapshot-delete.ts";
import { swapVolume } from "./volumes/swap-volume.ts";
import { volumeConnector } from "./volumes/volume-connector.ts";
import { volumeUsages } from "./volumes/volume-usage.ts";

type VolumeOperation =
  | "attachVolume"
  | "detachVolume"
  | "extendVolume"
  | "getDeviceNames"
  | "getVolumeConnector"
  | "getVolumeUsage"
  | "swapVolume"
  | "volumeSnapshotCreate"
  | "volumeSnapshotDelete";

/** Makes the operations of group `volumes`, and that of group `diagnostics` that reads the counters of volumes. */
export function volumeOperations(context: DriverContext): Required<Pick<ComputeDriver, VolumeOperation>> {
  return {
    attachVolume: (params, call) => attachVolume(context, params, call),
    detachVolume: (params, call) => detachVolume(context, params, call),
    extendVolume: (params, call) => extendVolume(context, params, call),
    swapVolume: (params, call) => swapVolume(context, params, call),
    volumeSnapshotCreate: (params, call) => createVolumeSnapshot(context, params, call),
    volumeSnapshotDelete: (params, call) => deleteVolumeSnapshot(context, params, call),
    getDeviceNames: async (params) => ({ devices: getDeviceNames(context, params) }),
    getVolumeConnector: async (params) => ({ connector: volumeConnector(context, params) }),
    getVolumeUsage: async (params) => ({ usages: volumeUsages(context, params) }),
  };
}
